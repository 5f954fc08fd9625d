namespace Marketplace.Wallets;

public enum LotKind { Paid, Free }

public enum LotOrigin { Purchase, Plan, PlanUpgrade, ProfileApproved, ReadinessTest, RisingTalent, AgencyWelcome, InterviewAward, RandomizedReward, Referral, Courtesy, Refund, Registration, Promotion }

/// <summary>Connects that came together and end together.</summary>
public sealed class Lot
{
    public long AccountId { get; init; }
    public long Number { get; init; }
    public LotKind Kind { get; init; }
    public LotOrigin Origin { get; init; }
    public int Amount { get; init; }
    public int Remaining { get; init; }
    public DateTimeOffset IssuedAt { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }

    public OwnedId Id => new(AccountId, Number);
}
