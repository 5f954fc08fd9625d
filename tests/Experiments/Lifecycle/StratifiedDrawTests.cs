using Experiments.Lifecycle;

namespace Experiments.Tests.Lifecycle;

public sealed class StratifiedDrawTests
{
    private static readonly ExperimentArm[] Halves = [new("standard", 50, true), new("doubled", 50, false)];

    private static UnitVolume[] Units(int count) => [.. Enumerable.Range(0, count).Select(index => new UnitVolume($"unit-{index:00}", index * index))];

    [Fact]
    public void Pairs_of_alike_volume_are_split_between_the_arms()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var pairs = StratifiedDraw.Draw(Units(12), Halves, $"seed {seed}").GroupBy(unit => unit.Block).ToArray();

            pairs.Length.ShouldBe(6);
            pairs.ShouldAllBe(pair => pair.Select(unit => unit.Variant).Distinct().Count() == 2);
            foreach (var pair in pairs)
                pair.Select(unit => int.Parse(unit.Unit[5..])).Order().ShouldBe([10 - 2 * pair.Key, 11 - 2 * pair.Key]);
        }
    }

    [Fact]
    public void The_same_seed_draws_the_same_in_whatever_order_units_are_listed()
        => StratifiedDraw.Draw(Units(12).Reverse().ToArray(), Halves, "seed").ShouldBe(StratifiedDraw.Draw(Units(12), Halves, "seed"));

    [Fact]
    public void Over_seeds_every_unit_is_treated_about_as_often_as_not()
    {
        var treated = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var seed = 0; seed < 1_000; seed++)
        {
            foreach (var unit in StratifiedDraw.Draw(Units(12), Halves, $"seed {seed}").Where(unit => unit.Variant == "doubled"))
                treated[unit.Unit] = treated.GetValueOrDefault(unit.Unit) + 1;
        }

        treated.Count.ShouldBe(12);
        treated.Values.ShouldAllBe(count => count > 420 && count < 580);
    }

    [Fact]
    public void An_odd_unit_out_goes_to_either_arm_by_chance()
    {
        var arms = Enumerable.Range(0, 40).Select(seed => StratifiedDraw.Draw(Units(13), Halves, $"seed {seed}").Single(unit => unit.Block == 6).Variant);

        arms.Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public void Unequal_weights_are_dealt_exactly_within_each_block()
    {
        ExperimentArm[] arms = [new("a", 75, true), new("b", 25, false)];
        var blocks = StratifiedDraw.Draw(Units(12), arms, "seed").GroupBy(unit => unit.Block).ToArray();

        blocks.Length.ShouldBe(3);
        blocks.ShouldAllBe(block => block.Count(unit => unit.Variant == "b") == 1);
    }

    [Fact]
    public void Weights_that_no_block_can_show_still_give_every_arm_a_unit()
    {
        ExperimentArm[] arms = [new("a", 98.5m, true), new("b", 1.5m, false)];
        var drawn = StratifiedDraw.Draw(Units(12), arms, "seed");

        drawn.Count.ShouldBe(12);
        drawn.Count(unit => unit.Variant == "b").ShouldBe(1);
    }

    [Fact]
    public void Thirds_are_near_to_equal()
    {
        ExperimentArm[] arms = [new("a", 33.33m, true), new("b", 33.33m, false), new("c", 33.34m, false)];

        StratifiedDraw.Draw(Units(12), arms, "seed").GroupBy(unit => unit.Variant).Select(arm => arm.Count()).ShouldBe([4, 4, 4]);
    }

    [Fact]
    public void Fewer_units_than_arms_cannot_be_drawn()
        => Should.Throw<ArgumentException>(() => StratifiedDraw.Draw(Units(1), Halves, "seed"));

    [Fact]
    public void Growing_traffic_adds_whole_blocks_and_moves_nobody()
    {
        var drawn = StratifiedDraw.Draw(Units(13), Halves, "seed");
        IEnumerable<StratifiedDraw.Assigned> before = [];
        for (var traffic = 0; traffic <= 100; traffic++)
        {
            var now = StratifiedDraw.InUse(drawn, traffic).ToArray();
            now.ShouldBeSubsetOf(drawn);
            before.ShouldBeSubsetOf(now);
            before = now;
            if (traffic is > 0 and < 100)
                now.Select(unit => unit.Variant).Distinct().Count().ShouldBe(2);
        }

        StratifiedDraw.InUse(drawn, 0).ShouldBeEmpty();
        before.Count().ShouldBe(13);
    }
}
