using System.Text.Json;
using System.Text.Json.Nodes;
using Experiments.Database;
using Experiments.Flags;
using Microsoft.EntityFrameworkCore;

namespace Experiments.Lifecycle;

/// <summary>Overrides are user rules in front of all others, so that the library reads them too; the table says which rules they are.</summary>
internal static class OverrideRules
{
    /// <summary>Takes the rules of the overrides before out of a definition and puts those of the overrides after in.</summary>
    internal static void Write(JsonObject definition, IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after)
    {
        var allocation = definition["allocation"]!.AsObject();
        var rules = allocation["user"] as JsonArray ?? [];
        var written = before.ToDictionary(StringComparer.Ordinal);
        while (written.Count > 0 && rules.Count > 0 && IsOverride(rules[0]!.AsObject(), written))
        {
            foreach (var unit in Users(rules[0]!.AsObject()))
                written.Remove(unit);
            rules.RemoveAt(0);
        }

        var position = 0;
        foreach (var arm in after.GroupBy(unit => unit.Value, StringComparer.Ordinal).OrderBy(arm => arm.Key, StringComparer.Ordinal))
        {
            rules.Insert(position++, new JsonObject
            {
                ["variant"] = arm.Key,
                ["users"] = new JsonArray([.. arm.Select(unit => unit.Key).Order(StringComparer.Ordinal).Select(unit => JsonValue.Create(unit))]),
            });
        }

        if (rules.Count == 0)
            allocation.Remove("user");
        else if (rules.Parent is null)
            allocation["user"] = rules;
    }

    /// <summary>The overrides in force on a flag, of whichever of its experiments.</summary>
    internal static Task<List<OverrideRow>> ActiveAsync(ExperimentsDbContext context, string flag, CancellationToken cancellation)
        => context.Overrides.Include(row => row.Experiment).Where(row => row.Experiment.FlagKey == flag && row.LiftedAt == null).ToListAsync(cancellation);

    internal static Dictionary<string, string> ByUnit(IEnumerable<OverrideRow> rows)
        => rows.DistinctBy(row => row.Unit, StringComparer.Ordinal).ToDictionary(row => row.Unit, row => row.Variant, StringComparer.Ordinal);

    /// <summary>Lifts what an experiment forced, when it ends; the caller writes the flag.</summary>
    internal static async Task LiftAllAsync(StateChange change, long experiment, string flag, JsonObject definition, CancellationToken cancellation)
    {
        var active = await ActiveAsync(change.Context, flag, cancellation);
        var before = ByUnit(active);
        foreach (var row in active.Where(row => row.ExperimentId == experiment))
            row.LiftedAt = Later(change.At, row.SetAt);
        Write(definition, before, ByUnit(active.Where(row => row.LiftedAt is null)));
    }

    /// <summary>An edit of the definition that has left an override's rule out has lifted it.</summary>
    internal static async Task LiftDroppedAsync(StateChange change, FlagRow flag, string actor, string reason, CancellationToken cancellation)
    {
        var active = await ActiveAsync(change.Context, flag.Key, cancellation);
        if (active.Count == 0)
            return;
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var rule in FlagDefinition.Parse(Mapping.FromJson<JsonElement>(flag.Definition)).Users)
        {
            foreach (var name in rule.Names)
                named.TryAdd(name, rule.Variant);
        }

        foreach (var row in active.Where(row => !named.TryGetValue(row.Unit, out var variant) || variant != row.Variant))
        {
            row.LiftedAt = Later(change.At, row.SetAt);
            change.Record(actor, "experiment.override-lifted", "experiment:" + row.Experiment.Key, new { row.Unit, row.Variant }, new { row.Unit, Variant = (string?)null }, reason);
        }
    }

    internal static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static bool IsOverride(JsonObject rule, Dictionary<string, string> overrides)
    {
        var variant = rule["variant"]?.GetValue<string>();
        var users = Users(rule);
        return users.Count > 0 && users.TrueForAll(user => overrides.TryGetValue(user, out var forced) && forced == variant);
    }

    private static List<string> Users(JsonObject rule) => [.. (rule["users"] as JsonArray ?? []).Select(user => user!.GetValue<string>())];
}
