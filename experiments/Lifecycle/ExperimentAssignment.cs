using System.Text.Json;
using System.Text.Json.Nodes;
using Experiments.Database;
using Experiments.Flags;
using Microsoft.EntityFrameworkCore;

namespace Experiments.Lifecycle;

/// <summary>Decides who gets which arm: percentile ranges for many units, a recorded draw for few.</summary>
internal sealed class ExperimentAssignment(IEnumerable<IUnitInventory> inventories)
{
    internal async Task<Refusal?> WriteAsync(StateChange change, ExperimentRow row, FlagRow flag, CancellationToken cancellation)
    {
        var arms = row.ToArms();
        var definition = FlagDefinition.Parse(Mapping.FromJson<JsonElement>(flag.Definition));
        if (arms.FirstOrDefault(arm => definition.Variants.All(variant => variant.Name != arm.Variant)) is { } orphan)
            return new WrongState("DRAFT", $"The flag has no variant '{orphan.Variant}' any more.");
        if (row.Audience is not null && definition.Conditions.Count > 0)
            return new WrongState("DRAFT", "The flag has got conditions of its own, which the audience would have to replace.");

        var start = 0m;
        if (row.Layer is { } layer)
        {
            var taken = await LayerReader.TakenAsync(change.Context, layer.Id, cancellation);
            if (LayerBlocks.FirstFit(taken, row.LayerShare) is not { } block)
                return new LayerFull(LayerBlocks.LargestFree(taken));
            start = block;
        }

        IReadOnlyList<PercentileRange> ranges = [];
        IReadOnlyList<StratifiedDraw.Assigned> drawn = [];
        if (inventories.FirstOrDefault(inventory => inventory.Unit == row.Unit) is { } few)
        {
            var all = await few.ListAsync(cancellation);
            var free = await FreeAsync(change.Context, all, definition, row, cancellation);
            if (free.Count < arms.Count)
                return new WrongState("DRAFT", $"{arms.Count} arms need at least as many units; {free.Count} are free.");
            drawn = StratifiedDraw.Draw(free, arms, row.Seed);
            if (row.LayerShare < 100)
                drawn = StratifiedDraw.Share(drawn, StratifiedDraw.Deal(arms, free.Count).Count, all.Count * row.LayerShare / 100);
        }
        else
        {
            ranges = ArmRegions.Compile(arms, start, row.LayerShare, row.Traffic);
        }

        var json = Mapping.FromJson<JsonObject>(flag.Definition);
        var audience = row.Audience is null ? null : Audience.Compile(Mapping.FromJson<JsonElement>(row.Audience)).Conditions;
        var used = StratifiedDraw.InUse(drawn, row.Traffic).ToArray();
        var replaced = ExperimentRules.Write(json, row.Layer?.Seed ?? row.Seed, ranges, used, audience);
        flag.Definition = json.ToJsonString();
        row.LayerStart = start;
        replaced["enabled"] = flag.Enabled;
        row.ReplacedRules = replaced.ToJsonString();
        row.Assignments.AddRange(drawn.Select(unit => new AssignmentRow
        {
            Unit = unit.Unit,
            Variant = unit.Variant,
            Block = unit.Block,
            BlockRank = unit.BlockRank,
            Volume = unit.Volume,
        }));
        return null;
    }

    internal static async Task GrowAsync(StateChange change, ExperimentRow row, FlagRow flag, decimal traffic, CancellationToken cancellation)
    {
        var drawn = await DrawnAsync(change, row, cancellation);
        var already = StratifiedDraw.InUse(drawn, row.Traffic).ToHashSet();
        // Where units are drawn one by one, nobody is in by hash.
        var ranges = drawn.Count > 0 ? [] : ArmRegions.Compile(row.ToArms(), row.LayerStart!.Value, row.LayerShare, traffic);
        var definition = Mapping.FromJson<JsonObject>(flag.Definition);
        ExperimentRules.Grow(definition, ranges, [.. StratifiedDraw.InUse(drawn, traffic).Where(unit => !already.Contains(unit))]);
        flag.Definition = definition.ToJsonString();
    }

    internal static async Task RemoveAsync(StateChange change, ExperimentRow row, FlagRow flag, CancellationToken cancellation)
    {
        var drawn = await DrawnAsync(change, row, cancellation);
        var definition = Mapping.FromJson<JsonObject>(flag.Definition);
        var replaced = Mapping.FromJson<JsonObject>(row.ReplacedRules!);
        ExperimentRules.Remove(definition, replaced, drawn.ToDictionary(unit => unit.Unit, unit => unit.Variant, StringComparer.Ordinal));
        await OverrideRules.LiftAllAsync(change, row.Id, flag.Key, definition, cancellation);
        flag.Definition = definition.ToJsonString();
        // A flag that was off before the start is off again.
        if (replaced["enabled"]?.GetValue<bool>() == false)
            flag.Enabled = false;
    }

    private static async Task<IReadOnlyList<StratifiedDraw.Assigned>> DrawnAsync(StateChange change, ExperimentRow row, CancellationToken cancellation)
    {
        await change.Context.Entry(row).Collection(experiment => experiment.Assignments).LoadAsync(cancellation);
        return [.. row.Assignments.Select(unit => new StratifiedDraw.Assigned(unit.Unit, unit.Variant, unit.Block, unit.BlockRank, unit.Volume))];
    }

    // Units with a rule of their own are no part of the results, and no unit is in two experiments of one layer.
    private static async Task<IReadOnlyList<UnitVolume>> FreeAsync(
        ExperimentsDbContext context,
        IReadOnlyList<UnitVolume> all,
        FlagDefinition definition,
        ExperimentRow row,
        CancellationToken cancellation)
    {
        var engaged = definition.Users.SelectMany(rule => rule.Names).ToHashSet(StringComparer.Ordinal);
        if (row.Layer is { } layer)
        {
            var elsewhere = await context.Experiments
                .Where(other => other.LayerId == layer.Id && other.State == ExperimentState.Running)
                .SelectMany(other => other.Assignments)
                .Select(assignment => assignment.Unit)
                .ToListAsync(cancellation);
            engaged.UnionWith(elsewhere);
        }

        return [.. all.Where(unit => !engaged.Contains(unit.Unit))];
    }
}
