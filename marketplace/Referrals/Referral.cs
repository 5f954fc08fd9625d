namespace Marketplace.Referrals;

/// <summary>How far the referred account is.</summary>
public enum ReferralStage { Attributed, Active, Closed, Ineligible, Lapsed, Rejected }

public enum MilestoneStage { Open, UnderReview, Held, Rewarded, Reversed, Capped, Rejected }

public enum RewardSide { Referrer, Referred }

public enum RewardStage { Pending, Paid, Cancelled, Reversed }

/// <summary>Somebody who signed up through a link. The terms are those of that day.</summary>
public sealed class Referral
{
    /// <summary>Who referred.</summary>
    public long AccountId { get; init; }
    public long Number { get; init; }
    public long ReferredId { get; init; }
    public long LinkNumber { get; init; }
    public required string Program { get; init; }
    /// <summary>Which of the program's terms.</summary>
    public int Version { get; init; }
    public ReferralSource Source { get; init; }
    public string? Channel { get; init; }
    /// <summary>The program's terms as they were frozen: see <see cref="FrozenTerms"/>.</summary>
    public required string Terms { get; init; }
    public ReferralStage State { get; init; }
    public string? Reason { get; init; }
    public DateTimeOffset SignedUpAt { get; init; }
    public DateTimeOffset? LapsesAt { get; init; }

    public OwnedId Id => new(AccountId, Number);
}

/// <summary>What the referred account did, net of what was taken back.</summary>
public sealed class ReferralFact
{
    public long AccountId { get; init; }
    public long ReferralNumber { get; init; }
    public Policies.ReferralFactKind Kind { get; init; }
    public required string Source { get; init; }
    public long Cents { get; init; }
    public long ReversedCents { get; init; }
    public bool Reversed { get; init; }
    public string? Category { get; init; }
    public DateTimeOffset At { get; init; }
}

/// <summary>What a referral has reached: once, or once a fact.</summary>
public sealed class ReferralMilestoneState
{
    public long AccountId { get; init; }
    public long ReferralNumber { get; init; }
    public required string Key { get; init; }
    public required string Occurrence { get; init; }
    public MilestoneStage State { get; init; }
    public string? Reason { get; init; }
    public DateTimeOffset QualifiedAt { get; init; }
    public DateTimeOffset? ReleaseAt { get; init; }
    public DateTimeOffset? RewardedAt { get; init; }
}

/// <summary>What a milestone brings one side.</summary>
public sealed class ReferralRewardState
{
    public long AccountId { get; init; }
    public long ReferralNumber { get; init; }
    public required string Key { get; init; }
    public required string Occurrence { get; init; }
    public int Attempt { get; init; }
    public RewardSide Side { get; init; }
    public Wallets.Asset Asset { get; init; }
    public long PayeeId { get; init; }
    public long Amount { get; init; }
    /// <summary>REF-16: what the other asset would bring; null where there is no choice.</summary>
    public long? OtherAmount { get; init; }
    public RewardStage State { get; init; }
    public DateTimeOffset? PaidAt { get; init; }
    /// <summary>What went back while the rest stayed.</summary>
    public long Returned { get; init; }
    public long Shortfall { get; init; }
}
