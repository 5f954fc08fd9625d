using Experiments.Flags;

namespace Marketplace.Wallets;

public enum TransactionKind
{
    Purchase, Grant, Spend, Refund, InterviewRefund, InterviewAward, Reward, Referral, Courtesy, Expiry, Forfeit,
    Earning, PlanFee, FeaturedJob, ReferralReward, AffiliateCommission, Reversal, Withdrawal, Chargeback,
}

/// <summary>One thing that happened to one account's wallets: a line of its history.</summary>
public sealed class LedgerTransaction
{
    public long AccountId { get; init; }
    public long Number { get; init; }
    public TransactionKind Kind { get; init; }
    public required string Description { get; init; }
    public long? JobId { get; init; }
    public long? ProposalNumber { get; init; }
    public long Connects { get; init; }
    public long? ConnectsAfter { get; init; }
    public long Cash { get; init; }
    public long? CashAfter { get; init; }
    public DateTimeOffset EffectiveAt { get; init; }

    /// <summary>The experiment arms in force when this was written.</summary>
    public required IReadOnlyList<Treatment> Treatments { get; init; }

    public OwnedId Id => new(AccountId, Number);
}

/// <summary>One movement of a transaction: in a lot, in the cash wallet (chain 0), or in a system account.</summary>
public sealed class LedgerEntry
{
    public long AccountId { get; init; }
    public long TransactionNumber { get; init; }
    public short Number { get; init; }
    public long? Chain { get; init; }
    public long Amount { get; init; }
}
