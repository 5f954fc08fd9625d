using Experiments.Analysis;
using Experiments.Flags;
using Experiments.Lifecycle;

namespace Marketplace.Schema.Experiments;

[ObjectType<Experiment>(Include =
    [
        nameof(Experiment.Key), nameof(Experiment.Name), nameof(Experiment.Hypothesis), nameof(Experiment.Unit), nameof(Experiment.State), nameof(Experiment.Arms),
        nameof(Experiment.LayerShare), nameof(Experiment.Traffic), nameof(Experiment.Audience), nameof(Experiment.StartedAt), nameof(Experiment.StoppedAt), nameof(Experiment.Version),
    ])]
[Node]
[Authorize(Policy = Policies.ExperimentReader)]
public static class ExperimentType
{
    [NodeResolver]
    public static async Task<IReadOnlyDictionary<long, Experiment>> ByIdsAsync(IReadOnlyList<long> ids, CallerAccess caller, ExperimentReader experiments, CancellationToken cancellation) =>
        caller.Caller.HasAny(Readers.Experiments) ? await experiments.ByIdsAsync(ids, cancellation) : new Dictionary<long, Experiment>();

    [BatchResolver]
    public static async Task<IReadOnlyList<Flag>> GetFlagAsync([Parent] IReadOnlyList<Experiment> experiments, FlagReader flags, CancellationToken cancellation) =>
        experiments.InOrder(e => e.FlagKey, await flags.ByKeysAsync([.. experiments.Select(e => e.FlagKey).Distinct()], cancellation));

    [BatchResolver]
    public static async Task<IReadOnlyList<Metric>> GetPrimaryMetricAsync([Parent] IReadOnlyList<Experiment> experiments, MetricReader metrics, CancellationToken cancellation) =>
        experiments.InOrder(e => e.PrimaryMetric, await metrics.ByKeysAsync([.. experiments.Select(e => e.PrimaryMetric).Distinct()], cancellation));

    [BatchResolver]
    public static async Task<IReadOnlyList<IReadOnlyList<Metric>>> GetSecondaryMetricsAsync([Parent] IReadOnlyList<Experiment> experiments, MetricReader metrics, CancellationToken cancellation)
    {
        var found = await metrics.ByKeysAsync([.. experiments.SelectMany(e => e.SecondaryMetrics).Distinct()], cancellation);
        return [.. experiments.Select(e => (IReadOnlyList<Metric>)[.. e.SecondaryMetrics.Select(key => found[key])])];
    }

    /// <summary>The layer it shares with others; null when it has one of its own.</summary>
    [BatchResolver]
    public static async Task<IReadOnlyList<Layer?>> GetLayerAsync([Parent] IReadOnlyList<Experiment> experiments, LayerReader layers, CancellationToken cancellation)
    {
        var found = await layers.ByKeysAsync([.. experiments.Select(e => e.LayerKey).OfType<string>().Distinct()], cancellation);
        return [.. experiments.Select(e => e.LayerKey is null ? null : found[e.LayerKey])];
    }

    public static IReadOnlyList<ExperimentGuardrail> GetGuardrails([Parent] Experiment experiment) => [.. experiment.Guardrails.Select(g => new ExperimentGuardrail(experiment, g))];

    /// <summary>
    /// What it came to so far; null for a draft, and while the first computation is not done. Computed every hour, and when somebody asks after an hour without; of an experiment
    /// that has ended, up to its stop.
    /// </summary>
    [BatchResolver]
    public static async Task<IReadOnlyList<ExperimentResultsAnswer?>> GetResultsAsync(
        [Parent] IReadOnlyList<Experiment> experiments, ExperimentResultsService analyses, CancellationToken cancellation)
    {
        var newest = await analyses.NewestAsync(experiments, cancellation);
        return [.. experiments.Select(e => newest.GetValueOrDefault(e.Id) is { } results ? ExperimentResultsAnswer.Of(e.Id, results) : null)];
    }

    /// <summary>Every change of this experiment, newest first.</summary>
    public static async Task<Connection<AuditEntry>> GetAuditLogAsync([Parent] Experiment experiment, PageArguments page, AuditReader audit, CancellationToken cancellation)
    {
        var filter = new AuditFilter(Subject: $"experiment:{experiment.Key}");
        return (await audit.ListAsync(filter, page.ToLifecycleRequest(), cancellation)).ToConnection(e => e.Id, async c => await audit.CountAsync(filter, c));
    }
}

[ObjectType<ExperimentArm>]
public static class ExperimentArmType;

[ObjectType<Metric>(Include = [nameof(Metric.Key), nameof(Metric.Name), nameof(Metric.Kind), nameof(Metric.HigherIsBetter)])]
public static class MetricType;

[ObjectType<AuditEntry>]
[Node]
[Authorize(Policy = Policies.Staff)]
public static class AuditEntryType
{
    [NodeResolver]
    public static async Task<IReadOnlyDictionary<long, AuditEntry>> ByIdsAsync(IReadOnlyList<long> ids, CallerAccess caller, AuditReader audit, CancellationToken cancellation) =>
        caller.Caller.IsStaff ? await audit.ByIdsAsync(ids, cancellation) : new Dictionary<long, AuditEntry>();
}

[GraphQLName("ExperimentFilter")]
public sealed record ExperimentFilterInput(ExperimentState? State = null, string? FlagKey = null);

[QueryType]
public static class ExperimentQueries
{
    [Authorize(Policy = Policies.ExperimentReader)]
    public static async Task<Connection<Experiment>> GetExperimentsAsync(ExperimentFilterInput? where, PageArguments page, ExperimentReader experiments, CancellationToken cancellation)
    {
        var filter = new ExperimentFilter(where?.State, where?.FlagKey);
        return (await experiments.ListAsync(filter, page.ToLifecycleRequest(), cancellation)).ToConnection(e => e.Id, async c => await experiments.CountAsync(filter, c));
    }

    [Authorize(Policy = Policies.ExperimentReader)]
    public static Task<Experiment?> GetExperimentAsync(string key, ExperimentReader experiments, CancellationToken cancellation) => experiments.FindAsync(key, cancellation);

    /// <summary>The figures that experiments compare.</summary>
    [Authorize(Policy = Policies.ExperimentReader)]
    [ListSize(AssumedSize = 100)]
    public static Task<IReadOnlyList<Metric>> GetMetricsAsync(MetricReader metrics, CancellationToken cancellation) => metrics.ListAsync(cancellation);
}
