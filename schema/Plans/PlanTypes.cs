using Marketplace.Accounts;
using Marketplace.Plans;
using Marketplace.Policies;

namespace Marketplace.Schema.Plans;

[QueryType]
public static class PlanQueries
{
    /// <summary>The plans as they are now.</summary>
    [AllowAnonymous]
    [Cost(1), ListSize(AssumedSize = 4)]
    public static IReadOnlyList<Plan> GetPlans(PolicyBook policies, TimeProvider clock) => policies.At(clock.GetUtcNow()).Plans;
}

[ObjectType<Plan>(Include = [nameof(Plan.Code), nameof(Plan.MonthlyPaidConnects), nameof(Plan.MonthlyFreeConnects), nameof(Plan.OneTimeFreeConnects), nameof(Plan.CanBuyConnects), nameof(Plan.SeesBidRange)])]
public static class PlanType
{
    public static MoneyAmount GetMonthlyPrice([Parent] Plan plan) => MoneyAmount.Of(new Money(plan.MonthlyPriceCents));
}

/// <param name="Held">The membership.</param>
/// <param name="Status">Its account's: who is suspended or gone is granted nothing.</param>
public sealed record MembershipOfTalent(Membership Held, AccountStatus Status);

/// <summary>A talent's plan and the monthly cycle it is in.</summary>
[ObjectType<MembershipOfTalent>(Name = "Membership", Include = [])]
public static class MembershipType
{
    /// <summary>The plan, by the terms that hold for this cycle.</summary>
    public static Plan GetPlan([Parent] MembershipOfTalent membership, PolicyBook policies) => membership.Held.Terms(policies);

    /// <summary>Set when a downgrade waits for the end of the cycle.</summary>
    public static Plan? GetNextPlan([Parent] MembershipOfTalent membership, PolicyBook policies) => membership.Held.NextTerms(policies);

    public static DateTimeOffset GetCycleStart([Parent] MembershipOfTalent membership) => membership.Held.CycleStart;

    public static DateTimeOffset GetCycleEnd([Parent] MembershipOfTalent membership) => membership.Held.CycleEnd;

    /// <summary>When monthly Connects come next: the cycle date, or the day an overdue fee is tried again; null where none will come.</summary>
    public static DateTimeOffset? GetNextGrantAt([Parent] MembershipOfTalent membership, PolicyBook policies) => membership.Held.NextGrantAt(membership.Status, policies);
}
