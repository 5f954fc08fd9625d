using Marketplace.Database;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Wallets;

/// <summary>Connects of one lot that something took or would take.</summary>
public sealed record LotShare(Lot Lot, int Connects);

/// <summary>Which lines of a wallet's history.</summary>
public sealed record HistoryFilter(IReadOnlyList<TransactionKind>? Kinds, DateTimeOffset? From, DateTimeOffset? To);

/// <summary>Reads wallets by their lots, so that what has ended is left out whether the sweep has been there or not.</summary>
public sealed class WalletReader(MarketplaceDbContext database, TimeProvider clock)
{
    public async Task<IReadOnlyDictionary<long, ConnectsWallet>> ByOwnersAsync(IEnumerable<long> owners, CancellationToken cancellation)
    {
        var wanted = owners.Distinct().ToArray();
        var now = clock.GetUtcNow();
        var sums = await database.Lots
            .Where(l => wanted.Contains(l.AccountId) && l.Remaining > 0 && l.ExpiresAt > now)
            .GroupBy(l => new { l.AccountId, l.Kind })
            .Select(g => new { g.Key.AccountId, g.Key.Kind, Total = g.Sum(l => (long)l.Remaining) })
            .ToListAsync(cancellation);
        return wanted.ToDictionary(id => id, id => new ConnectsWallet(
            new AccountId(id),
            sums.Where(s => s.AccountId == id && s.Kind == LotKind.Paid).Sum(s => s.Total),
            sums.Where(s => s.AccountId == id && s.Kind == LotKind.Free).Sum(s => s.Total)));
    }

    public async Task<long> ExpiringWithinAsync(AccountId owner, int days, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var until = now.AddDays(days);
        return await database.Lots
            .Where(l => l.AccountId == owner.Value && l.Remaining > 0 && l.ExpiresAt > now && l.ExpiresAt <= until)
            .SumAsync(l => (long)l.Remaining, cancellation);
    }

    /// <summary>The lots that still hold Connects, in the order in which they will be spent.</summary>
    public async Task<IReadOnlyList<Lot>> SpendableLotsAsync(AccountId owner, CancellationToken cancellation) =>
        [.. (await SpendableLotsAsync([owner.Value], cancellation))[owner.Value]];

    /// <summary>The same for several wallets.</summary>
    public async Task<ILookup<long, Lot>> SpendableLotsAsync(IEnumerable<long> owners, CancellationToken cancellation)
    {
        var wanted = owners.Distinct().ToArray();
        var now = clock.GetUtcNow();
        // SPD-01, SPD-02, as the spend itself orders them.
        var lots = await database.Lots
            .Where(l => wanted.Contains(l.AccountId) && l.Remaining > 0 && l.ExpiresAt > now)
            .OrderByDescending(l => l.Kind).ThenBy(l => l.ExpiresAt).ThenBy(l => l.IssuedAt).ThenBy(l => l.Number)
            .ToListAsync(cancellation);
        return lots.ToLookup(l => l.AccountId);
    }

    /// <summary>Which lots a spend of this many would take; none when there are too few.</summary>
    public static IReadOnlyList<LotShare> Plan(IEnumerable<Lot> inSpendingOrder, int connects)
    {
        var shares = new List<LotShare>();
        var left = connects;
        foreach (var lot in inSpendingOrder.TakeWhile(_ => left > 0))
        {
            var taken = Math.Min(left, lot.Remaining);
            shares.Add(new LotShare(lot, taken));
            left -= taken;
        }

        return left > 0 ? [] : shares;
    }

    /// <summary>
    /// What each wallet held, or will hold if nothing else happens, at an instant: what had been booked as of it, less what had ended by then
    /// and was not swept, or will end.
    /// </summary>
    public async Task<IReadOnlyDictionary<long, long>> BalancesAtAsync(IEnumerable<long> owners, DateTimeOffset time, CancellationToken cancellation)
    {
        var wanted = owners.Distinct().ToArray();
        // One statement, one snapshot: a sweep between two would count what it expired twice.
        var sums = await database.Transactions
            .Where(t => wanted.Contains(t.AccountId) && t.ConnectsAfter != null && t.EffectiveAt <= time)
            .Select(t => new { t.AccountId, Connects = t.Connects })
            .Concat(database.Lots
                .Where(l => wanted.Contains(l.AccountId) && l.Remaining > 0 && l.ExpiresAt <= time && l.IssuedAt <= time)
                .Select(l => new { l.AccountId, Connects = -(long)l.Remaining }))
            .GroupBy(m => m.AccountId)
            .Select(g => new { Account = g.Key, Connects = g.Sum(m => m.Connects) })
            .ToDictionaryAsync(g => g.Account, g => g.Connects, cancellation);
        return wanted.ToDictionary(id => id, id => sums.GetValueOrDefault(id));
    }

    /// <summary>Connects that were used and whose payment was taken back, of several wallets.</summary>
    public async Task<IReadOnlyDictionary<long, long>> ShortfallsAsync(IEnumerable<long> owners, CancellationToken cancellation)
    {
        var wanted = owners.Distinct().ToArray();
        return await database.Wallets.Where(w => w.Asset == Asset.Connects && wanted.Contains(w.AccountId)).ToDictionaryAsync(w => w.AccountId, w => w.Shortfall, cancellation);
    }

    /// <summary>A wallet's history, newest first; the cursor is a transaction's number.</summary>
    public Task<Page<LedgerTransaction>> HistoryAsync(AccountId owner, HistoryFilter? filter, PageRequest page, CancellationToken cancellation) =>
        History(owner, filter).ReadAsync(database, "number", descending: true, page, cancellation);

    public Task<int> HistoryCountAsync(AccountId owner, HistoryFilter? filter, CancellationToken cancellation) =>
        History(owner, filter).CountAsync(database, cancellation);

    public async Task<IReadOnlyDictionary<OwnedId, LedgerTransaction>> TransactionsAsync(IReadOnlyCollection<OwnedId> ids, CancellationToken cancellation)
    {
        var (accounts, numbers) = Split(ids);
        var rows = await database.Transactions.Where(t => accounts.Contains(t.AccountId) && numbers.Contains(t.Number)).ToListAsync(cancellation);
        return rows.Where(t => ids.Contains(t.Id)).ToDictionary(t => t.Id);
    }

    public async Task<IReadOnlyDictionary<OwnedId, Lot>> LotsAsync(IReadOnlyCollection<OwnedId> ids, CancellationToken cancellation)
    {
        var (accounts, numbers) = Split(ids);
        var rows = await database.Lots.Where(l => accounts.Contains(l.AccountId) && numbers.Contains(l.Number)).ToListAsync(cancellation);
        return rows.Where(l => ids.Contains(l.Id)).ToDictionary(l => l.Id);
    }

    /// <summary>For each transaction, which lots its Connects came from or went to.</summary>
    public async Task<ILookup<OwnedId, LotShare>> LotSharesAsync(IReadOnlyCollection<OwnedId> transactions, CancellationToken cancellation)
    {
        var (accounts, numbers) = Split(transactions);
        var rows = await (
            from entry in database.Entries
            join lot in database.Lots on new { entry.AccountId, Number = entry.Chain } equals new { lot.AccountId, Number = (long?)lot.Number }
            where accounts.Contains(entry.AccountId) && numbers.Contains(entry.TransactionNumber)
            orderby entry.Number
            select new { entry.AccountId, entry.TransactionNumber, entry.Amount, Lot = lot }).ToListAsync(cancellation);
        // A purchase that fills a shortfall moves its lot twice: what stayed is its share.
        return rows
            .GroupBy(r => (Transaction: new OwnedId(r.AccountId, r.TransactionNumber), r.Lot.Number))
            .Select(g => (g.Key.Transaction, Share: new LotShare(g.First().Lot, (int)Math.Abs(g.Sum(r => r.Amount)))))
            .Where(s => s.Share.Connects > 0)
            .ToLookup(s => s.Transaction, s => s.Share);
    }

    public async Task<IReadOnlyDictionary<OwnedId, Payments.Purchase>> PurchasesAsync(IReadOnlyCollection<OwnedId> ids, CancellationToken cancellation)
    {
        var (accounts, numbers) = Split(ids);
        var rows = await database.Purchases.Where(p => accounts.Contains(p.AccountId) && numbers.Contains(p.Number)).ToListAsync(cancellation);
        return rows.Where(p => ids.Contains(p.Id)).ToDictionary(p => p.Id);
    }

    internal static (long[] Accounts, long[] Numbers) Split(IReadOnlyCollection<OwnedId> ids) =>
        ([.. ids.Select(i => i.AccountId).Distinct()], [.. ids.Select(i => i.Number).Distinct()]);

    private static ListStatement<LedgerTransaction> History(AccountId owner, HistoryFilter? filter)
    {
        var lines = new ListStatement<LedgerTransaction>().Where("account_id = ?", owner.Value).Where("connects_after is not null");
        if (filter?.Kinds is { } kinds) lines.WhereSelective("kind = any (?)", kinds.Select(k => k.ToText()).ToArray());
        if (filter?.From is { } from) lines.WhereSelective("effective_at >= ?", from.ToUniversalTime());
        if (filter?.To is { } to) lines.WhereSelective("effective_at < ?", to.ToUniversalTime());
        return lines;
    }
}
