using Marketplace.Interviews;
using Marketplace.Policies;

namespace Marketplace.Tests.Interviews;

public sealed class RewardDrawTests
{
    private static readonly InterviewPolicy Policy = PolicyBook.Default().At(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)).Interviews;

    [Fact]
    public void RND_01_draws_of_0_to_80_in_steps_of_10_are_all_equally_likely()
    {
        var draws = Draws(90_000).GroupBy(d => d.Connects).ToDictionary(g => g.Key, g => g.Count());

        draws.Keys.Order().ShouldBe([0, 10, 20, 30, 40, 50, 60, 70, 80]);
        ChiSquaredOf(draws.Values, 10_000).ShouldBeLessThan(26.12, "chi-squared, 8 degrees of freedom, 0.001");
    }

    [Fact]
    public void RND_02_cool_downs_of_2_to_8_weeks_are_all_equally_likely_and_owe_nothing_to_the_amount()
    {
        var draws = Draws(70_000).ToList();
        var weeks = draws.GroupBy(d => d.CoolDownWeeks).ToDictionary(g => g.Key, g => g.Count());

        weeks.Keys.Order().ShouldBe([2, 3, 4, 5, 6, 7, 8]);
        ChiSquaredOf(weeks.Values, 10_000).ShouldBeLessThan(22.46, "chi-squared, 6 degrees of freedom, 0.001");
        var pairs = draws.GroupBy(d => d).Select(g => g.Count()).ToList();
        pairs.Count.ShouldBe(63);
        ChiSquaredOf(pairs, 70_000d / 63).ShouldBeLessThan(102.2, "chi-squared, 62 degrees of freedom, 0.001");
    }

    [Fact]
    public void A_draw_follows_from_its_seed_and_the_numbers_alone()
    {
        RewardDraw.From(42, Policy).ShouldBe(RewardDraw.From(42, Policy));
        Draws(100).Distinct().Count().ShouldBeGreaterThan(30);
        RewardDraw.From(42, Policy with { DrawMaximum = 0, LeastCoolDownWeeks = 3, MostCoolDownWeeks = 3 }).ShouldBe(new RewardDraw(0, 3));
    }

    [Fact]
    public void RND_09_so_many_of_a_hundred_draws_may_bring_anything_and_the_others_draw_0()
    {
        var draws = Enumerable.Range(0, 50_000).Select(i => RewardDraw.From(i, Policy with { DrawWinPercent = 5 })).ToList();

        // Of those that may, one in nine draws 0 all the same.
        draws.Count(d => d.Connects > 0).ShouldBeInRange(2050, 2400);
        draws.Where(d => d.Connects > 0).Select(d => d.Connects).Distinct().Order().ShouldBe([10, 20, 30, 40, 50, 60, 70, 80]);
        var never = Policy with { DrawWinPercent = 0 };
        Enumerable.Range(0, 1000).ShouldAllBe(i => RewardDraw.From(i, never).Connects == 0);
    }

    private static IEnumerable<RewardDraw> Draws(int count) => Enumerable.Range(0, count).Select(i => RewardDraw.From(20_261_120L + i, Policy));

    private static double ChiSquaredOf(IEnumerable<int> seen, double expected) => seen.Sum(n => (n - expected) * (n - expected) / expected);
}
