using System.Globalization;
using System.Security.Cryptography;
using Marketplace.Api.EmbeddedPostgres;
using Npgsql;

namespace Testing;

/// <summary>The checkout's cluster for tests: started once, shared by every test process, left running for the next one (`./dev stop` ends it).</summary>
public sealed class PostgresCluster
{
    private const string SharedMemory = "/dev/shm";
    private const long EnoughMemory = 4L << 30;

    private static readonly Lazy<Task<PostgresCluster>> Shared = new(StartAsync);

    private readonly EmbeddedCluster server;

    // Its advisory lock says, as long as this process lives, that the databases named by the token are in use; kept from the collector, which would close it.
    private readonly NpgsqlConnection presence;
    private readonly NpgsqlDataSource superusers;
    private readonly string token;
    private int databases;

    private PostgresCluster(EmbeddedCluster server, NpgsqlConnection presence, string token)
    {
        this.server = server;
        this.presence = presence;
        this.token = token;
        superusers = NpgsqlDataSource.Create(server.ConnectionString("postgres", PostgresRoles.Superuser));
    }

    public static Task<PostgresCluster> SharedAsync() => Shared.Value;

    /// <summary>A database of its own, empty or a copy of a template of <see cref="GetTemplateAsync"/>.</summary>
    public async Task<TestDatabase> CreateDatabaseAsync(string? template = null)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{TestDatabases.Prefix}{token}_{Interlocked.Increment(ref databases)}");
        await using var superuser = await superusers.OpenConnectionAsync();
        if (template is not null)
            await TestDatabases.CloneAsync(superuser, template, name);
        await ClusterRoles.EnsureDatabaseAsync(superuser, name, CancellationToken.None);
        return new TestDatabase(this, name);
    }

    /// <summary>
    /// The name of a database to copy, built once for all test processes and again when <paramref name="fingerprint"/> (a hash of the migrations) changes.
    /// </summary>
    /// <param name="name">What it is a template of, in lower-case letters: "migrated", "seeded".</param>
    /// <param name="build">Given the owner's connection string, makes the empty database what copies shall be.</param>
    public Task<string> GetTemplateAsync(string name, string fingerprint, Func<string, Task> build) =>
        DatabaseTemplates.GetAsync(server, name, fingerprint, build);

    internal string ConnectionString(string database, string role) => server.ConnectionString(database, role);

    internal async Task DropAsync(string database)
    {
        await using var superuser = await superusers.OpenConnectionAsync();
        await TestDatabases.DropAsync(superuser, database);
    }

    /// <summary>A database is hundreds of small files, and each test has its own: a disk's file system takes several times as long to make and drop them.</summary>
    private static string? Memory() => Directory.Exists(SharedMemory) && new DriveInfo(SharedMemory).AvailableFreeSpace >= EnoughMemory ? SharedMemory : null;

    private static async Task<PostgresCluster> StartAsync()
    {
        var memory = Memory();
        var options = new EmbeddedPostgresOptions
        {
            Checkout = CheckoutDirectory.Above(AppContext.BaseDirectory),
            Cluster = memory is null ? "tests" : "tests-in-memory",
            // Nobody keeps these data: a power cut ends the test run as well. Everything a running server promises stays as in production.
            Durable = false,
            Folder = memory,
        };
        var started = await EmbeddedCluster.StartAsync(options, _ => { }, CancellationToken.None);
        var session = await started.OpenSuperuserAsync(CancellationToken.None);
        var own = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        await TestDatabases.ClaimAsync(session, own);
        await TestDatabases.DropAbandonedAsync(session);
        return new PostgresCluster(started, session, own);
    }
}
