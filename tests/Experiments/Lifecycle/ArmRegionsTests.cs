using Experiments.Flags;
using Experiments.Lifecycle;

namespace Experiments.Tests.Lifecycle;

public sealed class ArmRegionsTests
{
    private static readonly ExperimentArm[] Thirds = [new("a", 33.33m, true), new("b", 33.33m, false), new("c", 33.34m, false)];

    [Fact]
    public void Full_traffic_uses_the_whole_block()
        => ArmRegions.Compile(Thirds, 0, 100, 100).ShouldBe([new("a", 0, 33.33m), new("b", 33.33m, 66.66m), new("c", 66.66m, 100)]);

    [Fact]
    public void A_block_inside_a_layer_is_divided_by_weight()
        => ArmRegions.Compile([new("a", 25, true), new("b", 75, false)], 40, 20, 50).ShouldBe([new("a", 40, 42.5m), new("b", 45, 52.5m)]);

    [Fact]
    public void No_traffic_means_nobody()
        => ArmRegions.Compile(Thirds, 0, 100, 0).ShouldBeEmpty();

    [Fact]
    public void Growing_traffic_moves_nobody_who_is_in()
    {
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var first = random.Next(1, 99);
            ExperimentArm[] arms = [new("a", first, true), new("b", 100 - first, false)];
            var share = random.Next(1, 101);
            var start = random.Next(0, 101 - share);
            var small = random.Next(0, 101);
            var large = random.Next(small, 101);
            var before = ArmRegions.Compile(arms, start, share, small);
            var after = ArmRegions.Compile(arms, start, share, large);
            for (var unit = 0; unit < 100; unit++)
            {
                var place = Bucket.Of($"unit-{unit}", "seed");
                if (Arm(before, place) is { } arm)
                    Arm(after, place).ShouldBe(arm, $"round {round}, unit {unit}");
            }
        }
    }

    [Fact]
    public void No_range_leaves_its_block()
    {
        var random = new Random(8);
        for (var round = 0; round < 200; round++)
        {
            var share = random.Next(1, 101);
            var start = random.Next(0, 101 - share);
            var ranges = ArmRegions.Compile(Thirds, start, share, random.Next(0, 101));
            ranges.ShouldAllBe(range => range.From >= start && range.To <= start + share && range.From < range.To);
        }
    }

    private static string? Arm(IReadOnlyList<PercentileRange> ranges, double place)
        => ranges.FirstOrDefault(range => place >= (double)range.From && (place < (double)range.To || range.To == 100))?.Variant;
}
