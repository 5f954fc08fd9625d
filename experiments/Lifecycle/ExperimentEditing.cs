using System.Text.Json;
using Experiments.Database;
using Experiments.Flags;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Experiments.Lifecycle;

/// <summary>Edits experiments that have not ended, inside a change that somebody else commits.</summary>
internal static class ExperimentEditing
{
    internal static async Task<Refusal?> ApplyAsync(StateChange change, ExperimentRow row, ExperimentEdit edit, CancellationToken cancellation)
    {
        var current = row.ToExperiment();
        var arms = edit.Arms is null || edit.Arms.SequenceEqual(current.Arms) ? null : edit.Arms;
        var audience = edit.Audience is null || Same(edit.Audience.Audience, current.Audience) ? null : edit.Audience;
        if (row.State != ExperimentState.Draft && (arms is not null || audience is not null))
            return Fixed(arms is not null ? "arms" : "audience");

        var edited = new NewExperiment(
            row.Key,
            edit.Name ?? row.Name,
            edit.Hypothesis ?? row.Hypothesis,
            row.FlagKey,
            row.Unit,
            arms ?? current.Arms,
            edit.PrimaryMetric ?? row.PrimaryMetric,
            current.LayerKey,
            row.LayerShare,
            row.Traffic,
            audience is null ? current.Audience : audience.Audience,
            edit.SecondaryMetrics ?? row.SecondaryMetrics,
            edit.Guardrails ?? current.Guardrails);
        if (ExperimentValidation.CheckAlone(edited) is { } problem)
            return problem;
        var metrics = (await change.Context.Metrics.Select(metric => metric.Key).ToListAsync(cancellation)).ToHashSet(StringComparer.Ordinal);
        if (ExperimentValidation.CheckMetricsAgainst(edited, metrics) is { } unknown)
            return unknown;
        if (await MetricUnits.CheckAsync(change.Context, edited, cancellation) is { } unmeasured)
            return unmeasured;
        if (arms is not null || audience is not null)
        {
            var flag = await change.Context.Flags.SingleAsync(candidate => candidate.Key == row.FlagKey, cancellation);
            if (ExperimentValidation.CheckAgainst(edited, FlagDefinition.Parse(Mapping.FromJson<JsonElement>(flag.Definition)), metrics) is { } unfit)
                return unfit;
        }

        row.Name = edited.Name;
        row.Hypothesis = edited.Hypothesis;
        row.Audience = edited.Audience?.GetRawText();
        row.PrimaryMetric = edited.PrimaryMetric;
        row.SecondaryMetrics = [.. edited.SecondaryMetrics!];
        row.Guardrails = Mapping.ToJson(edited.Guardrails!);
        return arms is null ? null : await ReplaceArmsAsync(change.Context, row, arms, cancellation);
    }

    private static WrongState Fixed(string field)
        => new("RUNNING", $"{field}: they are fixed while the experiment runs, or units would change sides; stop it and start another.");

    private static bool Same(JsonElement? one, JsonElement? other)
        => one is { } left && other is { } right ? JsonElement.DeepEquals(left, right) : one is null && other is null;

    private static async Task<Refusal?> ReplaceArmsAsync(ExperimentsDbContext context, ExperimentRow row, IReadOnlyList<ExperimentArm> arms, CancellationToken cancellation)
    {
        var variants = arms.Select(arm => arm.Variant).ToArray();
        var weights = arms.Select(arm => arm.Weight).ToArray();
        var control = arms.Single(arm => arm.Control).Variant;
        try
        {
            await context.Database.ExecuteSqlAsync($"SELECT experiments.replace_arms({row.Id}, {variants}, {weights}, {control})", cancellation);
        }
        catch (PostgresException held) when (held.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            return new Invalid("arms", "A unit is forced into an arm that would be no more; lift that first.");
        }

        foreach (var arm in row.Arms.ToArray())
            context.Entry(arm).State = EntityState.Detached;
        row.Arms.Clear();
        await context.Entry(row).Collection(experiment => experiment.Arms).Query().LoadAsync(cancellation);
        return null;
    }
}
