namespace Marketplace.Policies;

/// <summary>Every number of the rules, as it holds from one instant on (rules.md, "every number is configuration with an effective date").</summary>
public sealed record Policy
{
    public required DateTimeOffset EffectiveFrom { get; init; }
    public required ConnectsPolicy Connects { get; init; }
    public required PricingPolicy Pricing { get; init; }
    public required JobPolicy Jobs { get; init; }
    public required GrantPolicy Grants { get; init; }
    public required WalletPolicy Wallets { get; init; }
    public required InterviewPolicy Interviews { get; init; }
    public required DemandPolicy Demand { get; init; }
    public required ReminderPolicy Reminders { get; init; }
    public required IReadOnlyList<Plan> Plans { get; init; }
    public required MembershipPolicy Memberships { get; init; }
    public required ReferralPolicy Referrals { get; init; }
    public required AccountPolicy Accounts { get; init; }
    public required PaymentPolicy Payments { get; init; }
    public required IReadOnlyList<Promotion> Promotions { get; init; }

    public Plan Plan(PlanCode code) => Plans.Single(p => p.Code == code);

    internal IEnumerable<string> Problems(ISet<string> rateCards)
    {
        if (Connects.UnitPriceCents is < 1 or > 10_000) yield return "connects.unitPriceCents must be 1 to 10,000";
        if (Connects.LifetimeYears is < 1 or > 10) yield return "connects.lifetimeYears must be 1 to 10";
        if (Connects.RefundGraceDays is < 1 or > 365) yield return "connects.refundGraceDays must be 1 to 365";
        if (Connects.MaximumBalance is < 1) yield return "connects.maximumBalance must be positive or absent";
        foreach (var bundle in Connects.Bundles.Concat(Connects.AgencyBundles))
        {
            if (bundle is < 1 or > 100_000) yield return $"connects.bundles: {bundle} is not 1 to 100,000 Connects";
        }

        if (Wallets.MaximumReserveCents is < 0 or > 1_000_000) yield return "wallets.maximumReserveCents must be 0 to 1,000,000";
        if (Wallets.CourtesyConnects is < 1 or > 10_000) yield return "wallets.courtesyConnects must be 1 to 10,000";
        if (Wallets.CourtesyDays is < 1 or > 366) yield return "wallets.courtesyDays must be 1 to 366";
        if (Wallets.ExpiryNoticeDays is < 1 or > 365) yield return "wallets.expiryNoticeDays must be 1 to 365";
        if (!rateCards.Contains(Pricing.RateCard)) yield return $"pricing.rateCard: there is no rate card '{Pricing.RateCard}'";
        if (Pricing.TierEdgesCents is not [> 0, _, <= 1_000_000_000] || !Pricing.TierEdgesCents.SequenceEqual(Pricing.TierEdgesCents.Order())) yield return "pricing.tierEdgesCents must be three growing amounts of at most 1,000,000,000";
        if (Pricing.QuoteMinutes is < 1 or > 1440) yield return "pricing.quoteMinutes must be 1 to 1,440";
        if (Pricing.SuspectValueCents is < 1 or > 100_000_000) yield return "pricing.suspectValueCents must be 1 to 100,000,000 or absent";
        if (Pricing.UnknownDurationHighestTier is < 1 or > 4) yield return "pricing.unknownDurationHighestTier must be 1 to 4";
        foreach (var (name, connects) in Grants.All())
        {
            if (connects is < 0 or > 10_000) yield return $"grants.{name} must be 0 to 10,000 Connects";
        }

        foreach (var problem in Interviews.Problems().Concat(Demand.Problems()).Concat(Reminders.Problems()).Concat(Referrals.Problems())
            .Concat(Jobs.Problems()).Concat(Pricing.Hourly.Problems()).Concat(Accounts.Problems()).Concat(Payments.Problems()).Concat(Promotion.Problems(Promotions)))
        {
            yield return problem;
        }

        if (Plans.Select(p => p.Code).Distinct().Count() != Enum.GetValues<PlanCode>().Length || Plans.Count != Enum.GetValues<PlanCode>().Length) yield return "plans must name each plan once";
        foreach (var problem in Plans.SelectMany(p => p.Problems())) yield return $"plans: {problem}";
        if (Memberships.FeeRetryDays.Any(d => d is < 1 or > 27) || !Memberships.FeeRetryDays.SequenceEqual(Memberships.FeeRetryDays.Distinct().Order())) yield return "memberships.feeRetryDays must be growing days from 1 to 27, within a cycle";
    }
}

/// <param name="UnitPriceCents">PRC-01: what one Connect costs.</param>
/// <param name="Bundles">PRC-02: the sizes every buyer may choose.</param>
/// <param name="AgencyBundles">PRC-05: the larger ones, for agencies alone.</param>
/// <param name="MaximumBalance">PRC-07: a purchase beyond it is refused; null is no limit.</param>
/// <param name="LifetimeYears">EXP-01: calendar years from issue to expiry.</param>
/// <param name="RefundGraceDays">EXP-04: how long a refund into an expired lot lives.</param>
public sealed record ConnectsPolicy(int UnitPriceCents, IReadOnlyList<int> Bundles, IReadOnlyList<int> AgencyBundles, int? MaximumBalance, int LifetimeYears, int RefundGraceDays);

/// <param name="RateCard">The card in force.</param>
/// <param name="TierEdgesCents">Projected value below the first is tier 1, below the second tier 2, below the third tier 3, else tier 4.</param>
/// <param name="QuoteMinutes">How long a quote is honoured.</param>
/// <param name="UnknownDurationHighestTier">JOB-14: a job of unknown duration is never above this tier.</param>
/// <param name="SuspectValueCents">JOB-15: a job that is worth no more is looked at by people, for its budget may be a mistake; null looks at none.</param>
/// <param name="Hourly">JOB-12, JOB-13: what stands in for what an hourly job does not say.</param>
public sealed record PricingPolicy(
    string RateCard, IReadOnlyList<long> TierEdgesCents, int QuoteMinutes, int UnknownDurationHighestTier, long? SuspectValueCents, HourlyPolicy Hourly);

/// <param name="Registration">GRT-04: what a freelancer got for signing up, before December 2020.</param>
/// <param name="ProfileApproved">GRT-02.</param>
/// <param name="ReadinessTest">GRT-03.</param>
/// <param name="RisingTalentFreelancer">GRT-07.</param>
/// <param name="RisingTalentAgency">GRT-08.</param>
public sealed record GrantPolicy(int Registration, int ProfileApproved, int ReadinessTest, int RisingTalentFreelancer, int RisingTalentAgency)
{
    internal IEnumerable<(string Name, int Connects)> All() =>
        [("registration", Registration), ("profileApproved", ProfileApproved), ("readinessTest", ReadinessTest), ("risingTalentFreelancer", RisingTalentFreelancer), ("risingTalentAgency", RisingTalentAgency)];
}

/// <param name="MaximumReserveCents">PAY-04: how much of earnings may be kept back for Connects.</param>
/// <param name="CourtesyConnects">GRT-10: how many Connects support may give a talent within the days that follow.</param>
/// <param name="CourtesyDays">GRT-10: rolling days.</param>
/// <param name="ExpiryNoticeDays">EXP-05: how long before its end a lot's owner is told.</param>
public sealed record WalletPolicy(long MaximumReserveCents, int CourtesyConnects, int CourtesyDays, int ExpiryNoticeDays);

public enum PlanCode { FreelancerBasic, FreelancerPlus, AgencyBasic, AgencyPlus }

/// <param name="FeeRetryDays">How many days after the cycle date a declined fee is tried again; then the member falls to the basic plan.</param>
public sealed record MembershipPolicy(IReadOnlyList<int> FeeRetryDays);

/// <param name="Code">Which plan.</param>
/// <param name="MonthlyPriceCents">PLN-01, PLN-02, PLN-12: the fee.</param>
/// <param name="MonthlyPaidConnects">PLN-04: what the fee buys.</param>
/// <param name="MonthlyFreeConnects">PLN-01, PLN-04: what comes on top.</param>
/// <param name="OneTimeFreeConnects">PLN-14: what an agency gets once ever.</param>
/// <param name="CanBuyConnects">PLN-15: every plan but Agency Basic.</param>
/// <param name="SeesBidRange">PLN-08: whether its members see the range of what others bid.</param>
public sealed record Plan(
    PlanCode Code, long MonthlyPriceCents, int MonthlyPaidConnects, int MonthlyFreeConnects, int OneTimeFreeConnects, bool CanBuyConnects, bool SeesBidRange = false)
{
    /// <summary>The plan that costs nothing, to which a downgrade or a fee that fails leads; null where it is this one.</summary>
    public PlanCode? Basic => BasicOf(Code);

    public static PlanCode? BasicOf(PlanCode code) => code switch
    {
        PlanCode.FreelancerPlus => PlanCode.FreelancerBasic,
        PlanCode.AgencyPlus => PlanCode.AgencyBasic,
        PlanCode.FreelancerBasic or PlanCode.AgencyBasic => null,
        _ => throw new ArgumentOutOfRangeException(nameof(code)),
    };

    internal IEnumerable<string> Problems()
    {
        if (MonthlyPriceCents is < 0 or > 10_000_000) yield return $"{Code}: a price of 0 to 10,000,000 cents is expected";
        if (Basic is null && MonthlyPriceCents != 0) yield return $"{Code}: who does not pay falls to it, so it must cost nothing";
        if (new[] { MonthlyPaidConnects, MonthlyFreeConnects, OneTimeFreeConnects }.Any(c => c is < 0 or > 10_000)) yield return $"{Code}: 0 to 10,000 Connects are expected";
        if (OneTimeFreeConnects > 0 && Code is not (PlanCode.AgencyBasic or PlanCode.AgencyPlus)) yield return $"{Code}: one-time Connects are an agency's";
    }
}
