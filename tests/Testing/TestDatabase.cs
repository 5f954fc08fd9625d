using Marketplace.Api.EmbeddedPostgres;
using Npgsql;

namespace Testing;

/// <summary>A database of one test class' own, dropped when disposed.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly PostgresCluster cluster;

    internal TestDatabase(PostgresCluster cluster, string name)
    {
        this.cluster = cluster;
        Name = name;
    }

    public string Name { get; }

    /// <summary>Connects as the role that owns the tables and runs migrations.</summary>
    public string OwnerConnectionString => cluster.ConnectionString(Name, PostgresRoles.Owner);

    /// <summary>Connects as the role that serves the application and owns nothing.</summary>
    public string ConnectionString => cluster.ConnectionString(Name, PostgresRoles.Application);

    public async ValueTask DisposeAsync()
    {
        foreach (var pooled in new[] { OwnerConnectionString, ConnectionString })
        {
            await using var connection = new NpgsqlConnection(pooled);
            NpgsqlConnection.ClearPool(connection);
        }

        await cluster.DropAsync(Name);
    }
}
