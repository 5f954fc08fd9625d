using System.Numerics;
using Experiments.Lifecycle;

namespace Experiments.Statistics;

/// <summary>
/// Randomization inference: the assignments that the design could have drawn are the only chance there is, and no distribution is assumed of
/// outcomes. Under the hypothesis that the arm changes nothing, every unit would have come to the same in either arm, so the statistic (the
/// difference of means, or of ratios of sums) is known for every assignment; the p-value is the share of those at least as large, either way.
/// See Fisher, The Design of Experiments (1935); Imbens and Rubin, Causal Inference (2015), chapters 5 and 9. It holds for one look.
/// </summary>
/// <param name="Control">Control's mean or ratio.</param>
/// <param name="Treatment">The treatment's.</param>
/// <param name="Lift">The difference as a part of control's; null where that is not above 0.</param>
/// <param name="PValue">Two-sided: never 0, for the assignment that was drawn is one of those counted.</param>
/// <param name="ChanceAbove">The share of assignments with a smaller difference, ties by half: one less the one-sided mid p-value.</param>
/// <param name="Interval">The relative lifts, the same for every unit, that the test does not reject: by taking such an effect out of the treated units. An end that is not reached is null.</param>
/// <param name="SmallestPValue">The smallest p-value that any outcome could have with this design.</param>
/// <param name="Assignments">How many assignments the design could have drawn.</param>
/// <param name="Sampled">Whether they were too many to go through, and a sample stands for them.</param>
public sealed record RandomizationTest(
    double Control,
    double Treatment,
    double? Lift,
    double PValue,
    double ChanceAbove,
    (double? Lower, double? Upper) Interval,
    double SmallestPValue,
    BigInteger Assignments,
    bool Sampled)
{
    internal const int DefaultMaximumAssignments = 1 << 20;

    internal const int DefaultDraws = 99_999;

    /// <summary>Tests one treatment against control; null where either has no units to divide by.</summary>
    /// <param name="units">The draw, all arms of it.</param>
    /// <param name="control">The arm that is compared with.</param>
    /// <param name="treatment">The arm in question.</param>
    /// <param name="outcomes">What units came to, by key; a missing one to nothing.</param>
    /// <param name="kind">A ratio divides sums; all else are means over units.</param>
    /// <param name="options">The level, the bound on assignments, and the seed and size of a sample beyond it.</param>
    public static RandomizationTest? Of(
        IReadOnlyList<DesignUnit> units,
        string control,
        string treatment,
        IReadOnlyDictionary<string, UnitOutcome> outcomes,
        MetricKind kind = MetricKind.Mean,
        AnalysisOptions? options = null)
        => RandomizationDistribution.Of(units, control, treatment, outcomes, kind, options ?? AnalysisOptions.Default)?.Test();
}
