using Experiments.Lifecycle;
using Experiments.Statistics;

namespace Experiments.Tests.Statistics;

public sealed class RandomizationTestTests
{
    private static DesignUnit[] Pairs(int pairs) => [.. Enumerable.Range(0, pairs).SelectMany(pair => new[]
    {
        new DesignUnit($"a{pair}", pair, "control"),
        new DesignUnit($"b{pair}", pair, "treatment"),
    })];

    private static Dictionary<string, UnitOutcome> Values(params (string Unit, decimal Value)[] values)
        => values.ToDictionary(value => value.Unit, value => new UnitOutcome(value.Value));

    [Fact]
    public void Three_pairs_enumerated_by_hand()
    {
        // Differences in pairs are 3, 1, -2. The eight signs give sums 6, 0, 4, -2 and their negatives; the drawn one is +3 +1 -2 = 2,
        // and |sum| >= 2 holds for 6, 4, -2, 2, -4, -6: six of eight.
        var test = RandomizationTest.Of(Pairs(3), "control", "treatment",
            Values(("a0", 10), ("b0", 13), ("a1", 5), ("b1", 6), ("a2", 4), ("b2", 2)))!;

        test.Assignments.ShouldBe(8);
        test.PValue.ShouldBe(6 / 8.0, 1e-12);
        test.SmallestPValue.ShouldBe(2 / 8.0, 1e-12);
        test.Lift!.Value.ShouldBe(21.0 / 19 - 1, 1e-12);
        test.Sampled.ShouldBeFalse();
    }

    [Fact]
    public void Six_pairs_that_all_agree_have_the_smallest_p_value()
    {
        var outcomes = Pairs(6).ToDictionary(unit => unit.Unit, unit => new UnitOutcome((unit.Variant == "treatment" ? 20 : 10) + unit.Block));
        var test = RandomizationTest.Of(Pairs(6), "control", "treatment", outcomes)!;

        test.Assignments.ShouldBe(64);
        test.PValue.ShouldBe(2 / 64.0, 1e-12);
        test.SmallestPValue.ShouldBe(2 / 64.0, 1e-12);
        test.ChanceAbove.ShouldBe(63.5 / 64, 1e-12);
        test.Interval.Lower!.Value.ShouldBeInRange(0, test.Lift!.Value);
        test.Interval.Upper!.Value.ShouldBeGreaterThan(test.Lift!.Value);
    }

    public static TheoryData<int, decimal> Designs => new(
        from units in new[] { 4, 7, 8, 9, 10, 11 }
        from weight in new[] { 50m, 75m, 60m, 98.5m }
        // A hand that all units share has as many orders as their factorial.
        where weight != 98.5m || units <= 7
        select (units, weight));

    [Theory]
    [MemberData(nameof(Designs))]
    public void The_exact_p_value_is_that_of_going_through_all_hands(int count, decimal weight)
    {
        ExperimentArm[] arms = [new("control", weight, true), new("treatment", 100 - weight, false)];
        var random = new Random(count * 100 + (int)weight);
        var volumes = Enumerable.Range(0, count).Select(index => new UnitVolume($"u{index}", random.Next(1, 1_000))).ToArray();
        var outcomes = volumes.ToDictionary(unit => unit.Unit, unit => new UnitOutcome(unit.Volume + random.Next(0, 300)));
        foreach (var seed in new[] { "one", "two", "three" })
        {
            var drawn = StratifiedDraw.Draw(volumes, arms, seed).Select(unit => new DesignUnit(unit.Unit, unit.Block, unit.Variant)).ToArray();
            var hand = StratifiedDraw.Deal(arms, count);

            RandomizationTest.Of(drawn, "control", "treatment", outcomes)?.PValue.ShouldBe(ByHands(drawn, hand, outcomes), 1e-9);
        }
    }

    [Fact]
    public void With_three_arms_the_third_stays_where_it_is()
    {
        ExperimentArm[] arms = [new("control", 50, true), new("treatment", 25, false), new("other", 25, false)];
        var volumes = Enumerable.Range(0, 12).Select(index => new UnitVolume($"u{index:00}", index * index)).ToArray();
        var drawn = StratifiedDraw.Draw(volumes, arms, "seed").Select(unit => new DesignUnit(unit.Unit, unit.Block, unit.Variant)).ToArray();
        var outcomes = volumes.ToDictionary(unit => unit.Unit, unit => new UnitOutcome(unit.Volume % 7));

        // Three blocks, in each of which one of the three units of both arms is treated.
        RandomizationTest.Of(drawn, "control", "treatment", outcomes)!.Assignments.ShouldBe(27);
    }

    [Fact]
    public void A_unit_that_is_left_out_stays_where_it_is()
    {
        DesignUnit[] units = [.. Pairs(6).Select(unit => unit.Unit == "b2" ? unit with { Included = false } : unit)];
        var test = RandomizationTest.Of(units, "control", "treatment", Values(("a0", 1), ("b1", 5), ("b2", 1_000_000)))!;

        // Its partner has one card left, control's.
        test.Assignments.ShouldBe(32);
        test.Treatment.ShouldBe(1);
    }

    [Fact]
    public void Ratios_divide_sums_and_move_their_denominators_along()
    {
        var units = Pairs(2);
        var outcomes = new Dictionary<string, UnitOutcome>
        {
            ["a0"] = new(10, 5), ["b0"] = new(30, 5), ["a1"] = new(8, 2), ["b1"] = new(6, 3),
        };
        var test = RandomizationTest.Of(units, "control", "treatment", outcomes, MetricKind.Ratio)!;

        test.Control.ShouldBe(18.0 / 7, 1e-12);
        test.Treatment.ShouldBe(36.0 / 8, 1e-12);
        // Drawn: 4.5 - 2.571 = 1.929. Treating b0 and a1: 38/7 - 16/8 = 3.43. The other two are their negatives: all four are as large.
        test.PValue.ShouldBe(1, 1e-12);
    }

    [Fact]
    public void The_interval_holds_just_the_lifts_that_are_not_rejected()
    {
        var random = new Random(5);
        var outcomes = Pairs(7).ToDictionary(unit => unit.Unit, unit => new UnitOutcome(100 * (unit.Block + 1) * (unit.Variant == "treatment" ? 12 : 10) / 10 + random.Next(0, 25)));
        var test = RandomizationTest.Of(Pairs(7), "control", "treatment", outcomes)!;
        foreach (var (end, inwards) in new[] { (test.Interval.Lower!.Value, 1), (test.Interval.Upper!.Value, -1) })
        {
            PValueWithout(end + inwards * 1e-6).ShouldBeGreaterThan(0.05);
            PValueWithout(end - inwards * 1e-6).ShouldBeLessThanOrEqualTo(0.05);
        }

        double PValueWithout(double lift) => RandomizationTest.Of(Pairs(7), "control", "treatment", outcomes.ToDictionary(
            outcome => outcome.Key,
            outcome => outcome.Key[0] == 'b' ? new UnitOutcome(outcome.Value.Value / (decimal)(1 + lift)) : outcome.Value))!.PValue;
    }

    [Fact]
    public void A_million_assignments_are_gone_through_and_more_are_sampled_by_the_seed()
    {
        var random = new Random(9);
        var outcomes = Pairs(21).ToDictionary(unit => unit.Unit, unit => new UnitOutcome(random.Next(0, 1_000) + (unit.Variant == "treatment" ? 200 : 0)));
        var exact = RandomizationTest.Of(Pairs(20), "control", "treatment", outcomes)!;
        (exact.Assignments, exact.Sampled).ShouldBe((1 << 20, false));

        var sample = RandomizationTest.Of(Pairs(20), "control", "treatment", outcomes, options: new AnalysisOptions { MaximumAssignments = 1_000 })!;
        sample.Sampled.ShouldBeTrue();
        sample.PValue.ShouldBe(exact.PValue, 5 * Math.Sqrt(exact.PValue / 100_000) + 1e-5);
        sample.SmallestPValue.ShouldBe(1e-5, 1e-12);

        var more = RandomizationTest.Of(Pairs(21), "control", "treatment", outcomes)!;
        more.Sampled.ShouldBeTrue();
        RandomizationTest.Of(Pairs(21), "control", "treatment", outcomes)!.PValue.ShouldBe(more.PValue);
    }

    [Fact]
    public void Nothing_anywhere_is_no_evidence()
    {
        var test = RandomizationTest.Of(Pairs(6), "control", "treatment", Values())!;

        (test.PValue, test.Lift, test.ChanceAbove).ShouldBe((1, null, 0.5));
        RandomizationTest.Of(Pairs(6), "control", "treatment", Values(), MetricKind.Ratio).ShouldBeNull();
        RandomizationTest.Of([], "control", "treatment", Values()).ShouldBeNull();
    }

    [Fact]
    public void False_alarms_over_all_draws_are_no_more_than_the_level()
    {
        var random = new Random(11);
        var volumes = Enumerable.Range(0, 12).Select(index => new UnitVolume($"u{index:00}", (decimal)Math.Exp(3 + 3 * random.NextDouble()))).ToArray();
        var outcomes = volumes.ToDictionary(unit => unit.Unit, unit => new UnitOutcome(unit.Volume * (decimal)(0.5 + random.NextDouble())));
        ExperimentArm[] arms = [new("control", 50, true), new("treatment", 50, false)];
        var pValues = Enumerable.Range(0, 1_000).Select(seed => RandomizationTest.Of(
            [.. StratifiedDraw.Draw(volumes, arms, $"draw {seed}").Select(unit => new DesignUnit(unit.Unit, unit.Block, unit.Variant))], "control", "treatment", outcomes)!.PValue).ToArray();

        // Exact means uniform: each of the 64 assignments is drawn one time in 64.
        foreach (var level in new[] { 2 / 64.0, 0.1, 0.25, 0.5 })
            pValues.Count(p => p <= level).ShouldBeLessThan((int)(1_000 * level + 4 * Math.Sqrt(1_000 * level)));
    }

    /// <summary>Every order of the cards of every block, with the orders of those that are left over: the design itself, slowly.</summary>
    private static double ByHands(DesignUnit[] drawn, IReadOnlyList<string> hand, Dictionary<string, UnitOutcome> outcomes)
    {
        var ways = new List<(string[] Arms, double Weight)> { ([], 1) };
        var units = drawn.OrderBy(unit => unit.Block).ToArray();
        foreach (var block in units.GroupBy(unit => unit.Block))
        {
            // Each set of places in the hand that the block's units can hold, in each order: card by card, without putting back.
            var deals = new List<int[]> { Array.Empty<int>() };
            for (var place = 0; place < block.Count(); place++)
                deals = [.. deals.SelectMany(cards => Enumerable.Range(0, hand.Count).Where(card => !cards.Contains(card)).Select(card => (int[])[.. cards, card]))];
            var distinct = deals.GroupBy(cards => string.Join('|', cards.Select(card => hand[card]))).Select(way => (Arms: way.Key.Split('|'), Weight: (double)way.Count())).ToArray();
            ways = [.. ways.SelectMany(way => distinct.Select(next => ((string[])[.. way.Arms, .. next.Arms], way.Weight * next.Weight)))];
        }

        double? Statistic(IEnumerable<string> arms)
        {
            var arm = arms.Zip(units, (arm, unit) => (arm, Value: (double)outcomes[unit.Unit].Value)).ToLookup(each => each.arm, each => each.Value);
            return arm["control"].Any() && arm["treatment"].Any() ? arm["treatment"].Average() - arm["control"].Average() : null;
        }

        var seen = Math.Abs(Statistic(units.Select(unit => unit.Variant))!.Value);
        return ways.Where(way => Statistic(way.Arms) is not { } statistic || Math.Abs(statistic) >= seen - 1e-9).Sum(way => way.Weight) / ways.Sum(way => way.Weight);
    }
}
