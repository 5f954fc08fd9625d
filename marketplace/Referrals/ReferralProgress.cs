using Marketplace.Policies;
using Marketplace.Wallets;

namespace Marketplace.Referrals;

/// <summary>REF-19: how far a referral is, as its referrer sees it.</summary>
public enum PublicReferralState { SignedUp, Qualified, PendingReview, Rewarded, Reversed, Rejected, Expired }

/// <summary>One referral with everything that is known of it.</summary>
public sealed record ReferralProgress(
    Referral Referral, IReadOnlyList<ReferralFact> Facts, IReadOnlyList<ReferralMilestoneState> Milestones, IReadOnlyList<ReferralRewardState> Rewards)
{
    public OwnedId Id => Referral.Id;

    public FrozenTerms Terms { get; } = FrozenTerms.Read(Referral.Terms);

    public PublicReferralState State => Referral.State switch
    {
        ReferralStage.Rejected => PublicReferralState.Rejected,
        ReferralStage.Ineligible or ReferralStage.Lapsed => PublicReferralState.Expired,
        _ when Any(MilestoneStage.UnderReview) => PublicReferralState.PendingReview,
        _ when Any(MilestoneStage.Held) => PublicReferralState.Qualified,
        _ when Any(MilestoneStage.Rewarded) => PublicReferralState.Rewarded,
        _ when Any(MilestoneStage.Reversed) => PublicReferralState.Reversed,
        _ when Any(MilestoneStage.Rejected) => PublicReferralState.Rejected,
        _ when Any(MilestoneStage.Capped) => PublicReferralState.Expired,
        _ => PublicReferralState.SignedUp,
    };

    /// <summary>Why it is as it is, where that needs words.</summary>
    public string? Reason => Referral.Reason ?? Milestones.Where(m => m.Reason is not null).OrderByDescending(m => m.QualifiedAt).Select(m => m.Reason).FirstOrDefault();

    /// <summary>What is still missing before the next reward; nothing where none can come any more.</summary>
    public IReadOnlyList<string> Remaining => Referral.State is ReferralStage.Attributed or ReferralStage.Active
        ? [.. Terms.Milestones.Where(Unfinished).SelectMany(Missing)]
        : [];

    public DateTimeOffset? RewardedAt => Milestones.Where(m => m.State == MilestoneStage.Rewarded).Max(m => m.RewardedAt);

    /// <summary>What it has promised or paid, net of what was taken back.</summary>
    public long CashCents(RewardSide side) => Sum(side, Asset.Usd);

    public int Connects(RewardSide side) => (int)Sum(side, Asset.Connects);

    /// <summary>REF-16: what the referrer could choose instead of what is on hold; nothing where there is no choice.</summary>
    public (long Cents, int Connects) Alternative
    {
        get
        {
            var open = Rewards.Where(r => r is { Side: RewardSide.Referrer, State: RewardStage.Pending, OtherAmount: not null }).ToList();
            return (open.Where(r => r.Asset == Asset.Connects).Sum(r => r.OtherAmount!.Value), (int)open.Where(r => r.Asset == Asset.Usd).Sum(r => r.OtherAmount!.Value));
        }
    }

    private long Sum(RewardSide side, Asset asset) =>
        Rewards.Where(r => r.Side == side && r.Asset == asset && r.State is (RewardStage.Pending or RewardStage.Paid)).Sum(r => r.Amount - r.Returned);

    private bool Any(MilestoneStage state) => Milestones.Any(m => m.State == state);

    private bool Unfinished(ReferralMilestone milestone) =>
        milestone.Each is not null || Milestones.All(m => m.Key != milestone.Key || m.State is MilestoneStage.Open or MilestoneStage.Held or MilestoneStage.UnderReview);

    private IEnumerable<string> Missing(ReferralMilestone milestone)
    {
        var state = Milestones.LastOrDefault(m => m.Key == milestone.Key && m.State is (MilestoneStage.Held or MilestoneStage.UnderReview));
        return state switch
        {
            { State: MilestoneStage.UnderReview } => ["A person reviews the referral."],
            { State: MilestoneStage.Held } => [$"The hold ends on {state.ReleaseAt!.Value.UtcDateTime:d MMMM yyyy}."],
            _ when milestone.Each is { } each => [$"{ReferralWords.Each(each)}{(milestone.AtLeastCents > 0 ? $" of at least {new Money(milestone.AtLeastCents.Value)}" : "")}."],
            _ => Missing(milestone.When!),
        };
    }

    private IEnumerable<string> Missing(ReferralExpression expression) => expression switch
    {
        _ when Holds(expression) => [],
        { AllOf: { } all } => all.SelectMany(Missing),
        { AnyOf: { } any } => [string.Join(" Or: ", any.SelectMany(Missing))],
        { Fact: { } fact } => [ReferralWords.Fact(fact)],
        { Payment: { } payment } => [$"{(payment.Single ? "A payment" : "Payments")} of {new Money(payment.AtLeastCents)} or more."],
        { Earning: { } earning } => [earning.AtLeastCents <= 1 ? "The first earnings." : $"{(earning.Single ? "A payment received" : "Payments received")} of {new Money(earning.AtLeastCents)} or more."],
        { Turnover: { } turnover } => [$"A turnover of {new Money(turnover.AtLeastCents)}; {new Money(Turnover)} so far."],
        _ => throw new InvalidOperationException("An expression without a member."),
    };

    private bool Holds(ReferralExpression expression) => expression switch
    {
        { AllOf: { } all } => all.All(Holds),
        { AnyOf: { } any } => any.Any(Holds),
        { Fact: { } fact } => Counting.Any(f => f.Kind == fact.Kind && !f.Reversed && (fact.Category is null || f.Category == fact.Category)),
        { Payment: { } payment } => Reaches(ReferralFactKind.Payment, payment),
        { Earning: { } earning } => Reaches(ReferralFactKind.Earning, earning),
        { Turnover: { } turnover } => Turnover >= turnover.AtLeastCents,
        _ => throw new InvalidOperationException("An expression without a member."),
    };

    // What came after the window counts no more.
    private IEnumerable<ReferralFact> Counting => Referral.LapsesAt is { } end ? Facts.Where(f => f.At <= end) : Facts;

    private bool Reaches(ReferralFactKind kind, ReferralAmountCondition condition) =>
        condition.Single ? Counting.Any(f => f.Kind == kind && f.Cents - f.ReversedCents >= condition.AtLeastCents) : Net(kind) >= condition.AtLeastCents;

    // REF-28: what contracts moved; Connects that were bought are no turnover.
    private long Turnover => Counting.Where(f => f.Source.StartsWith("payment:", StringComparison.Ordinal)).Sum(f => f.Cents - f.ReversedCents);

    private long Net(ReferralFactKind kind) => Counting.Where(f => f.Kind == kind).Sum(f => f.Cents - f.ReversedCents);
}

/// <summary>What is missing, as people read it.</summary>
internal static class ReferralWords
{
    public static string Fact(ReferralFactCondition fact) => fact.Kind switch
    {
        ReferralFactKind.EmailVerified => "Verify the email address.",
        ReferralFactKind.PhoneVerified => "Verify the phone number.",
        ReferralFactKind.ReadinessTest => "Pass the readiness test.",
        ReferralFactKind.JobPosted => $"Post a job{In(fact)}.",
        ReferralFactKind.Hired => $"Hire somebody{In(fact)}.",
        ReferralFactKind.ProjectAccepted => $"Win a project{In(fact)}.",
        ReferralFactKind.Payment or ReferralFactKind.Earning => throw new InvalidOperationException("Amounts have conditions of their own."),
        _ => throw new ArgumentOutOfRangeException(nameof(fact)),
    };

    public static string Each(ReferralFactKind kind) => kind switch
    {
        ReferralFactKind.Payment => "The next payment",
        ReferralFactKind.Earning => "The next earnings",
        ReferralFactKind.ProjectAccepted => "The next project",
        ReferralFactKind.JobPosted => "The next job",
        ReferralFactKind.Hired => "The next hire",
        ReferralFactKind.EmailVerified or ReferralFactKind.PhoneVerified or ReferralFactKind.ReadinessTest => Fact(new ReferralFactCondition(kind)).TrimEnd('.'),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static string In(ReferralFactCondition fact) => fact.Category is null ? "" : $" in {fact.Category}";
}
