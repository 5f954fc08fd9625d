using Marketplace.Policies;

namespace Marketplace.Jobs;

/// <summary>What a client says about a job's money: a fixed amount, or the hours and the level.</summary>
public abstract record Budget;

public sealed record FixedPrice(Money? Amount) : Budget;

public sealed record Hourly(ExperienceLevel? ExperienceLevel, WeeklyTime? WeeklyTime, JobDuration Duration, Money? MinimumRate, Money? MaximumRate) : Budget;

/// <param name="ProjectedValue">What the job is worth in the eyes of the tiers; null where nothing is said.</param>
/// <param name="Tier">1 to 4: the place on the rate card.</param>
public sealed record JobValue(Money? ProjectedValue, int Tier);

/// <summary>From a budget to the tier of a rate card. Pure: the same budget under the same policy has the same tier.</summary>
public static class JobPricing
{
    public static JobValue Value(Budget budget, PricingPolicy policy) => budget switch
    {
        // JOB-09: no amount given, the lowest tier.
        FixedPrice { Amount: null } => new JobValue(null, 1),
        FixedPrice { Amount: { } amount } => new JobValue(amount, Tier(amount, policy)),
        Hourly hourly => Value(hourly, policy),
        _ => throw new ArgumentOutOfRangeException(nameof(budget)),
    };

    private static JobValue Value(Hourly hourly, PricingPolicy policy)
    {
        var value = new Money(RateCents(hourly, policy.Hourly) * Hours(hourly.WeeklyTime, policy.Hourly) * Weeks(hourly.Duration, policy.Hourly));
        var tier = Tier(value, policy);
        // JOB-14: an unknown duration falls into the lower end of the range.
        return new JobValue(value, hourly.Duration == JobDuration.Unknown ? Math.Min(tier, policy.UnknownDurationHighestTier) : tier);
    }

    // JOB-10: dearer jobs are never in a lower tier.
    private static int Tier(Money value, PricingPolicy policy) => 1 + policy.TierEdgesCents.Count(edge => value.Cents >= edge);

    private static long RateCents(Hourly hourly, HourlyPolicy policy) => (hourly.MinimumRate?.Cents, hourly.MaximumRate?.Cents) switch
    {
        ({ } low, { } high) => (low + high) / 2,
        ({ } low, null) => low,
        (null, { } high) => high,
        (null, null) => hourly.ExperienceLevel switch
        {
            ExperienceLevel.Entry => policy.EntryRateCents,
            ExperienceLevel.Intermediate => policy.IntermediateRateCents,
            ExperienceLevel.Expert => policy.ExpertRateCents,
            null => policy.MissingRateCents,
            _ => throw new ArgumentOutOfRangeException(nameof(hourly)),
        },
    };

    private static long Hours(WeeklyTime? time, HourlyPolicy policy) => time switch
    {
        WeeklyTime.LessThan30Hours => policy.LessThan30Hours,
        WeeklyTime.MoreThan30Hours => policy.MoreThan30Hours,
        WeeklyTime.AsNeeded => policy.AsNeededHours,
        null => policy.MissingHours,
        _ => throw new ArgumentOutOfRangeException(nameof(time)),
    };

    private static long Weeks(JobDuration duration, HourlyPolicy policy) => duration switch
    {
        JobDuration.LessThan1Month => policy.LessThan1MonthWeeks,
        JobDuration.OneTo3Months => policy.OneTo3MonthsWeeks,
        JobDuration.ThreeTo6Months => policy.ThreeTo6MonthsWeeks,
        JobDuration.MoreThan6Months => policy.MoreThan6MonthsWeeks,
        JobDuration.Unknown => policy.UnknownWeeks,
        _ => throw new ArgumentOutOfRangeException(nameof(duration)),
    };
}
