using System.Runtime.Versioning;
using Npgsql;

namespace Marketplace.Api.EmbeddedPostgres;

/// <summary>A PostgreSQL cluster of the checkout's own, on a Unix socket alone.</summary>
public sealed class EmbeddedCluster : IAsyncDisposable
{
    private readonly ClusterLocation location;
    private readonly Func<CancellationToken, Task> stop;
    private readonly string sockets;
    private IDisposable? use;

    private EmbeddedCluster(ClusterLocation location, Func<CancellationToken, Task> stop, string sockets, IDisposable use)
    {
        this.location = location;
        this.stop = stop;
        this.sockets = sockets;
        this.use = use;
    }

    /// <summary>The directory of the cluster's data.</summary>
    public string DataDirectory => location.Data;

    /// <summary>Finds the running cluster or starts it, making it first where there is none; safe for several processes at once.</summary>
    /// <exception cref="EmbeddedPostgresException">No PostgreSQL is installed, or it cannot run; the message says what to do.</exception>
    public static async Task<EmbeddedCluster> StartAsync(EmbeddedPostgresOptions options, Action<string> progress, CancellationToken cancellation)
    {
        if (OperatingSystem.IsWindows())
            throw new EmbeddedPostgresException("On Windows the host starts no PostgreSQL of its own. Name a database in ConnectionStrings__Marketplace.");

        var account = await ServerAccount.CurrentAsync(cancellation);
        var place = ClusterLocation.Of(options, account.Name, account.IsCaller, Path.GetTempPath());
        var binaries = await PostgresBinaries.FindAsync(place.Data, cancellation);
        await PrepareAsync(place, account, cancellation);

        using var starting = await FileLock.AcquireAsync(place.StartLock, () => progress("Waiting for another process that is starting PostgreSQL"), cancellation);
        var held = await FileLock.ShareAsync(place.UsersLock, cancellation);
        try
        {
            var process = new ClusterServer(options, place, account, binaries, progress);
            await process.InitializeAsync(cancellation);
            var cluster = new EmbeddedCluster(place, process.StopAsync, await process.EnsureRunningAsync(cancellation), held);
            await using var superuser = await cluster.OpenSuperuserAsync(cancellation);
            await ClusterRoles.EnsureAsync(superuser, cancellation);
            return cluster;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    public string ConnectionString(string database, string role) => Describe(sockets, database, role, pooling: true);

    /// <summary>Creates the database, owned by <see cref="PostgresRoles.Owner"/>, unless it is there.</summary>
    public async Task EnsureDatabaseAsync(string database, CancellationToken cancellation)
    {
        await using var superuser = await OpenSuperuserAsync(cancellation);
        await ClusterRoles.EnsureDatabaseAsync(superuser, database, cancellation);
    }

    /// <summary>Drops the database if it is there and nobody uses it.</summary>
    /// <exception cref="EmbeddedPostgresException">Somebody is connected to it.</exception>
    public async Task DropDatabaseAsync(string database, CancellationToken cancellation)
    {
        await using var superuser = await OpenSuperuserAsync(cancellation);
        await using var drop = new NpgsqlCommand($"DROP DATABASE IF EXISTS {ClusterRoles.Quote(database)}", superuser);
        try
        {
            await drop.ExecuteNonQueryAsync(cancellation);
        }
        catch (PostgresException used) when (used.SqlState == PostgresErrorCodes.ObjectInUse)
        {
            throw new EmbeddedPostgresException($"The database {database} is in use: a host serves it. ./dev stop ends it.", used);
        }
    }

    /// <summary>Stops using the cluster, and stops the server unless another process still uses it.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        if (use is null)
            return;
        using var stopping = await FileLock.AcquireAsync(location.StartLock, () => { }, cancellation);
        Leave();
        // A killed user holds no lock any more, so the last one to leave always stops the server.
        using var alone = FileLock.TryAcquire(location.UsersLock);
        if (alone is not null)
            await stop(cancellation);
    }

    /// <summary>Stops using the cluster and leaves the server running for whoever comes next.</summary>
    public void Leave()
    {
        use?.Dispose();
        use = null;
    }

    /// <summary>As <see cref="StopAsync"/>: a host that ends leaves nothing behind but its data.</summary>
    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    internal static string Describe(string sockets, string database, string role, bool pooling) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = sockets,
            Port = ClusterLocation.Port,
            Database = database,
            Username = role,
            Pooling = pooling,
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
        }.ConnectionString;

    internal async Task<NpgsqlConnection> OpenSuperuserAsync(CancellationToken cancellation)
    {
        var connection = new NpgsqlConnection(Describe(sockets, "postgres", PostgresRoles.Superuser, pooling: false));
        await connection.OpenAsync(cancellation);
        return connection;
    }

    [UnsupportedOSPlatform("windows")]
    private static async Task PrepareAsync(ClusterLocation location, ServerAccount account, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(location.Pointer)!);
        await account.MakePrivateDirectoryAsync(location.Base, cancellation);
        // `./dev stop` looks here, so that it need not know how the place is chosen.
        await File.WriteAllTextAsync(location.Pointer, location.Data + "\n", cancellation);
    }
}
