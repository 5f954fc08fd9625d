using Experiments.Lifecycle;
using Experiments.Statistics;

namespace Experiments.Tests.Statistics;

public sealed class ExperimentAnalysisTests
{
    private static readonly ExperimentArm[] Arms = [new("control", 50, true), new("treatment", 50, false)];

    private static Metric Metric(string key, bool higherIsBetter = true, MetricKind kind = MetricKind.Proportion)
        => new(key, key, kind, higherIsBetter, "fact", kind == MetricKind.Ratio ? "other" : null);

    private static AnalysisResult Analyse(
        ArmStatistics control,
        ArmStatistics treatment,
        bool higherIsBetter = true,
        decimal? maximumHarm = null,
        AnalysisOptions? options = null,
        MetricKind kind = MetricKind.Proportion)
        => ExperimentAnalysis.Of(new ExperimentNumbers(
            Arms,
            new Dictionary<string, long> { ["control"] = control.Units, ["treatment"] = treatment.Units },
            [new MetricNumbers(Metric("metric", higherIsBetter, kind), MetricRole.Primary, new Dictionary<string, ArmStatistics> { ["control"] = control, ["treatment"] = treatment })],
            maximumHarm is { } harm ? [new Guardrail("metric", harm, true)] : []), options);

    [Fact]
    public void A_clear_effect_is_significant_with_everything_said_of_it()
    {
        var result = Analyse(ArmStatistics.OfProportion(10_000, 1_000), ArmStatistics.OfProportion(10_000, 1_300));
        var (control, treatment) = (result.Metrics[0].Arms[0], result.Metrics[0].Arms[1]);

        control.ShouldBe(new ArmResult("control", 10_000, 0.1, null, null, null, null, null, null, null, false));
        treatment.Mean.ShouldBe(0.13);
        treatment.Lift!.Value.ShouldBe(0.3, 1e-12);
        treatment.Significant.ShouldBeTrue();
        (0 < treatment.Lower && treatment.Lower < treatment.Lift && treatment.Lift < treatment.Upper).ShouldBeTrue();
        treatment.AdjustedPValue.ShouldBe(treatment.PValue);
        treatment.ChanceToWin!.Value.ShouldBeGreaterThan(0.999);
        (result.Method, result.SampleRatio.Mismatch, result.SmallestPValue, result.Warnings.Count).ShouldBe((AnalysisMethod.AlwaysValid, false, null, 0));
        Analyse(ArmStatistics.OfProportion(10_000, 1_000), ArmStatistics.OfProportion(10_000, 1_300), higherIsBetter: false)
            .Metrics[0].Arms[1].ChanceToWin!.Value.ShouldBeLessThan(0.001);
    }

    [Fact]
    public void An_interval_leaves_out_0_just_where_the_p_value_is_below_the_level()
    {
        for (var successes = 0; successes <= 2_000; successes += 20)
        {
            var arm = Analyse(ArmStatistics.OfProportion(2_000, 500), ArmStatistics.OfProportion(2_000, successes)).Metrics[0].Arms[1];
            (arm.Lower > 0 || arm.Upper < 0).ShouldBe(arm.PValue < 0.05);
            arm.Significant.ShouldBe(arm.PValue < 0.05);
        }
    }

    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(1, 1, 1, 0)]
    [InlineData(5, 5, 5, 0)]
    [InlineData(100, 0, 100, 0)]
    [InlineData(100, 100, 100, 100)]
    [InlineData(100, 0, 100, 100)]
    [InlineData(3, 1, 3, 0)]
    [InlineData(0, 0, 10, 4)]
    public void Where_nothing_can_be_said_nothing_is_claimed(long units, long successes, long treated, long treatedSuccesses)
    {
        var result = Analyse(ArmStatistics.OfProportion(units, successes), ArmStatistics.OfProportion(treated, treatedSuccesses), maximumHarm: 0);
        var arm = result.Metrics[0].Arms[1];

        result.Guardrails[0].Breached.ShouldBeFalse();
        result.SampleRatio.PValue.ShouldBeInRange(0, 1);
        (arm.Lower, arm.Upper, arm.PValue, arm.ChanceToWin, arm.Significant).ShouldBe((null, null, null, null, false));
    }

    [Fact]
    public void A_control_of_nothing_has_no_lift_but_a_p_value()
    {
        var arm = Analyse(ArmStatistics.OfProportion(5_000, 0), ArmStatistics.OfProportion(5_000, 400)).Metrics[0].Arms[1];

        (arm.Lift, arm.Lower, arm.Upper, arm.ExpectedLoss).ShouldBe((null, null, null, null));
        arm.Significant.ShouldBeTrue();
    }

    [Fact]
    public void A_handful_of_units_without_the_fact_is_no_certainty()
    {
        // By the plain delta method a treatment at 0 has no variance at all.
        var arm = Analyse(ArmStatistics.OfProportion(100, 5), ArmStatistics.OfProportion(100, 0)).Metrics[0].Arms[1];

        arm.Lift.ShouldBe(-1);
        arm.Significant.ShouldBeFalse();
        arm.PValue!.Value.ShouldBeGreaterThan(0.5);
    }

    [Fact]
    public void Broken_assignment_is_an_alarm()
    {
        var result = Analyse(ArmStatistics.OfProportion(10_000, 500), ArmStatistics.OfProportion(9_000, 450));

        result.SampleRatio.Mismatch.ShouldBeTrue();
        result.SampleRatio.Arms.Select(arm => arm.Expected).ShouldBe([9_500, 9_500]);
        result.Warnings.Count.ShouldBe(1);
    }

    [Fact]
    public void A_guardrail_is_breached_by_harm_beyond_its_limit_in_the_metrics_own_direction()
    {
        var control = ArmStatistics.OfProportion(20_000, 4_000);
        bool Breached(long successes, bool higherIsBetter, decimal limit)
            => Analyse(control, ArmStatistics.OfProportion(20_000, successes), higherIsBetter, limit).Guardrails.Single().Breached;

        Breached(3_000, true, 0.05m).ShouldBeTrue();
        Breached(3_000, true, 0.25m).ShouldBeFalse();
        Breached(3_000, false, 0.05m).ShouldBeFalse();
        Breached(5_000, false, 0.05m).ShouldBeTrue();
        Breached(5_000, false, 0.30m).ShouldBeFalse();
        Breached(5_000, true, 0.05m).ShouldBeFalse();
        Breached(3_790, true, 0.05m).ShouldBeFalse();
    }

    [Fact]
    public void The_bound_of_a_guardrail_is_the_largest_limit_that_is_breached()
    {
        foreach (var (successes, higherIsBetter) in new[] { (3_000L, true), (5_000L, false) })
        {
            GuardrailArm Arm(decimal limit) => Analyse(ArmStatistics.OfProportion(20_000, 4_000), ArmStatistics.OfProportion(20_000, successes), higherIsBetter, limit).Guardrails[0].Arms[0];
            var bound = (decimal)Arm(0).HarmAtLeast!.Value;

            Arm(0).Harm!.Value.ShouldBe(0.25, 1e-12);
            bound.ShouldBeInRange(0.1m, 0.25m);
            Arm(bound - 0.0001m).Breached.ShouldBeTrue();
            Arm(bound + 0.0001m).Breached.ShouldBeFalse();
        }
    }

    [Fact]
    public void What_control_never_did_can_be_harm_beyond_any_limit()
        => Analyse(ArmStatistics.OfProportion(5_000, 0), ArmStatistics.OfProportion(5_000, 400), higherIsBetter: false, maximumHarm: 0.5m)
            .Guardrails[0].Arms[0].ShouldBe(new GuardrailArm("treatment", null, null, true));

    [Fact]
    public void A_covariate_narrows_the_interval_and_leaves_the_mean_as_it_was_seen()
    {
        var random = new Random(12);
        ArmStatistics Arm(decimal effect) => ArmStatistics.OfPairs([.. Enumerable.Range(0, 3_000).Select(_ => (decimal)random.Next(500, 1_500)).Select(before => (before * effect + random.Next(0, 200), before))]);
        var (control, treatment) = (Arm(1), Arm(1.03m));
        var (with, without) = (
            Analyse(control, treatment, kind: MetricKind.Mean).Metrics[0].Arms[1],
            Analyse(control with { Covariate = null }, treatment with { Covariate = null }, kind: MetricKind.Mean).Metrics[0].Arms[1]);

        with.Mean.ShouldBe(without.Mean);
        (with.Upper - with.Lower)!.Value.ShouldBeLessThan((without.Upper - without.Lower)!.Value / 2);
        with.Lower!.Value.ShouldBeLessThan(0.03);
        with.Upper!.Value.ShouldBeGreaterThan(0.02);
    }

    [Fact]
    public void Secondary_metrics_are_adjusted_together_and_the_primary_one_by_itself()
    {
        MetricNumbers Numbers(string key, MetricRole role, long treated) => new(Metric(key), role, new Dictionary<string, ArmStatistics>
        {
            ["control"] = ArmStatistics.OfProportion(10_000, 1_000),
            ["treatment"] = ArmStatistics.OfProportion(10_000, treated),
        });
        var result = ExperimentAnalysis.Of(new ExperimentNumbers(
            Arms,
            new Dictionary<string, long> { ["control"] = 10_000, ["treatment"] = 10_000 },
            [Numbers("one", MetricRole.Primary, 1_185), Numbers("two", MetricRole.Secondary, 1_185), Numbers("three", MetricRole.Secondary, 1_010), Numbers("four", MetricRole.Guardrail, 1_185)],
            []));
        var arms = result.Metrics.Select(metric => metric.Arms[1]).ToArray();

        arms[0].AdjustedPValue.ShouldBe(arms[0].PValue);
        arms[1].AdjustedPValue!.Value.ShouldBe(2 * arms[1].PValue!.Value, 1e-15);
        arms[2].AdjustedPValue.ShouldBe(arms[2].PValue);
        arms[3].AdjustedPValue.ShouldBe(arms[3].PValue);
    }

    [Fact]
    public void A_guardrail_without_numbers_and_arms_without_control_are_mistakes()
    {
        Should.Throw<ArgumentException>(() => ExperimentAnalysis.Of(new ExperimentNumbers(Arms, new Dictionary<string, long>(), [], [new Guardrail("x", 0, true)])));
        Should.Throw<ArgumentException>(() => ExperimentAnalysis.Of(new ExperimentNumbers([Arms[1]], new Dictionary<string, long>(), [], [])));
    }
}
