using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Api.EmbeddedPostgres;

/// <summary>Where the parts of a cluster lie.</summary>
internal sealed record ClusterLocation(string Base, string Sockets, string Pointer)
{
    public const int Port = 5432;

    // The shorter of the limits: 107 bytes on Linux, 103 on macOS.
    private const int LongestSocketPath = 103;

    public string Data => Path.Combine(Base, "data");

    /// <summary>A cluster that initdb has not finished; renamed to <see cref="Data"/> when it has.</summary>
    public string Unfinished => Path.Combine(Base, "data.new");

    public string Log => Path.Combine(Base, "server.log");

    /// <summary>Held while a cluster is being started or stopped.</summary>
    public string StartLock => Path.Combine(Base, "start.lock");

    /// <summary>Held, shared, by every process that uses the cluster.</summary>
    public string UsersLock => Path.Combine(Base, "users.lock");

    public static ClusterLocation Of(EmbeddedPostgresOptions options, string account, bool isCaller, string temporaryFolder)
    {
        var checkout = CheckoutDirectory.Resolve(options.Checkout);
        var name = $"{options.Cluster}-{Digest($"{checkout}\n{options.Cluster}\n{account}")}";
        var local = Path.Combine(checkout, ".data");
        // Another user cannot enter root's home, where the checkout may be.
        var directory = options.Folder is null && isCaller
            ? Path.Combine(local, options.Cluster == "development" ? "postgres" : $"postgres-{options.Cluster}")
            : Path.Combine(options.Folder ?? "/var/tmp", $"marketplace-{name}");
        var sockets = Path.Combine(isCaller ? temporaryFolder : "/tmp", $"mp-{name}");
        if (Encoding.UTF8.GetByteCount(SocketFile(sockets)) > LongestSocketPath)
            sockets = Path.Combine("/tmp", $"mp-{name}");
        return new ClusterLocation(directory, sockets, Path.Combine(local, $"{options.Cluster}.cluster"));
    }

    private static string SocketFile(string directory) => Path.Combine(directory, $".s.PGSQL.{Port}");

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];
}
