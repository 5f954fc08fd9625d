using Experiments.Flags;
using Marketplace.Accounts;
using Marketplace.Jobs;
using Marketplace.Payments;
using Marketplace.Policies;
using Marketplace.Wallets;

namespace Marketplace.Schema.Wallets;

[ObjectType<ConnectsWallet>(Include = [])]
[Node(Key = nameof(ConnectsWallet.Owner))]
public static class ConnectsWalletType
{
    // What is read of the sums of a wallet's lots.
    private static readonly string[] Sums = ["balance", "paidBalance", "freeBalance", "bundles"];

    [NodeResolver]
    public static async Task<IReadOnlyDictionary<AccountId, ConnectsWallet>> ByIdsAsync(
        IReadOnlyList<AccountId> ids, ResolverContext context, CallerAccess caller, AccountReader accounts, WalletReader wallets, CancellationToken cancellation)
    {
        var owners = await accounts.ReadableTalentsAsync(caller.Caller, ids, Readers.Wallets, cancellation);
        return Array.Exists(Sums, context.IsSelected)
            ? (await wallets.ByOwnersAsync(owners.Select(o => o.Value), cancellation)).Values.ToDictionary(w => w.Owner)
            : owners.ToDictionary(o => o, o => new ConnectsWallet(o));
    }

    [BatchResolver]
    public static async Task<IReadOnlyList<Talent>> GetOwnerAsync([Parent] IReadOnlyList<ConnectsWallet> wallets, AccountReader accounts, CancellationToken cancellation)
    {
        var owners = await accounts.ByIdsAsync(wallets.Select(w => w.Owner.Value), cancellation);
        return [.. wallets.Select(w => (Talent)owners[w.Owner.Value])];
    }

    /// <summary>What can be spent now: Connects that have ended are left out.</summary>
    public static int GetBalance([Parent] ConnectsWallet wallet) => checked((int)wallet.Balance);

    public static int GetPaidBalance([Parent] ConnectsWallet wallet) => checked((int)wallet.Paid);

    public static int GetFreeBalance([Parent] ConnectsWallet wallet) => checked((int)wallet.Free);

    public static async Task<int> GetExpiringWithinAsync([Parent] ConnectsWallet wallet, WalletReader wallets, CancellationToken cancellation, int days = 30)
    {
        if (days is < 0 or > 3660)
        {
            throw new GraphQLException($"days is {days}: 0 to 3660 are expected.", "BAD_USER_INPUT");
        }

        return checked((int)await wallets.ExpiringWithinAsync(wallet.Owner, days, cancellation));
    }

    /// <summary>What could be spent at an instant: by what was booked as of it, or, of an instant to come, if nothing happens until then but what ends.</summary>
    [BatchResolver]
    public static async Task<IReadOnlyList<int>> GetBalanceAtAsync([Parent] IReadOnlyList<ConnectsWallet> parents, DateTimeOffset time, WalletReader wallets, CancellationToken cancellation)
    {
        var balances = await wallets.BalancesAtAsync(parents.Select(w => w.Owner.Value), time, cancellation);
        return [.. parents.Select(w => checked((int)balances[w.Owner.Value]))];
    }

    /// <summary>Which lots a spend of this many would take; empty when there are too few.</summary>
    [BatchResolver]
    public static async Task<IReadOnlyList<IReadOnlyList<LotShare>>> GetSpendPreviewAsync(
        [Parent] IReadOnlyList<ConnectsWallet> parents, int connects, WalletReader wallets, CancellationToken cancellation)
    {
        if (connects < 0)
        {
            throw new GraphQLException($"connects is {connects}: 0 or more are expected.", "BAD_USER_INPUT");
        }

        var lots = await wallets.SpendableLotsAsync(parents.Select(w => w.Owner.Value), cancellation);
        return [.. parents.Select(w => WalletReader.Plan(lots[w.Owner.Value], connects))];
    }

    /// <summary>Connects that were used and whose payment was taken back: the next purchases fill them first.</summary>
    [BatchResolver]
    public static async Task<IReadOnlyList<int>> GetShortfallAsync([Parent] IReadOnlyList<ConnectsWallet> parents, WalletReader wallets, CancellationToken cancellation)
    {
        var shortfalls = await wallets.ShortfallsAsync(parents.Select(w => w.Owner.Value), cancellation);
        return [.. parents.Select(w => checked((int)shortfalls.GetValueOrDefault(w.Owner.Value)))];
    }

    /// <summary>The lots that still hold Connects, in the order in which they will be spent.</summary>
    public static async Task<Connection<Lot>> GetLotsAsync([Parent] ConnectsWallet wallet, PageArguments page, WalletReader wallets, CancellationToken cancellation)
    {
        // A wallet has few lots that still hold something: the whole order is read, the page is cut from it.
        var lots = await wallets.SpendableLotsAsync(wallet.Owner, cancellation);
        var request = page.ToRequest();
        var at = request.Cursor is null ? -1 : PlaceOf(long.Parse(request.Cursor, System.Globalization.CultureInfo.InvariantCulture), lots);

        var rest = request.Backward ? (at < 0 ? lots : lots.Take(at)).Reverse() : lots.Skip(at + 1);
        return Database.Keyset.Cut([.. rest.Take(request.Size + 1)], request).ToConnection(l => l.Number, _ => new ValueTask<int>(lots.Count));
    }

    private static int PlaceOf(long number, IReadOnlyList<Lot> lots)
    {
        var at = lots.ToList().FindIndex(l => l.Number == number);
        return at >= 0 ? at : throw Paging.Unknown();
    }

    /// <summary>The Connects History report, newest first.</summary>
    public static async Task<Connection<LedgerTransaction>> GetHistoryAsync(
        [Parent] ConnectsWallet wallet, ConnectsHistoryFilter? where, PageArguments page, WalletReader wallets, CancellationToken cancellation)
    {
        var filter = where?.Read();
        return (await wallets.HistoryAsync(wallet.Owner, filter, page.ToRequest(), cancellation))
            .ToConnection(t => t.Number, async c => await wallets.HistoryCountAsync(wallet.Owner, filter, c));
    }

    /// <summary>The bundles this wallet's owner may buy, and why one is not available now.</summary>
    public static async Task<IReadOnlyList<Bundle>> GetBundlesAsync([Parent] ConnectsWallet wallet, AccountReader accounts, PolicyBook policies, TimeProvider clock, CancellationToken cancellation)
    {
        var owner = (await accounts.ByIdAsync(wallet.Owner, cancellation))!;
        var now = clock.GetUtcNow();
        return Bundle.For(owner, await accounts.PlanOfAsync(wallet.Owner, cancellation), wallet.Balance, policies.At(now), now);
    }

    [Cost(0)]
    public static int? GetMaximumBalance([Parent] ConnectsWallet wallet, PolicyBook policies, TimeProvider clock) => policies.At(clock.GetUtcNow()).Connects.MaximumBalance;
}

[ObjectType<Lot>(Name = "ConnectsLot", Include = [nameof(Lot.Kind), nameof(Lot.Origin), nameof(Lot.Remaining), nameof(Lot.IssuedAt), nameof(Lot.ExpiresAt)])]
[Node]
public static class ConnectsLotType
{
    [NodeResolver]
    public static async Task<IReadOnlyDictionary<OwnedId, Lot>> ByIdsAsync(IReadOnlyList<OwnedId> ids, CallerAccess caller, WalletReader wallets, CancellationToken cancellation)
    {
        var readable = await caller.ReadableAsync(Readers.Wallets, cancellation);
        return await wallets.LotsAsync([.. ids.Where(i => readable(i.AccountId))], cancellation);
    }

    public static int GetIssued([Parent] Lot lot) => lot.Amount;
}

public enum ConnectsEntryKind { Purchase, Grant, Spend, Refund, InterviewRefund, InterviewAward, Reward, Referral, Courtesy, Expiry, Forfeit }

/// <summary>One line of the Connects History report.</summary>
[ObjectType<LedgerTransaction>(Name = "ConnectsEntry", Include = [nameof(LedgerTransaction.Treatments), nameof(LedgerTransaction.Description)])]
[Node]
public static class ConnectsEntryType
{
    [NodeResolver]
    public static async Task<IReadOnlyDictionary<OwnedId, LedgerTransaction>> ByIdsAsync(IReadOnlyList<OwnedId> ids, CallerAccess caller, WalletReader wallets, CancellationToken cancellation)
    {
        var readable = await caller.ReadableAsync(Readers.Wallets, cancellation);
        var lines = await wallets.TransactionsAsync([.. ids.Where(i => readable(i.AccountId))], cancellation);
        return lines.Where(l => l.Value.ConnectsAfter is not null).ToDictionary(l => l.Key, l => l.Value);
    }

    public static DateTimeOffset GetAt([Parent] LedgerTransaction line) => line.EffectiveAt;

    public static ConnectsEntryKind GetKind([Parent] LedgerTransaction line) => ConnectsHistoryFilter.KindOf(line.Kind);

    /// <summary>Signed: negative when Connects leave the wallet.</summary>
    public static int GetAmount([Parent] LedgerTransaction line) => checked((int)line.Connects);

    public static int GetBalanceAfter([Parent] LedgerTransaction line) => checked((int)line.ConnectsAfter!.Value);

    [BatchResolver]
    public static async Task<IReadOnlyList<Job?>> GetJobAsync([Parent] IReadOnlyList<LedgerTransaction> lines, JobReader jobs, CancellationToken cancellation)
    {
        var found = await jobs.ByIdsAsync(lines.Select(l => l.JobId).OfType<long>(), cancellation);
        return [.. lines.Select(l => l.JobId is { } id ? found.GetValueOrDefault(id) : null)];
    }

    [BatchResolver]
    public static async Task<IReadOnlyList<Proposal?>> GetProposalAsync([Parent] IReadOnlyList<LedgerTransaction> lines, ProposalReader proposals, CancellationToken cancellation)
    {
        static OwnedId? Of(LedgerTransaction line) => line.ProposalNumber is { } number ? new OwnedId(line.AccountId, number) : null;
        var found = await proposals.ByIdsAsync([.. lines.Select(Of).OfType<OwnedId>()], cancellation);
        return [.. lines.Select(l => Of(l) is { } id ? found.GetValueOrDefault(id) : null)];
    }

    /// <summary>Where these Connects came from or went to.</summary>
    [BatchResolver]
    public static async Task<IReadOnlyList<IReadOnlyList<LotShare>>> GetLotsAsync([Parent] IReadOnlyList<LedgerTransaction> lines, WalletReader wallets, CancellationToken cancellation)
    {
        var shares = await wallets.LotSharesAsync([.. lines.Select(l => l.Id)], cancellation);
        return [.. lines.Select(l => (IReadOnlyList<LotShare>)[.. shares[l.Id]])];
    }
}

public sealed record ConnectsHistoryFilter(IReadOnlyList<ConnectsEntryKind>? Kinds = null, DateTimeOffset? From = null, DateTimeOffset? To = null)
{
    public HistoryFilter Read() => new(Kinds?.SelectMany(k => Lines[k]).ToArray(), From, To);

    public static ConnectsEntryKind KindOf(TransactionKind kind) => kind switch
    {
        TransactionKind.Purchase => ConnectsEntryKind.Purchase,
        TransactionKind.Grant => ConnectsEntryKind.Grant,
        TransactionKind.Spend => ConnectsEntryKind.Spend,
        TransactionKind.Refund => ConnectsEntryKind.Refund,
        TransactionKind.InterviewRefund => ConnectsEntryKind.InterviewRefund,
        TransactionKind.InterviewAward => ConnectsEntryKind.InterviewAward,
        TransactionKind.Reward => ConnectsEntryKind.Reward,
        TransactionKind.Referral => ConnectsEntryKind.Referral,
        TransactionKind.Courtesy => ConnectsEntryKind.Courtesy,
        TransactionKind.Expiry => ConnectsEntryKind.Expiry,
        // A bundle's chargeback takes what is left of its lot.
        TransactionKind.Forfeit or TransactionKind.Chargeback => ConnectsEntryKind.Forfeit,
        TransactionKind.Earning or TransactionKind.PlanFee or TransactionKind.FeaturedJob or TransactionKind.ReferralReward or TransactionKind.AffiliateCommission
            or TransactionKind.Reversal or TransactionKind.Withdrawal => throw new InvalidOperationException($"{kind} does not move Connects."),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static readonly ILookup<ConnectsEntryKind, TransactionKind> Lines = Enum.GetValues<TransactionKind>()
        .Where(k => k <= TransactionKind.Forfeit || k == TransactionKind.Chargeback).ToLookup(KindOf);
}

[ObjectType<Bundle>(Name = "ConnectsBundle", Include = [nameof(Bundle.Size), nameof(Bundle.UnavailableReason), nameof(Bundle.WouldExpireAt)])]
public static class ConnectsBundleType
{
    public static MoneyAmount GetPrice([Parent] Bundle bundle) => MoneyAmount.Of(bundle.Price);

    public static bool GetAvailable([Parent] Bundle bundle) => bundle.UnavailableReason is null;
}

[ObjectType<Purchase>(Include = [nameof(Purchase.State), nameof(Purchase.Connects)])]
[Node]
public static class PurchaseType
{
    [NodeResolver]
    public static async Task<IReadOnlyDictionary<OwnedId, Purchase>> ByIdsAsync(IReadOnlyList<OwnedId> ids, CallerAccess caller, WalletReader wallets, CancellationToken cancellation)
    {
        var readable = await caller.ReadableAsync(Readers.Wallets, cancellation);
        return await wallets.PurchasesAsync([.. ids.Where(i => readable(i.AccountId))], cancellation);
    }

    public static MoneyAmount GetPrice([Parent] Purchase purchase) => MoneyAmount.Of(new Money(purchase.PriceCents));

    public static DateTimeOffset GetAt([Parent] Purchase purchase) => purchase.PurchasedAt;
}
