using Experiments.Flags;

namespace Experiments.Lifecycle;

/// <summary>
/// Arms divide an experiment's block of its layer by weight into regions that stay where they are; traffic uses the first part of each
/// region. So traffic can grow and nobody who is in moves to another arm or out.
/// </summary>
internal static class ArmRegions
{
    internal static IReadOnlyList<PercentileRange> Compile(IReadOnlyList<ExperimentArm> arms, decimal blockStart, decimal blockShare, decimal traffic)
    {
        var ranges = new List<PercentileRange>(arms.Count);
        var before = 0m;
        foreach (var arm in arms)
        {
            var from = blockStart + blockShare * before / 100;
            var to = from + blockShare * arm.Weight / 100 * traffic / 100;
            // An empty range at the very end would still hold the one hash that is exactly 100.
            if (to > from)
                ranges.Add(new PercentileRange(arm.Variant, Tidy(from), Tidy(to)));
            before += arm.Weight;
        }

        return ranges;
    }

    // Without trailing zeros, so that a definition reads 33.3 and not 33.3000.
    private static decimal Tidy(decimal value) => value / 1.000000000000000000000000000000000m;
}
