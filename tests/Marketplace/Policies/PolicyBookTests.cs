using System.Text.Json.Nodes;
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
    public void A_card_is_in_force_since_the_first_version_of_those_that_name_it_now()
    {
        var policies = PolicyVersions.With("""{ "connects": { "unitPriceCents": 16 } }""");
        var (before, after) = (new DateTimeOffset(2023, 3, 7, 23, 59, 59, TimeSpan.Zero), policies.Versions[^1].EffectiveFrom);

        policies.InForceSince(policies.RateCard("2019"), before).ShouldBe(policies.Versions[0].EffectiveFrom);
        policies.InForceSince(policies.RateCard("2023-03"), before).ShouldBeNull();
        policies.InForceSince(policies.RateCard("2019"), after).ShouldBeNull();
        policies.InForceSince(policies.RateCard("2023-03"), after).ShouldBe(new DateTimeOffset(2023, 3, 8, 0, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public void A_later_version_keeps_what_it_does_not_change() =>
        PolicyBook.Default().At(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)).Connects.UnitPriceCents.ShouldBe(15);

    [Fact]
    public void There_are_twelve_job_categories() => PolicyBook.Default().Categories.Count.ShouldBe(12);

    [Fact]
    public void No_number_of_the_rules_may_be_far_below_or_above_what_makes_sense()
    {
        using var stream = typeof(PolicyBook).Assembly.GetManifestResourceStream("Marketplace.Policies.policies.json")!;
        using var reader = new StreamReader(stream);
        var json = reader.ReadToEnd();
        var numbers = Numbers(JsonNode.Parse(json)!).Count();
        numbers.ShouldBeGreaterThan(80);
        for (var i = 0; i < numbers; i++)
        {
            foreach (var absurd in new[] { -1_000_000_000, 2_000_000_000 })
            {
                var book = JsonNode.Parse(json)!;
                var number = Numbers(book).ElementAt(i);
                var where = $"{number.GetPath()} = {absurd}";
                number.ReplaceWith(absurd);
                Should.Throw<InvalidPolicyException>(() => PolicyBook.Parse(book.ToJsonString()), where);
            }
        }

        // Programs of referrals are validated by themselves.
        static IEnumerable<JsonNode> Numbers(JsonNode? node) => node switch
        {
            JsonObject members => members.Where(m => m.Key != "referrals").SelectMany(m => Numbers(m.Value)),
            JsonArray items => items.SelectMany(Numbers),
            JsonValue value when value.GetValueKind() == System.Text.Json.JsonValueKind.Number => [value],
            _ => [],
        };
    }

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
    [InlineData("""{ "jobs": { "bidRange": { "least": 8 } } }""", "jobs.bidRange.least")]
    [InlineData("""{ "jobs": { "bidRange": { "step": 2 } } }""", "jobs.bidRange.step")]
    [InlineData("""{ "jobs": { "invitationsPerJob": -1 } }""", "jobs.invitationsPerJob")]
    [InlineData("""{ "pricing": { "suspectValueCents": 0 } }""", "pricing.suspectValueCents")]
    [InlineData("""{ "pricing": { "hourly": { "missingHours": 169 } } }""", "pricing.hourly: hours")]
    [InlineData("""{ "pricing": { "hourly": { "entryRateCents": 0 } } }""", "pricing.hourly: rates")]
    [InlineData("""{ "pricing": { "hourly": { "unknownWeeks": 0 } } }""", "pricing.hourly: weeks")]
    [InlineData("""{ "accounts": { "codeHours": 0 } }""", "accounts.codeHours")]
    [InlineData("""{ "accounts": { "codeGuesses": 0 } }""", "accounts.codeGuesses")]
    [InlineData("""{ "payments": { "withoutPaypal": ["Pakistan"] } }""", "'Pakistan' is no country code")]
    [InlineData("""{ "grants": { "registration": -1 } }""", "grants.registration")]
    [InlineData("""{ "promotions": [{ "key": "A b", "name": "N", "connects": 1, "budget": 1, "approvedBy": "X" }] }""", "'A b' is no key")]
    [InlineData("""{ "promotions": [{ "key": "a", "name": "N", "connects": 10, "budget": 9, "approvedBy": "X" }] }""", "a budget of 10")]
    [InlineData("""{ "promotions": [{ "key": "a", "name": "N", "connects": 10, "budget": 10, "approvedBy": " " }] }""", "who approved it")]
    [InlineData("""{ "promotions": [{ "key": "a", "name": "N", "connects": 1, "budget": 1 }] }""", "approvedBy")]
    public void Every_number_has_bounds(string changes, string problem) =>
        Should.Throw<InvalidPolicyException>(() => PolicyVersions.With(changes)).Message.ShouldContain(problem);
}
