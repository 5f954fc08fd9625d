using Marketplace.Database;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Wallets;

public sealed record LedgerHealth(
    DateTimeOffset CheckedAt, long WalletsChecked, IReadOnlyList<string> Discrepancies,
    long ConnectsIssued, long ConnectsOutstanding, long ConnectsSpent, long ConnectsExpired, long ConnectsForfeited)
{
    public bool Balanced => Discrepancies.Count == 0;
}

/// <summary>Re-adds the books from the entries themselves.</summary>
public sealed class LedgerCheck(MarketplaceDbContext database, TimeProvider clock)
{
    private const int Listed = 100;

    // One statement, one snapshot: a spend between two would look like a discrepancy.
    private static readonly string Statement = $"""
        select (select count(*) from marketplace.wallet), issued, outstanding, spent, expired, forfeited,
               array(select d from (select marketplace.ledger_discrepancies() as d union all select marketplace.shortfall_discrepancies()) a limit {Listed})
        from marketplace.ledger_totals
        """;

    public async Task<LedgerHealth> RunAsync(CancellationToken cancellation)
    {
        // On the request's own connection: a second one, taken while the first is held, could starve the pool.
        await database.Database.OpenConnectionAsync(cancellation);
        try
        {
            await using var command = (NpgsqlCommand)database.Database.GetDbConnection().CreateCommand();
            return await ReadAsync(command, clock.GetUtcNow(), cancellation);
        }
        finally
        {
            await database.Database.CloseConnectionAsync();
        }
    }

    internal static async Task<LedgerHealth> ReadAsync(NpgsqlCommand command, DateTimeOffset now, CancellationToken cancellation)
    {
        command.CommandText = Statement;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return new LedgerHealth(now, reader.GetInt64(0), reader.GetFieldValue<string[]>(6),
            reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5));
    }
}
