using Marketplace.Policies;

namespace Marketplace.Tests.Policies;

public sealed class PolicyBookTests
{
    [Fact]
    public void JOB_03_and_JOB_05_the_card_in_force_follows_the_date()
    {
        var policies = PolicyBook.Default();

        policies.RateCard(policies.At(new DateTimeOffset(2023, 3, 7, 23, 59, 59, TimeSpan.Zero)).Pricing.RateCard).Tiers.ShouldBe([1, 2, 4, 6]);
        policies.RateCard(policies.At(new DateTimeOffset(2023, 3, 8, 0, 0, 0, TimeSpan.Zero)).Pricing.RateCard).Tiers.ShouldBe([2, 4, 6, 8]);
    }

    [Fact]
    public void A_later_version_keeps_what_it_does_not_change() =>
        PolicyBook.Default().At(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)).Connects.UnitPriceCents.ShouldBe(15);

    [Fact]
    public void There_are_twelve_job_categories() => PolicyBook.Default().Categories.Count.ShouldBe(12);

    [Theory]
    [InlineData("[]", "not a JSON object")]
    [InlineData("{", "The policies are not valid")]
    [InlineData("""{"rateCards": [{"key": "a", "tiers": [4, 3, 2, 1]}], "categories": [], "versions": []}""", "four amounts that do not fall")]
    [InlineData("""{"rateCards": [], "categories": [], "versions": []}""", "versions is empty")]
    [InlineData("""{"rateCards": [], "categories": [], "versions": [{"effectiveFrom": "2020-01-01T00:00:00Z"}]}""", "connects")]
    public void Nonsense_is_refused_with_what_is_wrong(string json, string problem) =>
        Should.Throw<InvalidPolicyException>(() => PolicyBook.Parse(json)).Message.ShouldContain(problem);

    [Theory]
    [InlineData("""{ "interviews": { "cap": -1 } }""", "interviews.cap")]
    [InlineData("""{ "interviews": { "drawMaximum": 85 } }""", "interviews.drawMaximum")]
    [InlineData("""{ "interviews": { "leastCoolDownWeeks": 9 } }""", "interviews.leastCoolDownWeeks")]
    [InlineData("""{ "interviews": { "drawWinPercent": 101 } }""", "interviews.drawWinPercent")]
    [InlineData("""{ "interviews": { "drawWeeklyBudget": -1 } }""", "interviews.drawWeeklyBudget")]
    [InlineData("""{ "interviews": { "drawIdleDays": 367 } }""", "interviews.drawIdleDays")]
    [InlineData("""{ "interviews": { "claimDays": 0 } }""", "interviews.claimDays")]
    [InlineData("""{ "demand": { "many": 3 } }""", "demand.many")]
    [InlineData("""{ "demand": { "freeAfterHours": 12 } }""", "demand.freeAfterHours")]
    [InlineData("""{ "reminders": { "contractDays": [0] } }""", "reminders")]
    public void Numbers_of_interviews_demand_and_reminders_have_bounds(string changes, string problem) =>
        Should.Throw<InvalidPolicyException>(() => PolicyVersions.With(changes)).Message.ShouldContain(problem);
}
