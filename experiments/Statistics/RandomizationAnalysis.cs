using Experiments.Lifecycle;

namespace Experiments.Statistics;

/// <summary>From the numbers of an experiment with few units to everything that is said of it.</summary>
public static class RandomizationAnalysis
{
    /// <summary>Below this many units there is a warning.</summary>
    public const int FewUnits = 12;

    /// <summary>
    /// Exact p-values over every assignment the design could have drawn, intervals of the relative lifts that they do not reject, and the chance to
    /// win as the share of assignments that the one drawn surpasses. Adjusted as with many units. Unlike with many units, they hold for one look.
    /// </summary>
    /// <exception cref="ArgumentException">Not exactly one arm is control, a unit is named twice, or a guardrail's metric has no numbers.</exception>
    public static AnalysisResult Of(FewUnitsNumbers numbers, AnalysisOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        options ??= AnalysisOptions.Default;
        AlwaysValid.CheckLevel(options.Alpha);
        if (numbers.Units.DistinctBy(unit => unit.Unit).Count() != numbers.Units.Count)
            throw new ArgumentException("A unit is named twice.", nameof(numbers));

        var control = ExperimentAnalysis.Control(numbers.Arms);
        var units = numbers.Units.Where(unit => unit.Included).CountBy(unit => unit.Variant).ToDictionary(arm => arm.Key, arm => (long)arm.Value);
        var check = ExperimentAnalysis.Sizes(numbers.Arms, units, options);
        var treatments = numbers.Arms.Where(arm => !arm.Control).ToArray();
        var distributions = numbers.Metrics.ToDictionary(
            metric => metric.Metric.Key,
            metric => treatments.ToDictionary(
                arm => arm.Variant,
                arm => RandomizationDistribution.Of(numbers.Units, control.Variant, arm.Variant, metric.Outcomes, metric.Metric.Kind, options)));
        var tests = distributions.ToDictionary(metric => metric.Key, metric => metric.Value.ToDictionary(arm => arm.Key, arm => arm.Value?.Test()));

        var metrics = numbers.Metrics.Select(metric => new MetricResult(metric.Metric, metric.Role, [.. numbers.Arms.Select(arm => Arm(
            metric, numbers, arm, units.GetValueOrDefault(arm.Variant), arm.Control ? null : tests[metric.Metric.Key][arm.Variant]))])).ToArray();
        var guardrails = numbers.Guardrails.Select(guardrail =>
        {
            var metric = numbers.Metrics.FirstOrDefault(metric => metric.Metric.Key == guardrail.Metric)?.Metric
                ?? throw new ArgumentException($"The guardrail's metric {guardrail.Metric} has no numbers.", nameof(numbers));
            GuardrailArm[] arms = [.. treatments.Select(arm => Guarded(
                arm.Variant, distributions[metric.Key][arm.Variant], tests[metric.Key][arm.Variant], (double)guardrail.MaximumHarm, metric.HigherIsBetter))];
            return new GuardrailResult(guardrail, arms.Any(arm => arm.Breached), arms);
        }).ToArray();

        RandomizationTest[] all = [.. tests.Values.SelectMany(arms => arms.Values).OfType<RandomizationTest>()];
        var sampled = all.Any(test => test.Sampled);
        double? smallest = all.Length == 0 ? null : all.Min(test => test.SmallestPValue);
        return new AnalysisResult(
            sampled ? AnalysisMethod.SampledRandomization : AnalysisMethod.ExactRandomization,
            check,
            ExperimentAnalysis.Adjusted(metrics, options.Alpha),
            guardrails,
            smallest,
            Warnings(numbers, check, sampled, smallest, options));
    }

    private static ArmResult Arm(FewUnitsMetric metric, FewUnitsNumbers numbers, ExperimentArm arm, long units, RandomizationTest? test)
    {
        var own = numbers.Units.Where(unit => unit.Included && unit.Variant == arm.Variant).Select(unit => metric.Outcomes.GetValueOrDefault(unit.Unit)).ToArray();
        var divisor = metric.Metric.Kind == MetricKind.Ratio ? own.Sum(unit => unit.Denominator) : own.Length;
        var mean = divisor == 0 ? 0 : (double)own.Sum(unit => unit.Value) / (double)divisor;
        return new ArmResult(
            arm.Variant,
            units,
            mean,
            test?.Lift,
            test?.Interval.Lower,
            test?.Interval.Upper,
            test?.PValue,
            null,
            metric.Metric.HigherIsBetter ? test?.ChanceAbove : 1 - test?.ChanceAbove,
            null,
            false);
    }

    private static GuardrailArm Guarded(string variant, RandomizationDistribution? distribution, RandomizationTest? test, double limit, bool higherIsBetter)
        => new(
            variant,
            higherIsBetter ? -test?.Lift : test?.Lift,
            higherIsBetter ? -test?.Interval.Upper : test?.Interval.Lower,
            distribution?.Beyond(higherIsBetter ? 1 - limit : 1 + limit, above: !higherIsBetter) ?? false);

    private static List<string> Warnings(FewUnitsNumbers numbers, SampleRatioCheck check, bool sampled, double? smallest, AnalysisOptions options)
    {
        var warnings = new List<string>();
        if (check.Mismatch)
            warnings.Add(ExperimentAnalysis.MismatchWarning);
        var included = numbers.Units.Count(unit => unit.Included);
        if (included < FewUnits)
            warnings.Add(FormattableString.Invariant($"Only {included} units: fewer than {FewUnits} can show large effects alone."));
        if (smallest > options.Alpha)
            warnings.Add(FormattableString.Invariant($"No outcome could be significant: the smallest p-value that this design can give is {smallest:0.####}."));
        if (sampled)
            warnings.Add(FormattableString.Invariant($"P-values are from a sample of {options.SampledAssignments} assignments, seed {options.Seed}: the design has too many to go through."));
        warnings.Add("With few units, p-values and intervals hold for one look at a time chosen beforehand.");
        return warnings;
    }
}
