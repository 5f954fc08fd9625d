using Marketplace.Accounts;
using Marketplace.Wallets;

namespace Marketplace.Tests.Books;

/// <summary>What the wallets of one talent must be: lots, lines of history, cash. Written from the rules; nothing of the database's is in it.</summary>
internal sealed class PlainWallet
{
    public List<PlainLot> Lots { get; } = [];

    public List<PlainLine> Lines { get; } = [];

    public AccountStatus Status { get; set; } = AccountStatus.Active;

    public long Shortfall { get; private set; }

    public long Cash { get; private set; }

    public long Reserve { get; set; }

    /// <summary>What an earlier refund of a payment left open.</summary>
    public long Debt { get; private set; }

    public long Spent { get; private set; }

    public long Expired { get; private set; }

    public long Forfeited { get; private set; }

    public long Issued => Lots.Where(l => l.Origin != LotOrigin.Refund).Sum(l => l.Amount);

    /// <summary>What the books hold: lots that have ended count until they are swept.</summary>
    public long Booked => Lots.Sum(l => l.Remaining);

    public long Spendable(DateTimeOffset now) => InOrder(now).Sum(l => l.Remaining);

    public IEnumerable<PlainLot> InOrder(DateTimeOffset now) => SpendingOrder(Lots.Where(l => l.Remaining > 0 && l.ExpiresAt > now));

    public PlainLot Issue(TransactionKind kind, LotOrigin origin, bool paid, int amount, DateTimeOffset issued, DateTimeOffset? expires = null)
    {
        var lot = Put(origin, paid, amount, issued, expires ?? issued.AddYears(1));
        Line(kind, amount, issued);
        return lot;
    }

    /// <summary>Several lots, one line.</summary>
    public void IssueTogether(IEnumerable<(LotOrigin Origin, bool Paid, int Amount)> lots, DateTimeOffset issued)
    {
        var together = lots.Select(l => Put(l.Origin, l.Paid, l.Amount, issued, issued.AddYears(1))).Sum(l => l.Amount);
        Line(TransactionKind.Grant, together, issued);
    }

    public PlainLot Buy(int connects, long fromEarnings, DateTimeOffset now)
    {
        var filled = (int)Math.Min(Shortfall, connects);
        var lot = Put(LotOrigin.Purchase, true, connects, now, now.AddYears(1));
        lot.Remaining -= filled;
        Shortfall -= filled;
        Forfeited += filled;
        Cash -= fromEarnings;
        Lines.Add(new PlainLine(TransactionKind.Purchase, connects - filled, Booked, -fromEarnings, fromEarnings > 0 ? Cash : null, now));
        return lot;
    }

    public void TakeBack(PlainLot lot, DateTimeOffset now)
    {
        Expire(now);
        Shortfall += lot.Amount - lot.Remaining;
        Forfeited += lot.Remaining;
        var taken = lot.Remaining;
        lot.Remaining = 0;
        Line(TransactionKind.Chargeback, -taken, now);
    }

    public List<PlainSlice> Spend(int price, DateTimeOffset now)
    {
        var slices = new List<PlainSlice>();
        var left = price;
        foreach (var lot in InOrder(now).ToArray().TakeWhile(_ => left > 0))
        {
            var taken = Math.Min(left, lot.Remaining);
            lot.Remaining -= taken;
            left -= taken;
            slices.Add(new PlainSlice(lot, taken));
        }

        Spent += price;
        if (price > 0)
            Line(TransactionKind.Spend, -price, now);
        return slices;
    }

    /// <summary>Gives back at most so many of what these slices took: into their lots, into grace lots, or nowhere where a grace lot has ended.</summary>
    public void Return(IEnumerable<PlainSlice> slices, int most, TransactionKind kind, DateTimeOffset now)
    {
        var parts = new List<(PlainSlice Slice, int Connects)>();
        foreach (var slice in SpendingOrder(slices.Where(s => s.Returned < s.Spent), s => s.Lot))
        {
            var part = Math.Min(slice.Spent - slice.Returned, most - parts.Sum(p => p.Connects));
            if (part > 0)
                parts.Add((slice, part));
        }

        var kept = 0;
        foreach (var (slice, connects) in parts.OrderBy(p => Lots.IndexOf(p.Slice.Lot)).ToArray())
        {
            slice.Returned += connects;
            Spent -= connects;
            if (slice.Lot.ExpiresAt > now)
                slice.Lot.Remaining += connects;
            else if (slice.Lot.Origin != LotOrigin.Refund)
                Put(LotOrigin.Refund, slice.Lot.Paid, connects, now, now.AddDays(30));
            else
                Expired += connects;
            kept += slice.Lot.ExpiresAt > now || slice.Lot.Origin != LotOrigin.Refund ? connects : 0;
        }

        if (parts.Count > 0)
            Line(kind, kept, now);
    }

    /// <summary>What has ended, each lot a line of the instant at which it ended.</summary>
    public void Expire(DateTimeOffset now) => Empty(TransactionKind.Expiry, l => l.ExpiresAt <= now, l => l.ExpiresAt, n => Expired += n);

    public void Forfeit(DateTimeOffset now)
    {
        Expire(now);
        Empty(TransactionKind.Forfeit, _ => true, _ => now, n => Forfeited += n);
    }

    public void Earn(long cents, DateTimeOffset now)
    {
        Pay(TransactionKind.Earning, cents, now);
        var settled = Math.Min(Debt, cents);
        Debt -= settled;
        if (settled > 0)
            Pay(TransactionKind.Reversal, -settled, now);
    }

    public void ReverseEarning(long cents, DateTimeOffset now)
    {
        var taken = Math.Min(Cash, cents);
        Debt += cents - taken;
        if (taken > 0)
            Pay(TransactionKind.Reversal, -taken, now);
    }

    public void Pay(TransactionKind kind, long cents, DateTimeOffset now)
    {
        Cash += cents;
        Lines.Add(new PlainLine(kind, 0, null, cents, Cash, now));
    }

    /// <summary>A fee that a card paid passes the books without touching the wallet.</summary>
    public void CardFee(DateTimeOffset now) => Lines.Add(new PlainLine(TransactionKind.PlanFee, 0, null, 0, null, now));

    private void Empty(TransactionKind kind, Func<PlainLot, bool> which, Func<PlainLot, DateTimeOffset> when, Action<int> count)
    {
        foreach (var lot in Lots.Where(l => l.Remaining > 0 && which(l)).OrderBy(l => l.ExpiresAt).ThenBy(l => Lots.IndexOf(l)).ToArray())
        {
            var gone = lot.Remaining;
            lot.Remaining = 0;
            count(gone);
            Line(kind, -gone, when(lot));
        }
    }

    private IEnumerable<PlainLot> SpendingOrder(IEnumerable<PlainLot> lots) => SpendingOrder(lots, l => l);

    // SPD-01, SPD-02.
    private IEnumerable<T> SpendingOrder<T>(IEnumerable<T> items, Func<T, PlainLot> lot) =>
        items.OrderByDescending(i => lot(i).Paid).ThenBy(i => lot(i).ExpiresAt).ThenBy(i => lot(i).IssuedAt).ThenBy(i => Lots.IndexOf(lot(i)));

    private PlainLot Put(LotOrigin origin, bool paid, int amount, DateTimeOffset issued, DateTimeOffset expires)
    {
        Lots.Add(new PlainLot(origin, paid, amount, issued, expires) { Remaining = amount });
        return Lots[^1];
    }

    private void Line(TransactionKind kind, long connects, DateTimeOffset at) => Lines.Add(new PlainLine(kind, connects, Booked, 0, null, at));
}

internal sealed class PlainLot(LotOrigin origin, bool paid, int amount, DateTimeOffset issuedAt, DateTimeOffset expiresAt)
{
    public LotOrigin Origin => origin;

    public bool Paid => paid;

    public int Amount => amount;

    public DateTimeOffset IssuedAt => issuedAt;

    public DateTimeOffset ExpiresAt => expiresAt;

    public int Remaining { get; set; }
}

internal sealed class PlainSlice(PlainLot lot, int spent)
{
    public PlainLot Lot => lot;

    public int Spent => spent;

    public int Returned { get; set; }
}

internal sealed record PlainLine(TransactionKind Kind, long Connects, long? ConnectsAfter, long Cash, long? CashAfter, DateTimeOffset At);
