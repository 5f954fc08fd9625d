using Marketplace.Api.EmbeddedPostgres;
using Marketplace.Api.Hosting;
using Npgsql;

namespace Bench.Experiments;

/// <summary>A PostgreSQL of the checkout's own for this benchmark; every run begins with empty databases.</summary>
internal sealed class BenchPostgres : IAsyncDisposable
{
    private readonly EmbeddedCluster cluster;

    private BenchPostgres(EmbeddedCluster cluster) => this.cluster = cluster;

    public static async Task<BenchPostgres> StartAsync() => new(await EmbeddedCluster.StartAsync(
        new EmbeddedPostgresOptions { Checkout = CheckoutDirectory.Above(AppContext.BaseDirectory), Cluster = "bench-experiments" }, Console.Error.WriteLine, CancellationToken.None));

    public string ConnectionString(string database, string role) => cluster.ConnectionString(database, role);

    public async Task CreateAsync(string database, bool migrated)
    {
        await using (var superuser = NpgsqlDataSource.Create(cluster.ConnectionString("postgres", PostgresRoles.Superuser)))
        {
            await using var drop = superuser.CreateCommand($"DROP DATABASE IF EXISTS \"{database}\" WITH (FORCE)");
            await drop.ExecuteNonQueryAsync();
        }

        await cluster.EnsureDatabaseAsync(database, CancellationToken.None);
        if (migrated)
            await HostDatabases.MigrateAsync(ConnectionString(database, PostgresRoles.Owner), CancellationToken.None);
    }

    public async Task ExecuteAsync(string database, string sql)
    {
        await using var owner = NpgsqlDataSource.Create(ConnectionString(database, PostgresRoles.Owner));
        await using var command = owner.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => cluster.DisposeAsync();
}
