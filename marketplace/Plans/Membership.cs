using Marketplace.Accounts;
using Marketplace.Payments;
using Marketplace.Policies;

namespace Marketplace.Plans;

/// <summary>A talent's plan and the monthly cycle it is in; the cycles are counted from the instant the membership began.</summary>
public sealed class Membership
{
    public long AccountId { get; init; }
    public PlanCode Plan { get; init; }
    /// <summary>A downgrade that waits for the end of the cycle.</summary>
    public PlanCode? NextPlan { get; init; }
    public DateTimeOffset StartedAt { get; init; }
    public int Cycle { get; init; }
    public DateTimeOffset CycleStart { get; init; }
    public DateTimeOffset CycleEnd { get; init; }
    public PaymentMethod FeeMethod { get; init; }
    /// <summary>How often the fee of the next cycle was declined.</summary>
    public int FeeFailures { get; init; }
    public DateTimeOffset? FeeNextAttempt { get; init; }

    /// <summary>PLN-17, PLN-18: the version in force when the cycle began holds until it ends.</summary>
    public Plan Terms(PolicyBook policies) => policies.At(CycleStart).Plan(Plan);

    public Plan? NextTerms(PolicyBook policies) => NextPlan is { } next ? policies.At(CycleEnd).Plan(next) : null;

    /// <summary>PLN-19: when monthly Connects come next; null where none will.</summary>
    public DateTimeOffset? NextGrantAt(AccountStatus status, PolicyBook policies)
    {
        var next = policies.At(CycleEnd).Plan(NextPlan ?? Plan);
        return status == AccountStatus.Active && next.MonthlyPaidConnects + next.MonthlyFreeConnects > 0 ? FeeNextAttempt ?? CycleEnd : null;
    }
}
