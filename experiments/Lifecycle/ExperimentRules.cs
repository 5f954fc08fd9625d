using System.Text.Json.Nodes;
using Experiments.Flags;

namespace Experiments.Lifecycle;

/// <summary>Writes a running experiment into its flag's definition and takes it out again.</summary>
internal static class ExperimentRules
{
    private static readonly string[] Replaced = ["percentile", "seed"];

    /// <summary>A definition without rules: the default variant for all.</summary>
    internal static JsonObject NewDefinition(NewFlag flag) => new()
    {
        ["id"] = flag.Key,
        ["description"] = flag.Description,
        ["enabled"] = flag.Enabled,
        ["variants"] = new JsonArray([.. flag.Variants.Select(variant => new JsonObject
        {
            ["name"] = variant.Name,
            ["configuration_value"] = System.Text.Json.JsonSerializer.SerializeToNode(variant.Configuration),
        })]),
        ["allocation"] = new JsonObject
        {
            ["default_when_enabled"] = flag.DefaultVariant,
            ["default_when_disabled"] = flag.OffVariant,
            // Always set: the library's own default is made of the name, so that a renamed flag would reshuffle everybody.
            ["seed"] = flag.Key,
        },
    };

    /// <summary>Writes the arms; what they replace is returned, to be put back when the experiment stops.</summary>
    internal static JsonObject Write(
        JsonObject definition,
        string seed,
        IReadOnlyList<PercentileRange> ranges,
        IReadOnlyCollection<StratifiedDraw.Assigned> drawn,
        JsonObject? audience)
    {
        var allocation = definition["allocation"]!.AsObject();
        var replaced = new JsonObject();
        foreach (var name in Replaced)
            replaced[name] = allocation[name]?.DeepClone();
        allocation["seed"] = seed;
        WriteArms(allocation, ranges, drawn);

        if (audience is not null)
        {
            replaced["conditions"] = definition["conditions"]?.DeepClone();
            definition["conditions"] = audience;
        }

        return replaced;
    }

    /// <summary>Writes more traffic over what a start wrote: wider ranges, and units that come in. Nothing that is there moves.</summary>
    internal static void Grow(JsonObject definition, IReadOnlyList<PercentileRange> ranges, IReadOnlyCollection<StratifiedDraw.Assigned> comingIn)
        => WriteArms(definition["allocation"]!.AsObject(), ranges, comingIn);

    /// <summary>Gives a variant to everybody whom no rule of the flag concerns.</summary>
    internal static void MakeDefault(JsonObject definition, string variant) => definition["allocation"]!["default_when_enabled"] = variant;

    /// <summary>Takes the arms out and puts back what they replaced.</summary>
    internal static void Remove(JsonObject definition, JsonObject replaced, IReadOnlyDictionary<string, string> drawn)
    {
        var allocation = definition["allocation"]!.AsObject();
        foreach (var name in Replaced)
            Restore(allocation, name, replaced[name]);
        if (replaced.ContainsKey("conditions"))
            Restore(definition, "conditions", replaced["conditions"]);

        if (allocation["user"] is not JsonArray users)
            return;
        foreach (var rule in users.OfType<JsonObject>().ToArray())
        {
            var names = rule["users"] as JsonArray ?? [];
            var variant = rule["variant"]?.GetValue<string>();
            var written = names.Where(name => drawn.TryGetValue(name!.GetValue<string>(), out var arm) && string.Equals(arm, variant, StringComparison.Ordinal)).ToArray();
            foreach (var name in written)
                names.Remove(name);
            if (written.Length > 0 && names.Count == 0)
                users.Remove(rule);
        }

        if (users.Count == 0)
            allocation.Remove("user");
    }

    private static void WriteArms(JsonObject allocation, IReadOnlyList<PercentileRange> ranges, IReadOnlyCollection<StratifiedDraw.Assigned> drawn)
    {
        allocation["percentile"] = new JsonArray([.. ranges.Select(range => new JsonObject
        {
            ["variant"] = range.Variant,
            ["from"] = range.From,
            ["to"] = range.To,
        })]);
        if (drawn.Count == 0)
            return;

        // After the flag's own rules for users, which come first and keep their effect.
        var users = allocation["user"] as JsonArray ?? [];
        foreach (var arm in drawn.GroupBy(unit => unit.Variant, StringComparer.Ordinal).OrderBy(arm => arm.Key, StringComparer.Ordinal))
        {
            users.Add(new JsonObject
            {
                ["variant"] = arm.Key,
                ["users"] = new JsonArray([.. arm.Select(unit => unit.Unit).Order(StringComparer.Ordinal).Select(unit => JsonValue.Create(unit))]),
            });
        }

        if (users.Parent is null)
            allocation["user"] = users;
    }

    private static void Restore(JsonObject parent, string name, JsonNode? value)
    {
        if (value is null)
            parent.Remove(name);
        else
            parent[name] = value.DeepClone();
    }
}
