using Marketplace.Api.EmbeddedPostgres;
using Marketplace.Api.Hosting;
using Npgsql;

namespace Bench;

/// <summary>The checkout's cluster for benchmarks: durable, as in production. Its databases are dropped and its server stopped when the benchmark ends.</summary>
public sealed class BenchCluster : IAsyncDisposable
{
    private const string Prefix = "bench_";

    private readonly EmbeddedCluster cluster;
    private readonly NpgsqlConnection superuser;

    private BenchCluster(EmbeddedCluster cluster, NpgsqlConnection superuser) => (this.cluster, this.superuser) = (cluster, superuser);

    public static async Task<BenchCluster> StartAsync()
    {
        var options = new EmbeddedPostgresOptions { Checkout = CheckoutDirectory.Above(AppContext.BaseDirectory), Cluster = "bench", SharedBuffersMegabytes = 1024 };
        var started = await EmbeddedCluster.StartAsync(options, Console.Error.WriteLine, CancellationToken.None);
        var session = new NpgsqlConnection(started.ConnectionString("postgres", PostgresRoles.Superuser) + ";Pooling=false;Command Timeout=0");
        await session.OpenAsync();
        var own = new BenchCluster(started, session);
        if (!await own.ScalarAsync<bool>("select pg_try_advisory_lock(20261121)"))
            throw new EmbeddedPostgresException("Another ./dev bench of this checkout is running; two would measure each other.");
        // What a run that was killed left behind.
        await own.DropAllAsync();
        return own;
    }

    /// <summary>The directory of the server's programs.</summary>
    public Task<string> ProgramsAsync() => ScalarAsync<string>("select setting from pg_config where name = 'BINDIR'");

    public string ConnectionString(string name, string role) => cluster.ConnectionString(Prefix + name, role) + ";Command Timeout=0";

    public NpgsqlDataSource Superuser(string name) => NpgsqlDataSource.Create(ConnectionString(name, PostgresRoles.Superuser));

    /// <summary>An empty database, for a server with tables of its own.</summary>
    public Task CreateEmptyAsync(string name) => cluster.EnsureDatabaseAsync(Prefix + name, CancellationToken.None);

    public async Task CreateMigratedAsync(string name)
    {
        await CreateEmptyAsync(name);
        await HostDatabases.MigrateAsync(ConnectionString(name, PostgresRoles.Owner), CancellationToken.None);
    }

    /// <summary>Creates a migrated database and fills it by one script.</summary>
    public async Task CreateAsync(string name, string script)
    {
        await CreateMigratedAsync(name);
        await RunAsync(name, await ScriptAsync(script));
        await RunAsync(name, "vacuum analyze");
    }

    public async Task CopyAsync(string from, string to)
    {
        NpgsqlConnection.ClearAllPools();
        await ExecuteAsync($"drop database if exists {Prefix}{to} with (force)");
        await ExecuteAsync($"create database {Prefix}{to} template {Prefix}{from} strategy file_copy owner {PostgresRoles.Owner}");
        await cluster.EnsureDatabaseAsync(Prefix + to, CancellationToken.None);
    }

    /// <summary>A copy without what guards the books.</summary>
    public async Task CopyWithoutGuardsAsync(string from, string to)
    {
        await CopyAsync(from, to);
        await RunAsync(to, await ScriptAsync("WithoutGuards.sql"));
    }

    public async Task DropAsync(string name)
    {
        NpgsqlConnection.ClearAllPools();
        await ExecuteAsync($"drop database if exists {Prefix}{name} with (force)");
    }

    public async Task RunAsync(string name, string sql)
    {
        await using var source = Superuser(name);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ScalarAsync<T>(string name, string sql)
    {
        await using var source = Superuser(name);
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Before a round, so that no round pays for the pages of another.</summary>
    public Task CheckpointAsync() => ExecuteAsync("checkpoint");

    public static string ScriptPath(string script) => Path.Combine(AppContext.BaseDirectory, "Ledger", script);

    public static Task<string> ScriptAsync(string script) => File.ReadAllTextAsync(ScriptPath(script));

    public async ValueTask DisposeAsync()
    {
        await DropAllAsync();
        await superuser.DisposeAsync();
        await cluster.DisposeAsync();
    }

    private async Task DropAllAsync()
    {
        NpgsqlConnection.ClearAllPools();
        List<string> names = [];
        await using (var command = new NpgsqlCommand($"select datname from pg_database where starts_with(datname, '{Prefix}')", superuser))
        {
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                names.Add(reader.GetString(0));
        }

        foreach (var name in names)
            await ExecuteAsync($"drop database if exists {name} with (force)");
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, superuser);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = new NpgsqlCommand(sql, superuser);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
