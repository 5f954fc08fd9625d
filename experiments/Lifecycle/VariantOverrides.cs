using System.Text.Json.Nodes;
using Experiments.Database;
using Microsoft.EntityFrameworkCore;

namespace Experiments.Lifecycle;

/// <summary>Forces units into arms for testing, and lets them go. Whatever was ever forced while an experiment ran is left out of its results.</summary>
public sealed class VariantOverrides
{
    internal const int MostPerFlag = 1_000;
    private readonly StateChanges changes;

    internal VariantOverrides(StateChanges changes) => this.changes = changes;

    /// <summary>Forces a unit into an arm of a draft or a running experiment, or lifts that; what is so already is no change.</summary>
    /// <returns>The experiment, or <see cref="NotFound"/> or <see cref="Invalid"/> (<c>key</c>, <c>unitId</c>, <c>variant</c> or <c>reason</c>).</returns>
    public async Task<Outcome<Experiment>> SetAsync(VariantOverride request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentException.ThrowIfNullOrWhiteSpace(request.Actor, nameof(request));
        if (!Words.IsKey(request.ExperimentKey))
            return new NotFound("experiment", request.ExperimentKey);
        if (FlagValidation.Reason(request.Reason) is { } unreasoned)
            return unreasoned;
        if (string.IsNullOrWhiteSpace(request.Unit) || request.Unit.Length > DefinitionProblems.LongestName || !Words.IsText(request.Unit))
            return new Invalid("unitId", "The key of a unit is needed.");

        await using var change = await changes.BeginAsync(cancellation);
        var context = change.Context;
        var experiment = await context.Experiments.Include(row => row.Arms).Include(row => row.Layer).SingleOrDefaultAsync(row => row.Key == request.ExperimentKey, cancellation);
        if (experiment is null)
            return new NotFound("experiment", request.ExperimentKey);
        var flag = await context.Flags.SingleAsync(row => row.Key == experiment.FlagKey, cancellation);
        var active = await OverrideRules.ActiveAsync(context, flag.Key, cancellation);
        if (request.Variant is { } variant && Problem(experiment, flag, active, request.Unit, variant) is { } problem)
            return problem;

        var before = OverrideRules.ByUnit(active);
        var current = active.FirstOrDefault(row => row.ExperimentId == experiment.Id && row.Unit == request.Unit);
        if (current?.Variant == request.Variant)
            return experiment.ToExperiment();

        var was = current?.Variant;
        if (request.Variant is null)
            current!.LiftedAt = OverrideRules.Later(change.At, current.SetAt);
        else
            await ForceAsync(context, experiment.Id, request.Unit, request.Variant, change.At, cancellation);

        var after = before.ToDictionary(StringComparer.Ordinal);
        if (request.Variant is null)
            after.Remove(request.Unit);
        else
            after[request.Unit] = request.Variant;
        Record(change, request, flag, was, before, after);
        await change.CommitAsync(cancellation);
        return experiment.ToExperiment();
    }

    private static Invalid? Problem(ExperimentRow experiment, FlagRow flag, List<OverrideRow> active, string unit, string variant)
    {
        if (experiment.State is not (ExperimentState.Draft or ExperimentState.Running))
            return new("key", $"The experiment is {ScreamingSnake.Write(experiment.State)}; units are forced into arms of drafts and of running experiments alone.");
        if (flag.Archived)
            return new("key", $"The experiment's flag '{flag.Key}' is archived.");
        if (experiment.Arms.TrueForAll(arm => arm.Variant != variant))
            return new("variant", $"No arm is named '{variant}'; these are: {string.Join(", ", experiment.Arms.OrderBy(arm => arm.Position).Select(arm => arm.Variant))}.");
        if (active.Find(row => row.Unit == unit && row.ExperimentId != experiment.Id) is { } other)
            return new("unitId", $"The experiment '{other.Experiment.Key}' on the same flag forces this unit into '{other.Variant}'; lift that first.");
        return active.Count < MostPerFlag || active.Exists(row => row.Unit == unit)
            ? null
            : new("unitId", $"{MostPerFlag} units of this flag are forced already; overrides are for testing, a rule of the flag is for more.");
    }

    private static async Task ForceAsync(ExperimentsDbContext context, long experiment, string unit, string variant, DateTimeOffset at, CancellationToken cancellation)
    {
        if (await context.Overrides.FindAsync([experiment, unit], cancellation) is { } row)
        {
            row.Variant = variant;
            row.SetAt = at;
            row.LiftedAt = null;
        }
        else
        {
            context.Overrides.Add(new OverrideRow { ExperimentId = experiment, Unit = unit, Variant = variant, SetAt = at });
        }
    }

    private static void Record(
        StateChange change,
        VariantOverride request,
        FlagRow flag,
        string? was,
        IReadOnlyDictionary<string, string> before,
        IReadOnlyDictionary<string, string> after)
    {
        var (action, whole) = (request.Variant is null ? "experiment.override-lifted" : "experiment.override-set", flag.ToFlag());
        var definition = Mapping.FromJson<JsonObject>(flag.Definition);
        OverrideRules.Write(definition, before, after);
        flag.Definition = definition.ToJsonString();
        flag.Version++;
        flag.UpdatedAt = change.At;
        change.Record(request.Actor, action, "experiment:" + request.ExperimentKey, new { request.Unit, Variant = was }, new { request.Unit, request.Variant }, request.Reason);
        change.Record(request.Actor, action, "flag:" + flag.Key, whole, flag.ToFlag(), request.Reason);
    }
}
