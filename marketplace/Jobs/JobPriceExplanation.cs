using Marketplace.Policies;

namespace Marketplace.Jobs;

/// <summary>JOB-17: why a proposal to this very job costs what it costs, from its budget to today's price.</summary>
public static class JobPriceExplanation
{
    public static IReadOnlyList<string> Of(Job job, PolicyBook policies) =>
    [
        // By the numbers of the day it was posted: its tier and its card are of that day.
        .. JobPricing.Explain(BudgetOf(job), policies.At(job.PostedAt).Pricing),
        $"Tier {job.Tier} costs {job.RateCardTiers[job.Tier - 1]} Connects on the rate card {job.RateCard}.",
        .. Demand(job),
    ];

    private static string[] Demand(Job job) => job.PriceReason switch
    {
        PriceReason.RateCard => [],
        PriceReason.DemandLowered => [$"Few proposals came: it costs {job.Connects}."],
        PriceReason.DemandFree => ["Few proposals came for long: it costs nothing."],
        PriceReason.DemandRaised => [$"Very many proposals came: it costs {job.Connects}."],
        _ => throw new ArgumentOutOfRangeException(nameof(job)),
    };

    private static Budget BudgetOf(Job job) => job.Budget switch
    {
        BudgetKind.Fixed => new FixedPrice(MoneyOf(job.FixedCents)),
        BudgetKind.Hourly => new Hourly(job.ExperienceLevel, job.WeeklyTime, job.Duration!.Value, MoneyOf(job.MinimumRateCents), MoneyOf(job.MaximumRateCents)),
        _ => throw new ArgumentOutOfRangeException(nameof(job)),
    };

    private static Money? MoneyOf(long? cents) => cents is { } value ? new Money(value) : null;
}
