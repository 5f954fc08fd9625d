using Experiments.Exposures;

namespace Experiments.Tests.Exposures;

public sealed class SeenUnitsTests
{
    [Fact]
    public void It_knows_a_unit_in_the_arm_it_was_seen_in_alone()
    {
        var seen = new SeenUnits(10);
        seen.Add("e", "u", "a");

        seen.Knows("e", "u", "a").ShouldBeTrue();
        seen.Knows("e", "u", "b").ShouldBeFalse();
        seen.Knows("f", "u", "a").ShouldBeFalse();
    }

    [Fact]
    public void It_remembers_the_newer_half_of_what_it_holds_and_no_more_than_it_may()
    {
        var seen = new SeenUnits(100);
        for (var unit = 0; unit < 1000; unit++)
            seen.Add("e", $"{unit}", "a");

        var known = Enumerable.Range(0, 1000).Where(unit => seen.Knows("e", $"{unit}", "a")).ToArray();
        known.Length.ShouldBeInRange(50, 100);
        known.Min().ShouldBe(1000 - known.Length);
    }
}
