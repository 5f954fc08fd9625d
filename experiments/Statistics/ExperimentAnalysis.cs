using Experiments.Lifecycle;

namespace Experiments.Statistics;

/// <summary>From an experiment's numbers to everything that is said of it.</summary>
public static class ExperimentAnalysis
{
    /// <summary>
    /// An experiment with many units: relative lifts with always-valid intervals and p-values, CUPED where there are covariates (theta pooled over
    /// arms), Holm over the primary metric's treatments, Benjamini and Hochberg over secondary metrics and treatments.
    /// </summary>
    /// <exception cref="ArgumentException">Not exactly one arm is control, or a guardrail's metric has no numbers.</exception>
    public static AnalysisResult Of(ExperimentNumbers numbers, AnalysisOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        options ??= AnalysisOptions.Default;
        AlwaysValid.CheckLevel(options.Alpha);
        var control = Control(numbers.Arms);
        var check = Sizes(numbers.Arms, numbers.Units, options);
        var metrics = numbers.Metrics.Select(metric => new MetricResult(
            metric.Metric,
            metric.Role,
            [.. numbers.Arms.Select(arm => Arm(metric, arm, control, options))])).ToArray();
        var guardrails = numbers.Guardrails.Select(guardrail =>
        {
            var metric = numbers.Metrics.FirstOrDefault(metric => metric.Metric.Key == guardrail.Metric)
                ?? throw new ArgumentException($"The guardrail's metric {guardrail.Metric} has no numbers.", nameof(numbers));
            return GuardrailBound.Check(guardrail, metric.Metric.HigherIsBetter, numbers.Arms
                .Where(arm => !arm.Control)
                .Select(arm => (arm.Variant, Comparison(metric, arm.Variant, control.Variant))), options);
        }).ToArray();
        return new AnalysisResult(AnalysisMethod.AlwaysValid, check, Adjusted(metrics, options.Alpha), guardrails, null, Warnings(check, numbers));
    }

    internal static ExperimentArm Control(IReadOnlyList<ExperimentArm> arms)
        => arms.Count(arm => arm.Control) == 1 ? arms.Single(arm => arm.Control) : throw new ArgumentException("Exactly one arm is control.", nameof(arms));

    internal static SampleRatioCheck Sizes(IReadOnlyList<ExperimentArm> arms, IReadOnlyDictionary<string, long> units, AnalysisOptions options)
    {
        var observed = arms.Select(arm => units.GetValueOrDefault(arm.Variant)).ToArray();
        var test = SampleRatio.Check(observed, [.. arms.Select(arm => (double)arm.Weight)], options.MismatchBelow);
        return new SampleRatioCheck(test.PValue, test.Mismatch, [.. arms.Select((arm, index) => new ArmCount(arm.Variant, observed[index], test.Expected[index]))]);
    }

    internal const string MismatchWarning = "The arms do not have the sizes that were planned: assignment or recording is broken, and no figure can be trusted.";

    /// <summary>Adjusts within each role, and says what is significant.</summary>
    internal static IReadOnlyList<MetricResult> Adjusted(IReadOnlyList<MetricResult> metrics, double alpha)
    {
        var questions = metrics
            .SelectMany((metric, at) => metric.Arms.Select((arm, index) => (metric.Role, Key: (at, index), arm.PValue)))
            .Where(question => question.PValue is not null)
            .ToArray();
        var answers = new Dictionary<(int, int), double>();
        foreach (var role in questions.GroupBy(question => question.Role))
        {
            double[] pValues = [.. role.Select(question => question.PValue!.Value)];
            var adjusted = role.Key switch
            {
                MetricRole.Primary => MultipleTesting.Holm(pValues),
                MetricRole.Secondary => MultipleTesting.BenjaminiHochberg(pValues),
                MetricRole.Guardrail => pValues,
                _ => throw new ArgumentOutOfRangeException(nameof(metrics), role.Key, "There is no such role."),
            };
            foreach (var (index, question) in role.Index())
                answers[question.Key] = adjusted[index];
        }

        return [.. metrics.Select((metric, at) => metric with
        {
            Arms = [.. metric.Arms.Select((arm, index) => answers.TryGetValue((at, index), out var adjusted)
                ? arm with { AdjustedPValue = adjusted, Significant = adjusted < alpha }
                : arm)],
        })];
    }

    private static ArmResult Arm(MetricNumbers metric, ExperimentArm arm, ExperimentArm control, AnalysisOptions options)
    {
        var statistics = metric.Arms.GetValueOrDefault(arm.Variant) ?? ArmStatistics.Empty;
        var result = new ArmResult(arm.Variant, statistics.Units, Estimate(metric, arm.Variant)?.Mean ?? 0, null, null, null, null, null, null, null, false);
        if (arm.Control || Comparison(metric, arm.Variant, control.Variant) is not { } comparison)
            return result;

        var (effect, error) = comparison.Lift is { } lift ? (lift, comparison.LiftError) : (comparison.Difference, comparison.DifferenceError);
        result = result with { Lift = comparison.Lift };
        if (error is not { } standardError)
            return result;

        var halfWidth = standardError * AlwaysValid.StandardErrors(comparison.Units, options.Alpha, options.TuningUnits);
        // A prior is about lifts; where there is none, only the difference's direction is left to say.
        var posterior = Posterior.Of(effect, standardError, comparison.Lift is null ? null : options.Prior);
        return result with
        {
            Lower = comparison.Lift is null ? null : effect - halfWidth,
            Upper = comparison.Lift is null ? null : effect + halfWidth,
            PValue = AlwaysValid.PValue(effect / standardError, comparison.Units, options.Alpha, options.TuningUnits),
            ChanceToWin = metric.Metric.HigherIsBetter ? posterior.ChanceToWin : 1 - posterior.ChanceToWin,
            ExpectedLoss = comparison.Lift is null ? null : metric.Metric.HigherIsBetter ? posterior.LossOfTreatment : posterior.LossOfControl,
        };
    }

    private static ArmEstimate? Estimate(MetricNumbers metric, string variant)
    {
        if (metric.Arms.GetValueOrDefault(variant) is not { } statistics)
            return null;
        if (metric.Metric.Kind == MetricKind.Ratio && statistics.Units > 0 && statistics.Denominator is null)
            throw new ArgumentException($"The ratio {metric.Metric.Key} has no denominators in {variant}.", nameof(metric));
        return ArmEstimate.Of(statistics);
    }

    private static ArmComparison? Comparison(MetricNumbers metric, string variant, string control)
        => Estimate(metric, control) is { } first && Estimate(metric, variant) is { } second
            ? new ArmComparison(first, second, Cuped.Theta(metric.Arms.Values))
            : null;

    private static List<string> Warnings(SampleRatioCheck check, ExperimentNumbers numbers)
    {
        var warnings = new List<string>();
        if (check.Mismatch)
            warnings.Add(MismatchWarning);
        foreach (var arm in numbers.Arms.Where(arm => numbers.Units.GetValueOrDefault(arm.Variant) < ArmComparison.MinimumUnits))
            warnings.Add($"Arm {arm.Variant} has fewer than {ArmComparison.MinimumUnits} units: too few for an interval.");
        return warnings;
    }
}
