using Experiments.Exposures;

namespace Experiments.Tests.Exposures;

public sealed class SeenUnitsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void It_knows_a_unit_in_the_arm_it_was_seen_in_alone()
    {
        var seen = new SeenUnits(10);
        seen.Add("e", "u", "a", Noon);

        seen.Knows("e", "u", "a", Noon).ShouldBeTrue();
        seen.Knows("e", "u", "a", Noon.AddSeconds(-1)).ShouldBeFalse();
        seen.Knows("e", "u", "b", Noon).ShouldBeFalse();
        seen.Knows("f", "u", "a", Noon).ShouldBeFalse();
    }

    [Fact]
    public void It_remembers_the_newer_half_of_what_it_holds_and_no_more_than_it_may()
    {
        var seen = new SeenUnits(100);
        for (var unit = 0; unit < 1000; unit++)
            seen.Add("e", $"{unit}", "a", Noon);

        var known = Enumerable.Range(0, 1000).Where(unit => seen.Knows("e", $"{unit}", "a", Noon)).ToArray();
        known.Length.ShouldBeInRange(50, 100);
        known.Min().ShouldBe(1000 - known.Length);
    }
}
