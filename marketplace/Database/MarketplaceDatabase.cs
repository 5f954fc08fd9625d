using Experiments.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Marketplace.Database;

/// <summary>Brings both schemas up to date, as the role that owns them.</summary>
public static class MarketplaceDatabase
{
    public const string OwnerRole = "marketplace_owner";
    public const string ApplicationRole = "marketplace_app";

    private static readonly PreparedReads Prepared = new();

    public static async Task MigrateAsync(NpgsqlDataSource owner, CancellationToken cancellation)
    {
        await ExperimentsDatabase.MigrateAsync(owner, ApplicationRole, cancellation);
        // One node at a time from the first migration to the last: what EF locks by itself it lets go between two of them.
        await using var turn = await owner.OpenConnectionAsync(cancellation);
        await using var held = await turn.BeginTransactionAsync(cancellation);
        await using (var wait = new NpgsqlCommand("select pg_advisory_xact_lock(hashtext('marketplace.migrations'))", turn, held))
        {
            await wait.ExecuteNonQueryAsync(cancellation);
        }

        var options = new DbContextOptionsBuilder<MarketplaceDbContext>();
        Configure(options, owner);
        await using var context = new MarketplaceDbContext(options.Options);
        await context.Database.MigrateAsync(cancellation);
    }

    public static void Configure(DbContextOptionsBuilder options, NpgsqlDataSource source) => options
        .UseNpgsql(source, npgsql => npgsql.MigrationsHistoryTable("migration", MarketplaceDbContext.Schema))
        .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
        .AddInterceptors(Prepared)
        // Migrations are SQL files without a model snapshot; a test holds the model to the database instead.
        .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));
}
