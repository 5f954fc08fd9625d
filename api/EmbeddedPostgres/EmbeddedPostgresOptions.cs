namespace Marketplace.Api.EmbeddedPostgres;

/// <summary>Which cluster to start, and how large.</summary>
public sealed record EmbeddedPostgresOptions
{
    /// <summary>The checkout the cluster belongs to; hosts of different checkouts do not meet.</summary>
    public required string Checkout { get; init; }

    /// <summary>Clusters of one checkout differ by name: "development", "tests".</summary>
    public string Cluster { get; init; } = "development";

    /// <summary>Whether a commit survives a power cut (fsync). Only a cluster whose data nobody keeps may turn it off.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>The folder in which the cluster makes its own; null for a place that outlives a restart of the machine.</summary>
    public string? Folder { get; init; }

    public int MaximumConnections { get; init; } = 300;

    public int SharedBuffersMegabytes { get; init; } = 256;

    /// <summary>How long a server may take to answer, crash recovery included.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(90);
}
