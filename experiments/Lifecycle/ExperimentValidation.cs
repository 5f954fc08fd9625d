using Experiments.Flags;

namespace Experiments.Lifecycle;

internal static class ExperimentValidation
{
    /// <summary>What can be said without looking at anything else.</summary>
    internal static Invalid? CheckAlone(NewExperiment experiment)
    {
        if (!Words.IsKey(experiment.Key))
            return Words.NotAKey("key");
        if (string.IsNullOrWhiteSpace(experiment.Name))
            return new("name", "An experiment has a name.");
        if (string.IsNullOrWhiteSpace(experiment.Hypothesis))
            return new("hypothesis", "Say what is expected to happen, and why.");
        if (!Enum.IsDefined(experiment.Unit))
            return new("unit", "An account, a job or a job category is assigned.");
        if (experiment.Layer is not null && !Words.IsKey(experiment.Layer))
            return Words.NotAKey("layer");
        if (experiment.LayerShare is <= 0 or > 100)
            return new("layerShare", "A share of the layer is above 0 and at most 100 percent.");
        if (experiment.Traffic is < 0 or > 100)
            return new("traffic", "Traffic is between 0 and 100 percent.");
        if (experiment.Seed is not null && string.IsNullOrWhiteSpace(experiment.Seed))
            return new("seed", "A seed is not empty.");
        if (experiment.Audience is { } audience && Audience.Compile(audience).Problem is { } problem)
            return new("audience", problem);
        return CheckArms(experiment.Arms) ?? CheckMetricLists(experiment);
    }

    internal static Invalid? CheckAgainst(NewExperiment experiment, FlagDefinition flag, IReadOnlySet<string> metrics)
    {
        foreach (var arm in experiment.Arms)
        {
            if (flag.Variants.All(variant => variant.Name != arm.Variant))
                return new("arms", $"The flag has no variant '{arm.Variant}'.");
        }

        if (experiment.Audience is not null && flag.Conditions.Count > 0)
            return new("audience", "The flag has conditions of its own; an audience would have to replace them.");
        if (!metrics.Contains(experiment.PrimaryMetric))
            return Unknown("primaryMetric", experiment.PrimaryMetric);
        if ((experiment.SecondaryMetrics ?? []).FirstOrDefault(metric => !metrics.Contains(metric)) is { } secondary)
            return Unknown("secondaryMetrics", secondary);
        return (experiment.Guardrails ?? []).FirstOrDefault(guardrail => !metrics.Contains(guardrail.Metric)) is { } guardrail
            ? Unknown("guardrails", guardrail.Metric)
            : null;
    }

    private static Invalid? CheckArms(IReadOnlyList<ExperimentArm> arms)
    {
        if (arms.Count < 2)
            return new("arms", "A comparison needs at least two arms.");
        if (arms.DistinctBy(arm => arm.Variant, StringComparer.Ordinal).Count() != arms.Count)
            return new("arms", "Two arms have the same variant.");
        if (arms.Any(arm => arm.Weight is <= 0 or > 100))
            return new("arms", "Every weight is above 0.");
        if (arms.Sum(arm => arm.Weight) != 100)
            return new("arms", "The weights sum to 100.");
        return arms.Count(arm => arm.Control) == 1 ? null : new("arms", "Exactly one arm is the control.");
    }

    private static Invalid? CheckMetricLists(NewExperiment experiment)
    {
        var secondary = experiment.SecondaryMetrics ?? [];
        if (secondary.Distinct(StringComparer.Ordinal).Count() != secondary.Count || secondary.Contains(experiment.PrimaryMetric, StringComparer.Ordinal))
            return new("secondaryMetrics", "A metric is named once, and the primary one is not secondary.");
        var guardrails = experiment.Guardrails ?? [];
        if (guardrails.DistinctBy(guardrail => guardrail.Metric, StringComparer.Ordinal).Count() != guardrails.Count)
            return new("guardrails", "A metric guards once.");
        return guardrails.All(guardrail => guardrail.MaximumHarm >= 0)
            ? null
            : new("guardrails", "The harm that is borne is 0 or more.");
    }

    private static Invalid Unknown(string field, string metric) => new(field, $"There is no metric '{metric}'.");
}
