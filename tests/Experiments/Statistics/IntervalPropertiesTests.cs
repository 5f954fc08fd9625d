using Experiments.Statistics;

namespace Experiments.Tests.Statistics;

public sealed class IntervalPropertiesTests
{
    private static readonly double[] Alphas = [0.2, 0.1, 0.05, 0.01, 0.001];

    [Fact]
    public void Intervals_hold_their_estimates_and_grow_with_confidence()
    {
        var random = new Random(1);
        for (var round = 0; round < 300; round++)
        {
            var (control, treatment) = (Some(random), Some(random));
            Interval? before = null;
            foreach (var alpha in Alphas)
            {
                var difference = Difference.Between(control, treatment, alpha)!;
                var interval = new Interval(difference.Lower, difference.Upper);
                interval.Contains(difference.Estimate).ShouldBeTrue();
                if (before is { } narrower)
                    (interval.Lower < narrower.Lower && narrower.Upper < interval.Upper).ShouldBeTrue();
                before = interval;
                // A single look's interval leaves 0 out just where its p-value is below the level.
                interval.Contains(0).ShouldBe(difference.PValue >= alpha);
            }
        }
    }

    [Fact]
    public void Always_valid_intervals_are_wider_than_those_for_one_look_and_match_their_p_values()
    {
        foreach (var units in new[] { 1, 10, 500, 5_000, 100_000, 1e9 })
        {
            foreach (var alpha in Alphas)
            {
                var reach = AlwaysValid.StandardErrors(units, alpha);
                reach.ShouldBeGreaterThan(Distributions.NormalUpperQuantile(alpha / 2));
                AlwaysValid.PValue(reach * 1.000001, units, alpha).ShouldBeLessThan(alpha);
                AlwaysValid.PValue(reach * 0.999999, units, alpha).ShouldBeGreaterThan(alpha);
                AlwaysValid.PValue(-reach, units, alpha).ShouldBe(AlwaysValid.PValue(reach, units, alpha));
            }
        }

        AlwaysValid.PValue(0, 5_000).ShouldBe(1);
        AlwaysValid.PValue(200, 5_000).ShouldBe(0, 1e-300);
    }

    [Fact]
    public void An_always_valid_interval_is_tightest_near_its_tuning()
    {
        double Width(double units) => AlwaysValid.StandardErrors(units) / Math.Sqrt(units);
        double Relative(double tuning) => AlwaysValid.StandardErrors(5_000, 0.05, tuning);

        Width(2_000).ShouldBeGreaterThan(Width(20_000));
        Relative(5_000).ShouldBeLessThan(Relative(500));
        Relative(5_000).ShouldBeLessThan(Relative(50_000));
    }

    [Fact]
    public void Wilson_and_Newcombe_stay_within_what_is_possible()
    {
        foreach (var units in new long[] { 1, 2, 10, 1_000 })
        {
            for (var successes = 0L; successes <= units; successes += Math.Max(1, units / 7))
            {
                var interval = Proportions.Wilson(successes, units);
                (interval.Lower >= 0 && interval.Upper <= 1 && interval.Contains((double)successes / units)).ShouldBeTrue();
                var result = Proportions.Compare((units, successes), (units + 3, 0))!;
                (result.Newcombe.Lower >= -1 && result.Newcombe.Upper <= 1 && result.Newcombe.Contains(result.Difference)).ShouldBeTrue();
                result.PValue.ShouldBeInRange(0, 1);
            }
        }

        Proportions.Compare((0, 0), (5, 3)).ShouldBeNull();
        Proportions.Compare((10, 0), (10, 0))!.ShouldSatisfyAllConditions(same => same.PValue.ShouldBe(1), same => same.Lift.ShouldBeNull());
        Should.Throw<ArgumentOutOfRangeException>(() => Proportions.Compare((5, 6), (5, 1)));
    }

    [Fact]
    public void Adjusted_p_values_keep_their_order_and_are_no_smaller_than_the_plain_ones()
    {
        var random = new Random(4);
        for (var round = 0; round < 200; round++)
        {
            double[] plain = [.. Enumerable.Range(0, random.Next(0, 12)).Select(_ => Math.Round(random.NextDouble(), 2))];
            var (discoveries, holm, bonferroni) = (MultipleTesting.BenjaminiHochberg(plain), MultipleTesting.Holm(plain), MultipleTesting.Bonferroni(plain));
            for (var one = 0; one < plain.Length; one++)
            {
                discoveries[one].ShouldBeInRange(plain[one], holm[one]);
                holm[one].ShouldBeInRange(plain[one], bonferroni[one]);
                bonferroni[one].ShouldBe(Math.Min(1, plain[one] * plain.Length));
                for (var other = 0; other < plain.Length; other++)
                {
                    if (plain[one] <= plain[other])
                        (discoveries[one] <= discoveries[other] && holm[one] <= holm[other]).ShouldBeTrue();
                }
            }
        }

        Should.Throw<ArgumentOutOfRangeException>(() => MultipleTesting.Holm([double.NaN]));
    }

    [Fact]
    public void An_arm_without_weight_counts_neither_in_the_statistic_nor_in_its_degrees_of_freedom()
    {
        var two = SampleRatio.Check([5_000, 5_180], [1, 1]);

        SampleRatio.Check([5_000, 77, 5_180], [1, 0, 1]).ShouldSatisfyAllConditions(
            three => three.ChiSquared.ShouldBe(two.ChiSquared),
            three => three.DegreesOfFreedom.ShouldBe(1),
            three => three.PValue.ShouldBe(two.PValue),
            three => three.Expected[1].ShouldBe(0));
        SampleRatio.Check([7], [1]).PValue.ShouldBe(1);
        SampleRatio.Check([0, 1_000_000_000], [1, 1]).ShouldSatisfyAllConditions(
            none => none.PValue.ShouldBe(0),
            none => none.LogPValue.ShouldBeInRange(-1e9, -1e8),
            none => none.Mismatch.ShouldBeTrue());
    }

    [Fact]
    public void Chances_and_losses_agree_with_each_other()
    {
        foreach (var (effect, error) in new[] { (0.1, 0.05), (-0.2, 0.05), (0.0, 1.0), (5.0, 0.001), (0.3, 0.0), (0.0, 0.0) })
        {
            var (one, other) = (Posterior.Of(effect, error), Posterior.Of(-effect, error));
            (one.ChanceToWin + other.ChanceToWin).ShouldBe(1, 1e-12);
            one.LossOfTreatment.ShouldBe(other.LossOfControl);
            (one.LossOfControl - one.LossOfTreatment).ShouldBe(effect, 1e-12);
        }

        // A belief as sure as the data draws the effect half way.
        Posterior.Of(0.4, 0.1, new Prior(0, 0.1)).Mean.ShouldBe(0.2, 1e-12);
    }

    [Fact]
    public void Plans_turn_back_into_the_power_they_were_made_for()
    {
        foreach (var (alpha, power, effect) in new[] { (0.05, 0.8, 0.1), (0.01, 0.95, -0.3), (0.2, 0.6, 0.02) })
        {
            var units = SampleSizePlanning.ForProportion(0.2, effect, alpha, power)!.Value;
            var variances = 0.16 + 0.2 * (1 + effect) * (1 - 0.2 * (1 + effect));
            // A little more: chance may also show an effect in the wrong direction.
            SampleSizePlanning.Power(0.2 * effect, variances, units, alpha).ShouldBeInRange(power - 1e-12, power + 3e-3);
            SampleSizePlanning.DetectableEffect(variances, units, alpha, power).ShouldBe(Math.Abs(0.2 * effect), 1e-12);
            SampleSizePlanning.ForEveryLook(units, alpha, power).ShouldBeGreaterThan(units);
        }

        SampleSizePlanning.ForProportion(0.9, 0.2).ShouldBeNull();
        SampleSizePlanning.ForMean(0, 1, 0.1).ShouldBeNull();
        SampleSizePlanning.ForMeanByStudent(100, 1, 0.5).ShouldNotBeNull().ShouldBeInRange(2, 4);
        Should.Throw<ArgumentOutOfRangeException>(() => SampleSizePlanning.ForMean(5, 1, 0));
    }

    [Fact]
    public void A_cap_is_a_value_that_occurs()
    {
        decimal[] values = [5, 1, 9, 3, 7];

        (Winsorizing.Cap(values, 0), Winsorizing.Cap(values, 0.2), Winsorizing.Cap(values, 0.21), Winsorizing.Cap(values, 1)).ShouldBe((1, 1, 3, 9));
        Winsorizing.Statistics(values, 5).ShouldBe(ArmStatistics.OfValues([5, 1, 5, 3, 5]));
        Should.Throw<ArgumentException>(() => Winsorizing.Cap([], 0.5));
    }

    [Fact]
    public void A_covariate_that_says_nothing_changes_nothing_and_one_that_says_all_leaves_no_variance()
    {
        var random = new Random(8);
        (decimal, decimal)[] Units(Func<decimal, decimal> before) => [.. Enumerable.Range(0, 400).Select(_ => (decimal)random.Next(0, 1_000)).Select(value => (value, before(value)))];
        var flat = ArmStatistics.OfPairs(Units(_ => 3));
        Cuped.Theta([flat]).ShouldBe(0);
        var twice = ArmStatistics.OfPairs(Units(value => 2 * value));
        Cuped.Theta([twice]).ShouldBe(0.5, 1e-12);
        Cuped.Adjust(ArmEstimate.Of(twice)!, 0.5).ShouldSatisfyAllConditions(adjusted => adjusted.Mean.ShouldBe(0, 1e-9), adjusted => adjusted.Variance.ShouldBe(0, 1e-6));
    }

    private static ArmEstimate Some(Random random)
        => new(random.Next(2, 10_000), random.NextDouble() * 10 - 5, 1e-3 + random.NextDouble() * 50);
}
