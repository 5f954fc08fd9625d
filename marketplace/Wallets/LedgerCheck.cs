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

    public async Task<LedgerHealth> RunAsync(CancellationToken cancellation)
    {
        // On the request's own connection: a second one, taken while the first is held, could starve the pool.
        await database.Database.OpenConnectionAsync(cancellation);
        try
        {
            // One statement, one snapshot: a spend between two would look like a discrepancy.
            await using var command = (NpgsqlCommand)database.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"""
                select (select count(*) from marketplace.wallet), issued, outstanding, spent, expired, forfeited,
                       array(select d from marketplace.ledger_discrepancies() d limit {Listed})
                from marketplace.ledger_totals
                """;
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            await reader.ReadAsync(cancellation);
            return new LedgerHealth(clock.GetUtcNow(), reader.GetInt64(0), reader.GetFieldValue<string[]>(6),
                reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5));
        }
        finally
        {
            await database.Database.CloseConnectionAsync();
        }
    }
}
