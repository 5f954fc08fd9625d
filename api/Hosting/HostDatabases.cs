using Marketplace.Api.EmbeddedPostgres;
using Marketplace.Api.Scheduling;
using Marketplace.Database;
using Npgsql;

namespace Marketplace.Api.Hosting;

/// <summary>Where the application's role and the owner's connect; the owner's only migrates.</summary>
public sealed class HostDatabases(string application, EmbeddedCluster? cluster = null) : IAsyncDisposable
{
    private const string Name = "marketplace";

    /// <summary>For commands that never connect.</summary>
    public static HostDatabases None { get; } = new("Host=none");

    public string Application => application;

    /// <summary>
    /// Finds the database: the one that ConnectionStrings:Marketplace names (with ConnectionStrings:MarketplaceOwner for the
    /// migrations), else a PostgreSQL of the checkout's own; then brings it up to date.
    /// </summary>
    public static async Task<HostDatabases> PrepareAsync(string[] args, Action<string> progress, CancellationToken cancellation)
    {
        var configuration = MarketplaceHost.Configuration(args);
        if (configuration.GetConnectionString("Marketplace") is { Length: > 0 } external)
        {
            var owner = configuration.GetConnectionString("MarketplaceOwner") ?? throw new HostStartException(
                "ConnectionStrings:MarketplaceOwner is missing: the role that owns the tables and runs the migrations. The role of ConnectionStrings:Marketplace serves, and should own nothing.");
            await MigrateAsync(owner, cancellation);
            return new HostDatabases(external);
        }

        try
        {
            var cluster = await EmbeddedCluster.StartAsync(Embedded(), progress, cancellation);
            await cluster.EnsureDatabaseAsync(Name, cancellation);
            await MigrateAsync(cluster.ConnectionString(Name, PostgresRoles.Owner), cancellation);
            return new HostDatabases(cluster.ConnectionString(Name, PostgresRoles.Application), cluster);
        }
        catch (EmbeddedPostgresException problem)
        {
            throw new HostStartException(problem.Message);
        }
    }

    /// <summary>Drops the database of the checkout's own PostgreSQL; one that configuration names is somebody's to drop.</summary>
    public static async Task DropAsync(string[] args, Action<string> progress, CancellationToken cancellation)
    {
        if (MarketplaceHost.Configuration(args).GetConnectionString("Marketplace") is { Length: > 0 })
        {
            throw new HostStartException("ConnectionStrings:Marketplace names a database of your own, which is not dropped here. Drop it yourself, or name none.");
        }

        try
        {
            await using var cluster = await EmbeddedCluster.StartAsync(Embedded(), progress, cancellation);
            await cluster.DropDatabaseAsync(Name, cancellation);
        }
        catch (EmbeddedPostgresException problem)
        {
            throw new HostStartException(problem.Message);
        }
    }

    private static EmbeddedPostgresOptions Embedded() => new() { Checkout = CheckoutDirectory.Above(AppContext.BaseDirectory) };

    public static async Task MigrateAsync(string owner, CancellationToken cancellation)
    {
        await using var source = NpgsqlDataSource.Create(owner);
        await MarketplaceDatabase.MigrateAsync(source, cancellation);
        await QuartzSchema.EnsureAsync(source, cancellation);
    }

    public ValueTask DisposeAsync() => cluster?.DisposeAsync() ?? ValueTask.CompletedTask;
}
