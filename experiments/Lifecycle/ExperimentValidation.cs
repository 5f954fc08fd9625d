using System.Text.Json;
using Experiments.Flags;

namespace Experiments.Lifecycle;

internal static class ExperimentValidation
{
    private const int LongestName = 200;
    private const int LongestHypothesis = 5_000;
    private const int LongestAudience = 100_000;
    private const int MostArms = 20;
    private const int MostMetrics = 50;
    private const int MostGuardrails = 20;

    /// <summary>What can be said without looking at anything else.</summary>
    internal static Invalid? CheckAlone(NewExperiment experiment)
    {
        if (!Words.IsKey(experiment.Key))
            return Words.NotAKey("key");
        if (string.IsNullOrWhiteSpace(experiment.Name) || experiment.Name.Length > LongestName)
            return new("name", $"An experiment has a name of at most {LongestName} characters.");
        if (string.IsNullOrWhiteSpace(experiment.Hypothesis) || experiment.Hypothesis.Length > LongestHypothesis)
            return new("hypothesis", $"Say what is expected to happen, and why, in at most {LongestHypothesis:N0} characters.");
        if (!Enum.IsDefined(experiment.Unit))
            return new("unit", "An account, a job or a job category is assigned.");
        if (experiment.Layer is not null && !Words.IsKey(experiment.Layer))
            return Words.NotAKey("layer");
        if (experiment.LayerShare is <= 0 or > 100 || !IsShort(experiment.LayerShare))
            return new("layerShare", "A share of the layer is above 0 and at most 100 percent, with at most four decimals.");
        if (CheckTraffic(experiment.Traffic) is { } traffic)
            return traffic;
        if (experiment.Seed is not null && string.IsNullOrWhiteSpace(experiment.Seed))
            return new("seed", "A seed is not empty.");
        return CheckAudience(experiment.Audience) ?? CheckArms(experiment.Arms) ?? CheckMetricLists(experiment);
    }

    internal static Invalid? CheckTraffic(decimal traffic)
        => traffic is < 0 or > 100 || !IsShort(traffic) ? new("traffic", "Traffic is between 0 and 100 percent, with at most four decimals.") : null;

    internal static Invalid? CheckAgainst(NewExperiment experiment, FlagDefinition flag, IReadOnlySet<string> metrics)
        => CheckArmsAgainst(experiment, flag) ?? CheckMetricsAgainst(experiment, metrics);

    internal static Invalid? CheckMetricsAgainst(NewExperiment experiment, IReadOnlySet<string> metrics)
    {
        if (!metrics.Contains(experiment.PrimaryMetric))
            return Unknown("primaryMetric", experiment.PrimaryMetric);
        if ((experiment.SecondaryMetrics ?? []).FirstOrDefault(metric => !metrics.Contains(metric)) is { } secondary)
            return Unknown("secondaryMetrics", secondary);
        return (experiment.Guardrails ?? []).FirstOrDefault(guardrail => !metrics.Contains(guardrail.Metric)) is { } guardrail
            ? Unknown("guardrails", guardrail.Metric)
            : null;
    }

    private static Invalid? CheckArmsAgainst(NewExperiment experiment, FlagDefinition flag)
    {
        foreach (var arm in experiment.Arms)
        {
            if (flag.Variants.All(variant => variant.Name != arm.Variant))
                return new("arms", $"The flag has no variant '{arm.Variant}'.");
        }

        return experiment.Audience is not null && flag.Conditions.Count > 0
            ? new("audience", "The flag has conditions of its own; an audience would have to replace them.")
            : null;
    }

    private static Invalid? CheckAudience(JsonElement? given)
    {
        if (given is not { } audience)
            return null;
        // It goes into every node's memory and into every service that reads the definition.
        if (audience.GetRawText().Length > LongestAudience)
            return new("audience", $"An audience has at most {LongestAudience:N0} characters; give its members a group or an attribute.");
        return Audience.Compile(audience).Problem is { } problem ? new("audience", problem) : null;
    }

    private static Invalid? CheckArms(IReadOnlyList<ExperimentArm> arms)
    {
        if (arms.Count is < 2 or > MostArms)
            return new("arms", $"A comparison needs at least two arms, and has at most {MostArms}.");
        if (arms.DistinctBy(arm => arm.Variant, StringComparer.Ordinal).Count() != arms.Count)
            return new("arms", "Two arms have the same variant.");
        if (arms.Any(arm => arm.Weight is <= 0 or > 100 || !IsShort(arm.Weight)))
            return new("arms", "Every weight is above 0 and at most 100, with at most four decimals.");
        if (arms.Sum(arm => arm.Weight) != 100)
            return new("arms", "The weights sum to 100.");
        return arms.Count(arm => arm.Control) == 1 ? null : new("arms", "Exactly one arm is the control.");
    }

    private static Invalid? CheckMetricLists(NewExperiment experiment)
    {
        var secondary = experiment.SecondaryMetrics ?? [];
        if (secondary.Count > MostMetrics)
            return new("secondaryMetrics", $"At most {MostMetrics} metrics are secondary.");
        if (secondary.Distinct(StringComparer.Ordinal).Count() != secondary.Count || secondary.Contains(experiment.PrimaryMetric, StringComparer.Ordinal))
            return new("secondaryMetrics", "A metric is named once, and the primary one is not secondary.");
        var guardrails = experiment.Guardrails ?? [];
        if (guardrails.Count > MostGuardrails)
            return new("guardrails", $"At most {MostGuardrails} metrics guard.");
        if (guardrails.DistinctBy(guardrail => guardrail.Metric, StringComparer.Ordinal).Count() != guardrails.Count)
            return new("guardrails", "A metric guards once.");
        return guardrails.All(guardrail => guardrail.MaximumHarm is > 0 and <= 1)
            ? null
            : new("guardrails", "The relative harm that is borne is above 0 and at most 1: 0.05 is five percent.");
    }

    // What is written down is what is computed with: a longer number would be cut somewhere.
    private static bool IsShort(decimal percent) => decimal.Round(percent, 4) == percent;

    private static Invalid Unknown(string field, string metric) => new(field, $"There is no metric '{metric}'.");
}
