using Experiments.Lifecycle;
using Experiments.Statistics;

namespace Experiments.Tests.Statistics;

public sealed class RandomizationAnalysisTests
{
    private static readonly ExperimentArm[] Arms = [new("standard", 50, true), new("doubled", 50, false)];

    private static AnalysisResult Analyse(int pairs, Func<DesignUnit, UnitOutcome> outcome, bool higherIsBetter = true, MetricKind kind = MetricKind.Mean, decimal maximumHarm = 0.1m)
    {
        DesignUnit[] units = [.. Enumerable.Range(0, pairs).SelectMany(pair => new[] { new DesignUnit($"s{pair}", pair, "standard"), new DesignUnit($"d{pair}", pair, "doubled") })];
        var metric = new Metric("metric", "Metric", kind, higherIsBetter, "fact", kind == MetricKind.Ratio ? "other" : null);
        return RandomizationAnalysis.Of(new FewUnitsNumbers(
            Arms,
            units,
            [new FewUnitsMetric(metric, MetricRole.Primary, units.ToDictionary(unit => unit.Unit, outcome))],
            [new Guardrail("metric", maximumHarm, true)]));
    }

    [Fact]
    public void Six_pairs_that_agree_are_significant_at_one_of_thirty_two()
    {
        var result = Analyse(6, unit => new UnitOutcome((unit.Variant == "doubled" ? 200 : 100) + 3 * unit.Block));
        var arm = result.Metrics[0].Arms[1];

        (result.Method, result.SmallestPValue).ShouldBe((AnalysisMethod.ExactRandomization, 2 / 64.0));
        (arm.Units, arm.PValue, arm.Significant).ShouldBe((6, 2 / 64.0, true));
        arm.ChanceToWin!.Value.ShouldBe(63.5 / 64, 1e-12);
        (arm.Lower < arm.Lift && arm.Lift < arm.Upper).ShouldBeTrue();
        result.SampleRatio.Arms.Select(arms => arms.Units).ShouldBe([6, 6]);
        // Twelve units are no longer fewer than twelve: only the sentence about looks remains.
        result.Warnings.Count.ShouldBe(1);
        result.Guardrails[0].Breached.ShouldBeFalse();
    }

    [Fact]
    public void Harm_in_every_pair_breaches_the_guardrail()
    {
        UnitOutcome Worse(DesignUnit unit) => new((unit.Variant == "doubled" ? 50 : 100) + 3 * unit.Block);

        Analyse(6, Worse).Guardrails[0].Arms[0].ShouldSatisfyAllConditions(
            arm => arm.Breached.ShouldBeTrue(),
            arm => arm.HarmAtLeast!.Value.ShouldBeInRange(0.1, arm.Harm!.Value));
        Analyse(6, Worse, maximumHarm: 0.6m).Guardrails[0].Breached.ShouldBeFalse();
        Analyse(6, Worse, higherIsBetter: false).Guardrails[0].Breached.ShouldBeFalse();
    }

    [Fact]
    public void Too_few_units_say_so()
    {
        var result = Analyse(4, unit => new UnitOutcome(unit.Variant == "doubled" ? 200 : 100));

        result.SmallestPValue.ShouldBe(2 / 16.0);
        result.Warnings.ShouldContain(warning => warning.StartsWith("Only 8 units", StringComparison.Ordinal));
        result.Warnings.ShouldContain(warning => warning.Contains("0.125", StringComparison.Ordinal));
        result.Metrics[0].Arms[1].ShouldSatisfyAllConditions(arm => arm.Significant.ShouldBeFalse(), arm => arm.Lower.ShouldBeNull(), arm => arm.Lift.ShouldBe(1));
    }

    [Fact]
    public void Many_units_in_pairs_are_sampled_and_say_so()
    {
        var result = Analyse(30, unit => new UnitOutcome((unit.Variant == "doubled" ? 120 : 100) + unit.Block % 7));

        result.Method.ShouldBe(AnalysisMethod.SampledRandomization);
        result.SmallestPValue.ShouldBe(1e-5);
        result.Metrics[0].Arms[1].PValue.ShouldBe(1e-5);
        result.Warnings.ShouldContain(warning => warning.Contains("99999 assignments, seed 1", StringComparison.Ordinal));
    }

    [Fact]
    public void No_data_claims_nothing()
    {
        var mean = Analyse(6, _ => default).Metrics[0].Arms[1];
        (mean.Lift, mean.PValue, mean.Significant).ShouldBe((null, 1, false));
        var ratio = Analyse(6, _ => default, kind: MetricKind.Ratio).Metrics[0].Arms[1];
        (ratio.Mean, ratio.Lift, ratio.PValue).ShouldBe((0, null, null));
    }

    [Fact]
    public void A_unit_named_twice_is_a_mistake()
        => Should.Throw<ArgumentException>(() => RandomizationAnalysis.Of(new FewUnitsNumbers(Arms, [new("a", 0, "standard"), new("a", 0, "doubled")], [], [])));
}
