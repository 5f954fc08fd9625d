using Experiments.Analysis;
using Experiments.Lifecycle;
using Experiments.Statistics;
using Experiments.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Experiments.Tests.Analysis;

public sealed class SampleSizePlannerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mean_is_planned_from_the_units_that_anything_happened_to()
    {
        await using var node = await SeededAsync();
        // 560 accounts, of whom 140 spend 1 to 9 Connects: the others were there and spent nothing.
        decimal[] spent = [.. Enumerable.Range(1, 560).Select(account => account <= 140 ? 1 + account % 9 : 0m)];
        await node.HappenAsync(spent.Index().SelectMany(unit => Of(node, unit.Index + 1, unit.Item)));
        var mean = (double)spent.Average();
        var variance = spent.Sum(value => Math.Pow((double)value - mean, 2)) / 559;

        var plan = (await PlanAsync(node, "connects-spent", 0.1m)).Value();

        plan.Baseline.ShouldBe(mean, 1e-12);
        // Twice the variance times (1.959963984540054 + 0.8416212335729143)^2, over the square of the difference.
        var oneLook = 7.848879734349088 * 2 * variance / Math.Pow(0.1 * mean, 2);
        plan.UnitsPerArm.ShouldBe((int)Math.Ceiling(SampleSizePlanning.ForEveryLook(oneLook)));
        ((double)plan.UnitsPerArm).ShouldBeGreaterThan(1.2 * oneLook);
        // 560 in 28 days are 20 a day.
        plan.Days.ShouldBe((int)Math.Ceiling(plan.UnitsPerArm * 2 / 20.0));
    }

    [Fact]
    public async Task A_proportion_by_its_own_formula()
    {
        await using var node = await SeededAsync();
        await node.HappenAsync(Enumerable.Range(1, 1000).SelectMany(account => Of(node, account, account <= 200 ? 0 : 3)));
        // 1,000 accounts propose; a fifth of them is enough of those who spend nothing.
        await node.HappenAsync(Enumerable.Range(1001, 1000).Select(account => new Happening("connects-spent", node.Clock.GetUtcNow().AddDays(-2), 1, account)));

        var plan = (await PlanAsync(node, "proposals", 0.2m)).Value();

        plan.Baseline.ShouldBe(0.5);
        plan.UnitsPerArm.ShouldBe((int)Math.Ceiling(SampleSizePlanning.ForEveryLook(7.848879734349088 * (0.5 * 0.5 + 0.6 * 0.4) / (0.1 * 0.1))));
    }

    [Fact]
    public async Task A_ratio_by_the_delta_method_and_more_arms_need_more_units()
    {
        await using var node = await SeededAsync();
        await node.HappenAsync(Enumerable.Range(1, 100).SelectMany(account => Of(node, account, account % 5)));

        var two = (await PlanAsync(node, "connects-per-proposal", 0.1m)).Value();
        var four = (await PlanAsync(node, "connects-per-proposal", 0.1m, arms: 4)).Value();

        // One proposal each: the ratio is the mean, and its contributions are the values.
        two.Baseline.ShouldBe(2, 1e-12);
        two.UnitsPerArm.ShouldBe((int)Math.Ceiling(SampleSizePlanning.ForEveryLook(7.848879734349088 * 2 * (200 / 99.0) / 0.04)));
        four.UnitsPerArm.ShouldBeGreaterThan(two.UnitsPerArm);
        four.Days.ShouldNotBeNull().ShouldBeGreaterThan(2 * two.Days.ShouldNotBeNull() - 2);
    }

    [Fact]
    public async Task Few_units_take_no_days_for_there_are_no_more_to_come()
    {
        await using var node = await SeededAsync();
        await node.HappenAsync(Categories.Keys.Index().Select(category => new Happening("connects-spent", node.Clock.GetUtcNow().AddDays(-1), category.Index, 1, category.Item)));

        var plan = (await PlanAsync(node, "connects-spent", 0.5m, ExperimentUnit.JobCategory)).Value();

        plan.Baseline.ShouldBe(5.5);
        // Drawn units are judged at one look; the variance of 0 to 11 is 13.
        plan.UnitsPerArm.ShouldBe((int)Math.Ceiling(7.848879734349088 * 2 * 13 / Math.Pow(0.5 * 5.5, 2)));
        plan.Days.ShouldBeNull();
    }

    [Fact]
    public async Task History_is_the_last_28_days()
    {
        await using var node = await SeededAsync();
        var now = node.Clock.GetUtcNow();
        await node.HappenAsync([new("connects-spent", now.AddDays(-28), 50, 1), new("connects-spent", now.AddDays(-28).AddSeconds(1), 1, 2), new("connects-spent", now, 3, 3), new("connects-spent", now.AddSeconds(1), 50, 4)]);

        (await PlanAsync(node, "connects-spent", 0.5m)).Value().Baseline.ShouldBe(2);
    }

    [Fact]
    public async Task A_metric_that_does_not_exist_or_does_not_know_the_unit_is_refused()
    {
        await using var node = await SeededAsync();

        (await PlanAsync(node, "happiness", 0.1m)).Refused<SampleSizePlan, NotFound>().Key.ShouldBe("happiness");
        (await PlanAsync(node, "visits", 0.1m, ExperimentUnit.Job)).Refused<SampleSizePlan, Invalid>().Field.ShouldBe("unit");
    }

    [Fact]
    public async Task Nonsense_is_refused_by_the_name_of_its_field()
    {
        await using var node = await SeededAsync();
        await node.HappenAsync(Enumerable.Range(1, 20).SelectMany(account => Of(node, account, account % 4)));
        (string Metric, decimal Effect, int Arms, double Alpha, double Power, string Field)[] nonsense =
        [
            ("connects-spent", 0m, 2, 0.05, 0.8, "minimumRelativeEffect"),
            ("connects-spent", -1.1m, 2, 0.05, 0.8, "minimumRelativeEffect"),
            ("connects-spent", 0.0000001m, 2, 0.05, 0.8, "minimumRelativeEffect"),
            ("proposals", 0.9m, 2, 0.05, 0.8, "minimumRelativeEffect"),
            ("connects-spent", 0.1m, 1, 0.05, 0.8, "arms"),
            ("connects-spent", 0.1m, 2000, 0.05, 0.8, "arms"),
            ("connects-spent", 0.1m, 2, 0, 0.8, "alpha"),
            ("connects-spent", 0.1m, 2, 1, 0.8, "alpha"),
            ("connects-spent", 0.1m, 2, double.NaN, 0.8, "alpha"),
            ("connects-spent", 0.1m, 2, 0.05, 1, "power"),
            ("connects-spent", 0.1m, 2, 0.05, 0.05, "power"),
            ("connects-spent", 0.1m, 2, 0.05, double.NaN, "power"),
            ("refunds", 0.1m, 2, 0.05, 0.8, "metric"),
        ];

        foreach (var (metric, effect, arms, alpha, power, field) in nonsense)
            (await PlanAsync(node, metric, effect, arms: arms, alpha: alpha, power: power)).Refused<SampleSizePlan, Invalid>().Field.ShouldBe(field, $"{metric} {effect} {arms} {alpha} {power}");
    }

    private static Task<Outcome<SampleSizePlan>> PlanAsync(
        Node node, string metric, decimal effect, ExperimentUnit unit = ExperimentUnit.Account, int arms = 2, double alpha = 0.05, double power = 0.8)
        => node.Services.GetRequiredService<SampleSizePlanner>().PlanAsync(metric, unit, effect, arms, alpha, power, Cancellation);

    // Everybody proposes once; who spends nothing was invited.
    private static IEnumerable<Happening> Of(Node node, long account, decimal connects)
    {
        var at = node.Clock.GetUtcNow().AddDays(-3);
        yield return new Happening("proposals", at, 1, account);
        if (connects > 0)
            yield return new Happening("connects-spent", at, connects, account);
    }

    private static Task<Node> SeededAsync() => Node.StartSeededAsync();
}
