using Marketplace.Jobs;
using Marketplace.Policies;

namespace Marketplace.Tests.Jobs;

public sealed class JobPricingTests
{
    private static readonly PricingPolicy Policy = PolicyBook.Default().At(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)).Pricing;

    [Theory]
    [InlineData(40, 1)]
    [InlineData(99.99, 1)]
    [InlineData(100, 2)]
    [InlineData(300, 2)]
    [InlineData(499.99, 2)]
    [InlineData(500, 3)]
    [InlineData(700, 3)]
    [InlineData(999.99, 3)]
    [InlineData(1000, 4)]
    [InlineData(5000, 4)]
    public void JOB_09_DEM_01_a_fixed_price_falls_into_the_tier_of_its_amount(double dollars, int tier) =>
        JobPricing.Value(new FixedPrice(new Money((long)Math.Round(dollars * 100))), Policy).Tier.ShouldBe(tier);

    [Fact]
    public void JOB_09_no_amount_given_is_the_lowest_tier() =>
        JobPricing.Value(new FixedPrice(null), Policy).ShouldBe(new JobValue(null, 1));

    [Fact]
    public void JOB_10_a_dearer_job_never_costs_less()
    {
        var tiers = Enumerable.Range(1, 2000).Select(dollars => JobPricing.Value(new FixedPrice(new Money(dollars * 100)), Policy).Tier).ToArray();

        tiers.ShouldBe(tiers.Order());
    }

    [Theory]
    // Rate x hours a week x weeks: $30 x 15 x 3.
    [InlineData(null, null, JobDuration.LessThan1Month, null, null, 1350, 4)]
    [InlineData(ExperienceLevel.Entry, WeeklyTime.AsNeeded, JobDuration.LessThan1Month, null, null, 450, 2)]
    [InlineData(ExperienceLevel.Expert, WeeklyTime.MoreThan30Hours, JobDuration.MoreThan6Months, null, null, 63000, 4)]
    [InlineData(ExperienceLevel.Expert, WeeklyTime.AsNeeded, JobDuration.LessThan1Month, 2.0, 4.0, 90, 1)]
    [InlineData(ExperienceLevel.Expert, WeeklyTime.AsNeeded, JobDuration.LessThan1Month, 2.0, null, 60, 1)]
    public void JOB_12_JOB_13_an_hourly_job_is_worth_rate_times_hours_times_weeks(
        ExperienceLevel? level, WeeklyTime? time, JobDuration duration, double? low, double? high, int dollars, int tier)
    {
        static Money? Rate(double? rate) => rate is { } value ? new Money((long)(value * 100)) : null;

        JobPricing.Value(new Hourly(level, time, duration, Rate(low), Rate(high)), Policy).ShouldBe(new JobValue(new Money(dollars * 100), tier));
    }

    [Fact]
    public void JOB_09_JOB_13_the_steps_from_a_budget_to_its_tier_are_told_with_what_was_assumed()
    {
        Explain(new FixedPrice(new Money(70_000))).ShouldBe(["The fixed price is the projected value: $700.00.", "Under $1000.00: tier 3."]);
        Explain(new FixedPrice(null)).ShouldBe(["No amount is given: tier 1."]);
        Explain(new Hourly(ExperienceLevel.Expert, null, JobDuration.OneTo3Months, null, null)).ShouldBe(
            ["No rate is given; assumed for an expert: $60.00 an hour.", "No time requirement is given; assumed: 15 hours a week.", "One to three months count as 8 weeks.",
             "The projected value is rate x hours x weeks: $7200.00.", "$1000.00 or more: tier 4."]);
        Explain(new Hourly(null, WeeklyTime.MoreThan30Hours, JobDuration.Unknown, new Money(2000), new Money(3000))).ShouldBe(
            ["The middle of $20.00 and $30.00: $25.00 an hour.", "More than 30 hours a week count as 35 hours a week.", "The duration is unknown; assumed: 3 weeks.",
             "The projected value is rate x hours x weeks: $2625.00.", "An unknown duration is never above tier 2."]);

        static IReadOnlyList<string> Explain(Budget budget) => JobPricing.Explain(budget, Policy);
    }

    [Fact]
    public void JOB_14_an_unknown_duration_is_never_above_the_second_tier() =>
        JobPricing.Value(new Hourly(ExperienceLevel.Expert, WeeklyTime.MoreThan30Hours, JobDuration.Unknown, null, null), Policy).Tier.ShouldBe(2);
}
