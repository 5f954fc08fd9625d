using Experiments.Analysis;
using Experiments.Lifecycle;

namespace Marketplace.Schema.Experiments;

/// <summary>A guardrail with the experiment that it guards.</summary>
public sealed record ExperimentGuardrail(Experiment Experiment, Guardrail Guardrail);

/// <summary>A metric that must not suffer.</summary>
[ObjectType<ExperimentGuardrail>(Name = "Guardrail", Include = [])]
public static class GuardrailType
{
    [BatchResolver]
    public static async Task<IReadOnlyList<Metric>> GetMetricAsync([Parent] IReadOnlyList<ExperimentGuardrail> guardrails, MetricReader metrics, CancellationToken cancellation) =>
        guardrails.InOrder(g => g.Guardrail.Metric, await metrics.ByKeysAsync([.. guardrails.Select(g => g.Guardrail.Metric).Distinct()], cancellation));

    /// <summary>The relative harm that is still borne, above 0 to 1: 0.05 is five percent.</summary>
    public static decimal MaximumHarm([Parent] ExperimentGuardrail guardrail) => guardrail.Guardrail.MaximumHarm;

    /// <summary>Whether more harm stops the experiment.</summary>
    public static bool StopsExperiment([Parent] ExperimentGuardrail guardrail) => guardrail.Guardrail.StopsExperiment;

    /// <summary>Whether an arm does more harm than that, beyond doubt; once it was found so, it stays so.</summary>
    [BatchResolver]
    public static async Task<IReadOnlyList<bool>> GetBreachedAsync([Parent] IReadOnlyList<ExperimentGuardrail> guardrails, ExperimentResultsService analyses, CancellationToken cancellation)
    {
        var found = await FoundAsync(guardrails, analyses, cancellation);
        return [.. found.Select(f => f.Count > 0)];
    }

    /// <summary>The arms that were found to do more harm than that, when and how much, as the audit log has it; the earliest first.</summary>
    [BatchResolver]
    public static Task<IReadOnlyList<IReadOnlyList<GuardrailBreach>>> GetBreachesAsync(
        [Parent] IReadOnlyList<ExperimentGuardrail> guardrails, ExperimentResultsService analyses, CancellationToken cancellation) => FoundAsync(guardrails, analyses, cancellation);

    private static async Task<IReadOnlyList<IReadOnlyList<GuardrailBreach>>> FoundAsync(
        IReadOnlyList<ExperimentGuardrail> guardrails, ExperimentResultsService analyses, CancellationToken cancellation)
    {
        var breaches = await analyses.BreachesAsync([.. guardrails.Select(g => g.Experiment.Id).Distinct()], cancellation);
        return [.. guardrails.Select(g => (IReadOnlyList<GuardrailBreach>)
            [.. breaches[g.Experiment.Id].Where(b => b.Metric == g.Guardrail.Metric && b.MaximumHarm == g.Guardrail.MaximumHarm).OrderBy(b => b.At).ThenBy(b => b.Variant, StringComparer.Ordinal)])];
    }
}

/// <summary>An arm that passed a limit.</summary>
[ObjectType<GuardrailBreach>(Include = [nameof(GuardrailBreach.Variant), nameof(GuardrailBreach.At), nameof(GuardrailBreach.Reason)])]
[Authorize(Policy = Policies.ExperimentReader)]
public static class GuardrailBreachType;
