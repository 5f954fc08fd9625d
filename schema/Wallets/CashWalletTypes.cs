using Marketplace.Wallets;

namespace Marketplace.Schema.Wallets;

/// <summary>What an account earned and has not taken out.</summary>
[ObjectType<CashWallet>(Include = [])]
[Node(Key = nameof(CashWallet.Owner))]
public static class CashWalletType
{
    [NodeResolver]
    public static async Task<IReadOnlyDictionary<AccountId, CashWallet>> ByIdsAsync(IReadOnlyList<AccountId> ids, CallerAccess caller, CashReader cash, CancellationToken cancellation)
    {
        var readable = await caller.ReadableAsync(Readers.Wallets, cancellation);
        return (await cash.ByOwnersAsync(ids.Select(i => i.Value).Where(readable), cancellation)).Values.ToDictionary(w => w.Owner);
    }

    public static MoneyAmount GetBalance([Parent] CashWallet wallet) => MoneyAmount.Of(wallet.Balance);

    /// <summary>Earned by referrals, still on hold.</summary>
    public static MoneyAmount GetPending([Parent] CashWallet wallet) => MoneyAmount.Of(wallet.Pending);

    /// <summary>What a withdrawal leaves for buying Connects.</summary>
    public static MoneyAmount GetEarningsReserve([Parent] CashWallet wallet) => MoneyAmount.Of(wallet.Reserve);

    /// <summary>What moved the balance, newest first.</summary>
    public static async Task<Connection<CashEntry>> GetHistoryAsync([Parent] CashWallet wallet, PageArguments page, CashReader cash, CancellationToken cancellation) =>
        (await cash.HistoryAsync(wallet.Owner, page.ToRequest(), cancellation)).ToConnection(e => e.Id.Number, async c => await cash.HistoryCountAsync(wallet.Owner, c));
}

public enum CashEntryKind { Earning, PlanFee, ConnectsPurchase, ReferralReward, AffiliateCommission, Reversal, Withdrawal, FeaturedJob }

[ObjectType<CashEntry>(Include = [nameof(CashEntry.At), nameof(CashEntry.Description)])]
[Node]
public static class CashEntryType
{
    [NodeResolver]
    public static async Task<IReadOnlyDictionary<OwnedId, CashEntry>> ByIdsAsync(IReadOnlyList<OwnedId> ids, CallerAccess caller, CashReader cash, CancellationToken cancellation)
    {
        var readable = await caller.ReadableAsync(Readers.Wallets, cancellation);
        return await cash.EntriesAsync([.. ids.Where(i => readable(i.AccountId))], cancellation);
    }

    public static CashEntryKind GetKind([Parent] CashEntry entry) => entry.Kind switch
    {
        TransactionKind.Earning => CashEntryKind.Earning,
        TransactionKind.PlanFee => CashEntryKind.PlanFee,
        TransactionKind.Purchase => CashEntryKind.ConnectsPurchase,
        TransactionKind.ReferralReward => CashEntryKind.ReferralReward,
        TransactionKind.AffiliateCommission => CashEntryKind.AffiliateCommission,
        TransactionKind.Reversal => CashEntryKind.Reversal,
        TransactionKind.Withdrawal => CashEntryKind.Withdrawal,
        TransactionKind.FeaturedJob => CashEntryKind.FeaturedJob,
        TransactionKind.Grant or TransactionKind.Spend or TransactionKind.Refund or TransactionKind.InterviewRefund or TransactionKind.InterviewAward or TransactionKind.Reward
            or TransactionKind.Referral or TransactionKind.Courtesy or TransactionKind.Expiry or TransactionKind.Forfeit or TransactionKind.Chargeback =>
            throw new InvalidOperationException($"{entry.Kind} does not move cash."),
        _ => throw new ArgumentOutOfRangeException(nameof(entry)),
    };

    /// <summary>Signed: negative when cash leaves the wallet.</summary>
    public static MoneyAmount GetAmount([Parent] CashEntry entry) => MoneyAmount.Of(entry.Amount);

    public static MoneyAmount GetBalanceAfter([Parent] CashEntry entry) => MoneyAmount.Of(entry.BalanceAfter);
}
