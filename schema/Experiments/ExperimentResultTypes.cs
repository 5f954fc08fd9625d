using Experiments.Analysis;
using Experiments.Lifecycle;
using Statistics = Experiments.Statistics;

namespace Marketplace.Schema.Experiments;

/// <summary>What an experiment has shown so far.</summary>
/// <param name="ComputedAt">When these figures were computed.</param>
/// <param name="UnitsInSeveralArms">Units seen in more than one arm; they are left out of every figure.</param>
/// <param name="SampleRatio">Chi-squared test of the observed arm sizes against the planned ones.</param>
/// <param name="Method">How chance was reckoned with.</param>
/// <param name="Metrics">The primary metric, then the secondary ones, then those that are only guarded.</param>
/// <param name="SmallestPValue">With few units, the smallest p-value that any outcome could have had; null with many.</param>
/// <param name="Warnings">What to bear in mind with these figures, in sentences.</param>
public sealed record ExperimentResultsAnswer(
    DateTimeOffset ComputedAt, int UnitsInSeveralArms, SampleRatioAnswer SampleRatio, Statistics.AnalysisMethod Method, IReadOnlyList<MetricAnswer> Metrics, double? SmallestPValue,
    IReadOnlyList<string> Warnings)
{
    public static ExperimentResultsAnswer Of(long experiment, ExperimentResults results)
    {
        var check = results.Analysis.SampleRatio;
        return new ExperimentResultsAnswer(
            results.ComputedAt,
            Numbers.Count(results.UnitsInSeveralArms),
            new SampleRatioAnswer(Numbers.OrElse(check.PValue, 1), check.Mismatch, [.. check.Arms.Select(a => new ArmCountAnswer(a.Variant, Numbers.Count(a.Units), Numbers.OrElse(a.Expected, 0)))]),
            results.Analysis.Method,
            [.. results.Analysis.Metrics.Select(m => new MetricAnswer(experiment, m.Metric.Key, [.. m.Arms.Select(ArmAnswer.Of)]))],
            Numbers.OrNull(results.Analysis.SmallestPValue),
            results.Analysis.Warnings);
    }
}

public sealed record SampleRatioAnswer(double PValue, bool Mismatch, IReadOnlyList<ArmCountAnswer> Arms);

public sealed record ArmCountAnswer(string Variant, int Units, double Expected);

public sealed record MetricAnswer(long Experiment, string Key, IReadOnlyList<ArmAnswer> Arms);

/// <param name="Variant">The arm.</param>
/// <param name="Units">Units in it.</param>
/// <param name="Mean">The metric as it was seen.</param>
/// <param name="Lift">The difference from control as a part of control: 0.05 is five percent more.</param>
/// <param name="Lower">The lower end of the lift's interval.</param>
/// <param name="Upper">Its upper end.</param>
/// <param name="PValue">It matches the interval.</param>
/// <param name="AdjustedPValue">Adjusted for the other arms of the primary metric, or for all secondary metrics and arms.</param>
/// <param name="ChanceToWin">The chance that the arm is better than control, in the metric's better direction.</param>
/// <param name="ExpectedLoss">What choosing the arm loses on average where it is the worse one, as a part of control.</param>
/// <param name="Significant">Whether the adjusted p-value is below 0.05.</param>
public sealed record ArmAnswer(
    string Variant, int Units, double Mean, double? Lift, double? Lower, double? Upper, double? PValue, double? AdjustedPValue, double? ChanceToWin, double? ExpectedLoss, bool Significant)
{
    public static ArmAnswer Of(Statistics.ArmResult arm) => new(
        arm.Variant, Numbers.Count(arm.Units), Numbers.OrElse(arm.Mean, 0), Numbers.OrNull(arm.Lift), Numbers.OrNull(arm.Lower), Numbers.OrNull(arm.Upper), Numbers.OrNull(arm.PValue),
        Numbers.OrNull(arm.AdjustedPValue), Numbers.OrNull(arm.ChanceToWin), Numbers.OrNull(arm.ExpectedLoss), arm.Significant);
}

/// <summary>GraphQL's Float has no infinity, and its Int ends at two thousand million.</summary>
internal static class Numbers
{
    public static int Count(long value) => (int)Math.Min(value, int.MaxValue);

    public static double OrElse(double value, double otherwise) => double.IsFinite(value) ? value : otherwise;

    public static double? OrNull(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}

[ObjectType<ExperimentResultsAnswer>(Name = "ExperimentResults", Include =
    [
        nameof(ExperimentResultsAnswer.ComputedAt), nameof(ExperimentResultsAnswer.UnitsInSeveralArms), nameof(ExperimentResultsAnswer.SampleRatio), nameof(ExperimentResultsAnswer.Method),
        nameof(ExperimentResultsAnswer.Metrics), nameof(ExperimentResultsAnswer.SmallestPValue), nameof(ExperimentResultsAnswer.Warnings),
    ])]
[Authorize(Policy = Policies.ExperimentReader)]
public static class ExperimentResultsType;

/// <summary>Chi-squared test of the observed arm sizes against the planned ones; after a mismatch no other figure is to be trusted.</summary>
[ObjectType<SampleRatioAnswer>(Name = "SampleRatioCheck")]
public static class SampleRatioType;

[ObjectType<ArmCountAnswer>(Name = "ArmCount")]
public static class ArmCountType;

[ObjectType<MetricAnswer>(Name = "MetricResult", Include = [nameof(MetricAnswer.Arms)])]
public static class MetricResultType
{
    [BatchResolver]
    public static async Task<IReadOnlyList<Metric>> GetMetricAsync([Parent] IReadOnlyList<MetricAnswer> results, MetricReader metrics, CancellationToken cancellation) =>
        results.InOrder(r => r.Key, await metrics.ByKeysAsync([.. results.Select(r => r.Key).Distinct()], cancellation));

    /// <summary>How it stood on each day, as last computed on it.</summary>
    [BatchResolver]
    public static async Task<IReadOnlyList<IReadOnlyList<TimelineAnswer>>> GetTimelineAsync(
        [Parent] IReadOnlyList<MetricAnswer> results, ExperimentResultsService analyses, CancellationToken cancellation)
    {
        var points = await analyses.TimelinesAsync([.. results.Select(r => r.Experiment).Distinct()], cancellation);
        return [.. results.Select(r => (IReadOnlyList<TimelineAnswer>)
            [.. points[r.Experiment].Where(p => p.Metric == r.Key).Select(p => new TimelineAnswer(p.At, p.Variant, p.Lift, p.Lower, p.Upper))])];
    }
}

/// <summary>One arm against control. Intervals of experiments with many units are always valid: they hold however often someone looks.</summary>
[ObjectType<ArmAnswer>(Name = "ArmResult")]
public static class ArmResultType;

[GraphQLName("TimelinePoint")]
public sealed record TimelineAnswer(DateTimeOffset At, string Variant, double Lift, double Lower, double Upper);
