using Marketplace.Database;
using Npgsql;
using Quartz;

namespace Marketplace.Api.Scheduling;

/// <summary>Quartz's own tables, made by the owner's role from the script that the library carries: the application's role may create nothing.</summary>
internal static class QuartzSchema
{
    public const string TablePrefix = "quartz.qrtz_";
    private const string Script = "Quartz.Impl.AdoJobStore.Schema.create_postgres.sql";

    public static async Task EnsureAsync(NpgsqlDataSource owner, CancellationToken cancellation)
    {
        await using var stream = typeof(IScheduler).Assembly.GetManifestResourceStream(Script)
            ?? throw new InvalidOperationException($"This version of Quartz does not carry {Script}.");
        using var reader = new StreamReader(stream);
        var tables = (await reader.ReadToEndAsync(cancellation))
            .Replace("{0}", TablePrefix, StringComparison.Ordinal).Replace("{1}", "qrtz_", StringComparison.Ordinal);
        await using var connection = await owner.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var command = new NpgsqlCommand(
            $"""
            select pg_advisory_xact_lock(hashtext('quartz-schema'));
            create schema if not exists quartz;
            {tables}
            grant usage on schema quartz to {MarketplaceDatabase.ApplicationRole};
            grant select, insert, update, delete on all tables in schema quartz to {MarketplaceDatabase.ApplicationRole};
            """,
            connection,
            transaction);
        await command.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }
}
