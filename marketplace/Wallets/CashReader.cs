using Marketplace.Database;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Wallets;

/// <summary>Reads cash wallets and their histories.</summary>
public sealed class CashReader(MarketplaceDbContext database)
{
    public async Task<IReadOnlyDictionary<long, CashWallet>> ByOwnersAsync(IEnumerable<long> owners, CancellationToken cancellation)
    {
        var wanted = owners.Distinct().ToArray();
        var wallets = await database.Wallets.Where(w => w.Asset == Asset.Usd && wanted.Contains(w.AccountId)).ToListAsync(cancellation);
        var pending = await database.Database.SqlQuery<PendingReward>(
                $"select payee_id as account, sum(amount)::bigint as cents from marketplace.referral_reward where payee_id = any ({wanted}) and asset = 'USD' and state = 'PENDING' group by payee_id")
            .ToDictionaryAsync(p => p.Account, p => p.Cents, cancellation);
        return wallets.ToDictionary(
            w => w.AccountId, w => new CashWallet(new AccountId(w.AccountId), new Money(w.Paid), new Money(pending.GetValueOrDefault(w.AccountId)), new Money(w.Reserve)));
    }

    public async Task<CashWallet> ByOwnerAsync(AccountId owner, CancellationToken cancellation) =>
        (await ByOwnersAsync([owner.Value], cancellation))[owner.Value];

    /// <summary>Newest first; the cursor is a transaction's number.</summary>
    public async Task<Page<CashEntry>> HistoryAsync(AccountId owner, PageRequest page, CancellationToken cancellation)
    {
        var lines = await History(owner).ReadAsync(database, "number", descending: true, page, cancellation);
        return new Page<CashEntry>([.. lines.Items.Select(CashEntry.Of)], lines.HasNext, lines.HasPrevious);
    }

    public Task<int> HistoryCountAsync(AccountId owner, CancellationToken cancellation) => History(owner).CountAsync(database, cancellation);

    public async Task<IReadOnlyDictionary<OwnedId, CashEntry>> EntriesAsync(IReadOnlyCollection<OwnedId> ids, CancellationToken cancellation)
    {
        var (accounts, numbers) = WalletReader.Split(ids);
        var rows = await database.Transactions.Where(t => accounts.Contains(t.AccountId) && numbers.Contains(t.Number) && t.CashAfter != null).ToListAsync(cancellation);
        return rows.Where(t => ids.Contains(t.Id)).ToDictionary(t => t.Id, CashEntry.Of);
    }

    private sealed record PendingReward(long Account, long Cents);

    private static ListStatement<LedgerTransaction> History(AccountId owner) =>
        new ListStatement<LedgerTransaction>().Where("account_id = ?", owner.Value).Where("cash_after is not null");
}
