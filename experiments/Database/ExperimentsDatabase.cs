using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Experiments.Database;

/// <summary>Brings the schema <c>experiments</c> up to date.</summary>
public static class ExperimentsDatabase
{
    /// <summary>
    /// Runs the migrations that are missing as the role that owns the tables, then grants the application's role what the engine
    /// needs and nothing more. Safe to run on several nodes at once.
    /// </summary>
    /// <param name="owner">Connects as the role that owns the schema; it needs CREATE on the database.</param>
    /// <param name="applicationRole">The existing role that serves the application.</param>
    /// <param name="cancellation">Cancels the run.</param>
    public static async Task MigrateAsync(NpgsqlDataSource owner, string applicationRole, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentException.ThrowIfNullOrWhiteSpace(applicationRole);

        // One node at a time from the first migration to the last: what EF locks by itself it lets go between two of them.
        await using var turn = await owner.OpenConnectionAsync(cancellation);
        await using var held = await turn.BeginTransactionAsync(cancellation);
        await using (var wait = new NpgsqlCommand("select pg_advisory_xact_lock(hashtext('experiments.migrations'))", turn, held))
            await wait.ExecuteNonQueryAsync(cancellation);

        var options = ExperimentsDbContext.Configure(new DbContextOptionsBuilder<ExperimentsDbContext>(), owner).Options;
        await using var context = new ExperimentsDbContext(options);
        await context.Database.MigrateAsync(cancellation);

        var role = '"' + applicationRole.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';
        var grants = EmbeddedSql.Read(typeof(ExperimentsDatabase).Assembly, "grants.sql").Replace("{application_role}", role, StringComparison.Ordinal);
        await using var connection = await owner.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        // Two nodes that grant at once would update the same catalog rows.
        await using var command = new NpgsqlCommand("select pg_advisory_xact_lock(hashtext('experiments.grants'));" + grants, connection, transaction);
        await command.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }
}
