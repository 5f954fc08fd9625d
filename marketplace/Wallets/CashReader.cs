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
        return wallets.ToDictionary(w => w.AccountId, w => new CashWallet(new AccountId(w.AccountId), new Money(w.Paid), default, new Money(w.Reserve)));
    }

    public async Task<CashWallet> ByOwnerAsync(AccountId owner, CancellationToken cancellation) =>
        (await ByOwnersAsync([owner.Value], cancellation))[owner.Value];

    /// <summary>Newest first; the cursor is a transaction's number.</summary>
    public async Task<Page<CashEntry>> HistoryAsync(AccountId owner, PageRequest page, CancellationToken cancellation)
    {
        var lines = await History(owner).By(t => t.Number, page, descending: true).ReadAsync(page, cancellation);
        return new Page<CashEntry>([.. lines.Items.Select(CashEntry.Of)], lines.HasNext, lines.HasPrevious);
    }

    public Task<int> HistoryCountAsync(AccountId owner, CancellationToken cancellation) => History(owner).CountAsync(cancellation);

    public async Task<IReadOnlyDictionary<OwnedId, CashEntry>> EntriesAsync(IReadOnlyCollection<OwnedId> ids, CancellationToken cancellation)
    {
        var (accounts, numbers) = WalletReader.Split(ids);
        var rows = await database.Transactions.Where(t => accounts.Contains(t.AccountId) && numbers.Contains(t.Number) && t.CashAfter != null).ToListAsync(cancellation);
        return rows.Where(t => ids.Contains(t.Id)).ToDictionary(t => t.Id, CashEntry.Of);
    }

    private IQueryable<LedgerTransaction> History(AccountId owner) =>
        database.Transactions.Where(t => t.AccountId == owner.Value && t.CashAfter != null);
}
