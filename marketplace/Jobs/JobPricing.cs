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

    /// <summary>JOB-09, JOB-13: the steps from a budget to its tier, each a sentence; what was assumed is named.</summary>
    public static IReadOnlyList<string> Explain(Budget budget, PricingPolicy policy)
    {
        var value = Value(budget, policy);
        return budget switch
        {
            FixedPrice { Amount: null } => ["No amount is given: tier 1."],
            FixedPrice => [$"The fixed price is the projected value: {value.ProjectedValue}.", Edge(value, policy)],
            Hourly hourly =>
            [
                Rate(hourly, policy.Hourly).Words,
                Hours(hourly.WeeklyTime, policy.Hourly).Words,
                Weeks(hourly.Duration, policy.Hourly).Words,
                $"The projected value is rate x hours x weeks: {value.ProjectedValue}.",
                hourly.Duration == JobDuration.Unknown && Tier(value.ProjectedValue!.Value, policy) > value.Tier ? $"An unknown duration is never above tier {value.Tier}." : Edge(value, policy),
            ],
            _ => throw new ArgumentOutOfRangeException(nameof(budget)),
        };
    }

    private static JobValue Value(Hourly hourly, PricingPolicy policy)
    {
        var value = new Money(Rate(hourly, policy.Hourly).Cents * Hours(hourly.WeeklyTime, policy.Hourly).Count * Weeks(hourly.Duration, policy.Hourly).Count);
        var tier = Tier(value, policy);
        // JOB-14: an unknown duration falls into the lower end of the range.
        return new JobValue(value, hourly.Duration == JobDuration.Unknown ? Math.Min(tier, policy.UnknownDurationHighestTier) : tier);
    }

    // JOB-10: dearer jobs are never in a lower tier.
    private static int Tier(Money value, PricingPolicy policy) => 1 + policy.TierEdgesCents.Count(edge => value.Cents >= edge);

    private static string Edge(JobValue value, PricingPolicy policy) => value.Tier <= policy.TierEdgesCents.Count
        ? $"Under {new Money(policy.TierEdgesCents[value.Tier - 1])}: tier {value.Tier}."
        : $"{new Money(policy.TierEdgesCents[^1])} or more: tier {value.Tier}.";

    private static (long Cents, string Words) Rate(Hourly hourly, HourlyPolicy policy)
    {
        return (hourly.MinimumRate?.Cents, hourly.MaximumRate?.Cents) switch
        {
            ({ } low, { } high) => Of((low + high) / 2, $"The middle of {new Money(low)} and {new Money(high)}"),
            ({ } low, null) => Of(low, "The least rate"),
            (null, { } high) => Of(high, "The highest rate"),
            (null, null) => hourly.ExperienceLevel switch
            {
                ExperienceLevel.Entry => Of(policy.EntryRateCents, "No rate is given; assumed for the entry level"),
                ExperienceLevel.Intermediate => Of(policy.IntermediateRateCents, "No rate is given; assumed for the intermediate level"),
                ExperienceLevel.Expert => Of(policy.ExpertRateCents, "No rate is given; assumed for an expert"),
                null => Of(policy.MissingRateCents, "Neither rate nor level is given; assumed"),
                _ => throw new ArgumentOutOfRangeException(nameof(hourly)),
            },
        };

        static (long, string) Of(long cents, string what) => (cents, $"{what}: {new Money(cents)} an hour.");
    }

    private static (long Count, string Words) Hours(WeeklyTime? time, HourlyPolicy policy)
    {
        return time switch
        {
            WeeklyTime.LessThan30Hours => Of(policy.LessThan30Hours, "Less than 30 hours a week count as"),
            WeeklyTime.MoreThan30Hours => Of(policy.MoreThan30Hours, "More than 30 hours a week count as"),
            WeeklyTime.AsNeeded => Of(policy.AsNeededHours, "As needed counts as"),
            null => Of(policy.MissingHours, "No time requirement is given; assumed:"),
            _ => throw new ArgumentOutOfRangeException(nameof(time)),
        };

        static (long, string) Of(int hours, string what) => (hours, $"{what} {hours} hours a week.");
    }

    private static (long Count, string Words) Weeks(JobDuration duration, HourlyPolicy policy)
    {
        return duration switch
        {
            JobDuration.LessThan1Month => Of(policy.LessThan1MonthWeeks, "Less than a month counts as"),
            JobDuration.OneTo3Months => Of(policy.OneTo3MonthsWeeks, "One to three months count as"),
            JobDuration.ThreeTo6Months => Of(policy.ThreeTo6MonthsWeeks, "Three to six months count as"),
            JobDuration.MoreThan6Months => Of(policy.MoreThan6MonthsWeeks, "More than six months count as"),
            JobDuration.Unknown => Of(policy.UnknownWeeks, "The duration is unknown; assumed:"),
            _ => throw new ArgumentOutOfRangeException(nameof(duration)),
        };

        static (long, string) Of(int weeks, string what) => (weeks, $"{what} {weeks} weeks.");
    }
}
