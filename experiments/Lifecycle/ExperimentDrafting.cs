using System.Security.Cryptography;
using System.Text.Json;
using Experiments.Database;
using Experiments.Flags;
using Microsoft.EntityFrameworkCore;

namespace Experiments.Lifecycle;

/// <summary>Writes drafts, inside a change that somebody else commits.</summary>
internal static class ExperimentDrafting
{
    internal static async Task<Outcome<Experiment>> AddAsync(StateChange change, NewExperiment experiment, string actor, CancellationToken cancellation)
    {
        var context = change.Context;
        if (await context.Experiments.AnyAsync(row => row.Key == experiment.Key, cancellation))
            return new Invalid("key", $"There is an experiment with the key '{experiment.Key}' already.");
        var flag = await context.Flags.FindAsync([experiment.FlagKey], cancellation);
        if (flag is null)
            return new NotFound("flag", experiment.FlagKey);
        if (flag.Archived)
            return new Invalid("flagKey", "The flag is archived.");

        var metrics = (await context.Metrics.Select(row => row.Key).ToListAsync(cancellation)).ToHashSet(StringComparer.Ordinal);
        var definition = FlagDefinition.Parse(Mapping.FromJson<JsonElement>(flag.Definition));
        if (ExperimentValidation.CheckAgainst(experiment, definition, metrics) is { } problem)
            return problem;
        if (await MetricUnits.CheckAsync(context, experiment, cancellation) is { } unfit)
            return unfit;

        var layer = await LayerAsync(context, experiment.Layer, cancellation);
        if (layer is not null)
        {
            var taken = await LayerReader.TakenAsync(context, layer.Id, cancellation);
            if (LayerBlocks.FirstFit(taken, experiment.LayerShare) is null)
                return new LayerFull(LayerBlocks.LargestFree(taken));
        }

        var row = Row(experiment, layer);
        context.Experiments.Add(row);
        // The database gives the id, which the audit entry names.
        await context.SaveChangesAsync(cancellation);
        var draft = row.ToExperiment();
        change.Record(actor, "experiment.created", "experiment:" + draft.Key, before: null, draft, reason: null);
        return draft;
    }

    private static async Task<LayerRow?> LayerAsync(ExperimentsDbContext context, string? key, CancellationToken cancellation)
    {
        if (key is null)
            return null;
        var layer = await context.Layers.SingleOrDefaultAsync(row => row.Key == key, cancellation);
        return layer ?? context.Layers.Add(new LayerRow { Key = key, Seed = FreshSeed() }).Entity;
    }

    private static ExperimentRow Row(NewExperiment experiment, LayerRow? layer) => new()
    {
        Key = experiment.Key,
        Name = experiment.Name,
        Hypothesis = experiment.Hypothesis,
        FlagKey = experiment.FlagKey,
        Unit = experiment.Unit,
        State = ExperimentState.Draft,
        Layer = layer,
        LayerShare = experiment.LayerShare,
        Traffic = experiment.Traffic,
        Audience = experiment.Audience?.GetRawText(),
        PrimaryMetric = experiment.PrimaryMetric,
        SecondaryMetrics = [.. experiment.SecondaryMetrics ?? []],
        Guardrails = Mapping.ToJson(experiment.Guardrails ?? []),
        Seed = experiment.Seed ?? FreshSeed(),
        Version = 1,
        Arms = [.. experiment.Arms.Select((arm, position) => new ArmRow
        {
            Variant = arm.Variant,
            Position = position,
            Weight = arm.Weight,
            Control = arm.Control,
        })],
    };

    private static string FreshSeed() => RandomNumberGenerator.GetHexString(32, lowercase: true);
}
