using Experiments.Lifecycle;

namespace Experiments.Statistics;

/// <summary>
/// Whether a treatment harms a metric beyond its limit, by an always-valid bound: it may be asked at every look, and over all looks of one
/// guardrail the chance of a false alarm stays below half the level, for harm is one side of a two-sided interval.
/// </summary>
internal static class GuardrailBound
{
    internal static GuardrailResult Check(
        Guardrail guardrail,
        bool higherIsBetter,
        IEnumerable<(string Variant, ArmComparison? Comparison)> treatments,
        AnalysisOptions options)
    {
        GuardrailArm[] arms = [.. treatments.Select(treatment => treatment.Comparison is { } comparison
            ? Check(treatment.Variant, comparison, (double)guardrail.MaximumHarm, higherIsBetter, options)
            : new GuardrailArm(treatment.Variant, null, null, false))];
        return new GuardrailResult(guardrail, arms.Any(arm => arm.Breached), arms);
    }

    private static GuardrailArm Check(string variant, ArmComparison comparison, double limit, bool higherIsBetter, AnalysisOptions options)
    {
        var reach = AlwaysValid.StandardErrors(comparison.Units, options.Alpha, options.TuningUnits);
        var direction = higherIsBetter ? -1 : 1;
        var relations = comparison.Relations(reach);
        var beyond = direction * comparison.Against(1 + direction * limit);
        return new GuardrailArm(
            variant,
            direction * comparison.Lift,
            relations is { } range ? higherIsBetter ? 1 - range.Upper : range.Lower - 1 : null,
            beyond > reach);
    }
}
