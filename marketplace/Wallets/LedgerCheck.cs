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

/// <summary>Re-adds the books from the entries themselves, by chunks of accounts: one statement over all would hold back the vacuum of a large ledger for hours.</summary>
public sealed class LedgerCheck(MarketplaceDbContext database, TimeProvider clock)
{
    internal const int AccountsAtOnce = 2000;

    /// <param name="cancellation">Ends between two chunks.</param>
    /// <param name="progressed">Told after each chunk how many wallets have been re-added.</param>
    /// <param name="accountsAtOnce">How large a chunk is.</param>
    public async Task<LedgerHealth> RunAsync(CancellationToken cancellation, Func<long, Task>? progressed = null, int accountsAtOnce = AccountsAtOnce)
    {
        // On the request's own connection: a second one, taken while the first is held, could starve the pool.
        await database.Database.OpenConnectionAsync(cancellation);
        try
        {
            await using var command = (NpgsqlCommand)database.Database.GetDbConnection().CreateCommand();
            return await ReadAsync(command, progressed, accountsAtOnce, cancellation);
        }
        finally
        {
            await database.Database.CloseConnectionAsync();
        }
    }

    private async Task<LedgerHealth> ReadAsync(NpgsqlCommand command, Func<long, Task>? progressed, int accountsAtOnce, CancellationToken cancellation)
    {
        var health = new LedgerHealth(clock.GetUtcNow(), 0, [], 0, 0, 0, 0, 0);
        for (long? after = 0; after is not null;)
        {
            var chunk = await LedgerChunk.ReadAsync(command, after.Value, accountsAtOnce, cancellation);
            health = health with
            {
                WalletsChecked = health.WalletsChecked + chunk.Wallets,
                Discrepancies = [.. health.Discrepancies.Concat(chunk.Discrepancies).Take(LedgerChunk.Listed)],
                ConnectsIssued = health.ConnectsIssued + chunk.Issued,
                ConnectsOutstanding = health.ConnectsOutstanding + chunk.Outstanding,
                ConnectsSpent = health.ConnectsSpent + chunk.Spent,
                ConnectsExpired = health.ConnectsExpired + chunk.Expired,
                ConnectsForfeited = health.ConnectsForfeited + chunk.Forfeited,
            };
            after = chunk.Last;
            if (chunk.Wallets > 0 && progressed is not null)
            {
                await progressed(health.WalletsChecked);
            }
        }

        return health;
    }
}
