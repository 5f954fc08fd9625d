using Experiments.Lifecycle;

namespace Experiments.Statistics;

/// <summary>Everything the numbers say.</summary>
/// <param name="Method">How chance was reckoned with.</param>
/// <param name="SampleRatio">Whether the arms have the sizes that were planned. After a mismatch no other figure is to be trusted.</param>
/// <param name="Metrics">In the order given.</param>
/// <param name="Guardrails">In the order given.</param>
/// <param name="SmallestPValue">With few units, the smallest p-value that any outcome could have; null with many.</param>
/// <param name="Warnings">Sentences for people: what to bear in mind with these figures.</param>
public sealed record AnalysisResult(
    AnalysisMethod Method,
    SampleRatioCheck SampleRatio,
    IReadOnlyList<MetricResult> Metrics,
    IReadOnlyList<GuardrailResult> Guardrails,
    double? SmallestPValue,
    IReadOnlyList<string> Warnings);

/// <summary>How chance was reckoned with.</summary>
public enum AnalysisMethod
{
    /// <summary>Many units: asymptotic confidence sequences.</summary>
    AlwaysValid,

    /// <summary>Few units: every assignment that the design could have drawn.</summary>
    ExactRandomization,

    /// <summary>Few units, but too many assignments to go through: a seeded sample of them.</summary>
    SampledRandomization,
}

/// <summary>The sizes of arms against the planned ones.</summary>
/// <param name="PValue">Of the chi-squared test.</param>
/// <param name="Mismatch">Whether it is below the alarm level.</param>
/// <param name="Arms">In the experiment's order.</param>
public sealed record SampleRatioCheck(double PValue, bool Mismatch, IReadOnlyList<ArmCount> Arms);

/// <summary>The size of one arm.</summary>
/// <param name="Variant">The arm.</param>
/// <param name="Units">Units seen.</param>
/// <param name="Expected">Units it should have, of all that were seen.</param>
public sealed record ArmCount(string Variant, long Units, double Expected);

/// <summary>One metric in every arm.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Role">What it is there for.</param>
/// <param name="Arms">In the experiment's order, control among them.</param>
public sealed record MetricResult(Metric Metric, MetricRole Role, IReadOnlyList<ArmResult> Arms);

/// <summary>One metric in one arm, against control. What cannot be said is null; of control itself, everything but its units and mean.</summary>
/// <param name="Variant">The arm.</param>
/// <param name="Units">Units in it.</param>
/// <param name="Mean">The metric as it was seen, without CUPED: a mean per unit, a share, or a ratio; 0 where there is nothing to divide by.</param>
/// <param name="Lift">The difference from control as a part of control, after CUPED where there is a covariate: 0.05 is five percent more. Null while control is at or below 0.</param>
/// <param name="Lower">Lower end of the lift's interval.</param>
/// <param name="Upper">Its upper end.</param>
/// <param name="PValue">Two-sided; it matches the interval: below the level where the interval does not hold 0.</param>
/// <param name="AdjustedPValue">Adjusted for the other questions of its role.</param>
/// <param name="ChanceToWin">The chance that the arm is better than control, in the metric's better direction.</param>
/// <param name="ExpectedLoss">What choosing the arm loses on average where it is worse, as a part of control.</param>
/// <param name="Significant">Whether the adjusted p-value is below the level.</param>
public sealed record ArmResult(
    string Variant,
    long Units,
    double Mean,
    double? Lift,
    double? Lower,
    double? Upper,
    double? PValue,
    double? AdjustedPValue,
    double? ChanceToWin,
    double? ExpectedLoss,
    bool Significant);

/// <summary>One guardrail, over all treatments.</summary>
/// <param name="Guardrail">The guardrail.</param>
/// <param name="Breached">Whether any treatment does more harm than is borne.</param>
/// <param name="Arms">Every treatment, in the experiment's order.</param>
public sealed record GuardrailResult(Guardrail Guardrail, bool Breached, IReadOnlyList<GuardrailArm> Arms);

/// <summary>One treatment at one guardrail.</summary>
/// <param name="Variant">The treatment.</param>
/// <param name="Harm">How much worse than control it was seen to be, as a part of control; negative where it is better; null where control is at or below 0.</param>
/// <param name="HarmAtLeast">The bound: it does at least this harm, as a part of control; null while nothing can be said.</param>
/// <param name="Breached">Whether it does more harm than is borne, beyond doubt.</param>
public sealed record GuardrailArm(string Variant, double? Harm, double? HarmAtLeast, bool Breached);
