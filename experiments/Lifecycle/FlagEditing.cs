using System.Text.Json;
using System.Text.Json.Nodes;
using Experiments.Database;

namespace Experiments.Lifecycle;

/// <summary>The experiment that runs on a flag, and the variants that are its arms.</summary>
internal sealed record RunningArms(string Key, IReadOnlyList<string> Arms);

/// <summary>What an edit may say, and what becomes of a flag by it.</summary>
internal static class FlagEditing
{
    private static readonly string[] Running = ["allocation", "conditions"];

    /// <summary>What can be said without looking at the flag.</summary>
    internal static Invalid? CheckAlone(FlagEdit edit)
    {
        if (edit is { Enabled: null, Description: null, Definition: null })
            return new("definition", "Nothing is to be changed: give enabled, description or definition.");
        if (edit.Description is not null && FlagValidation.Description(edit.Description) is { } description)
            return description;
        if (edit.Definition is not { } definition)
            return null;
        if (DefinitionValidation.Check(definition, edit.Key) is { } problem)
            return problem;
        if (edit.Enabled is { } enabled && enabled != definition.GetProperty("enabled").GetBoolean())
            return new("enabled", $"The definition says {(enabled ? "false" : "true")}; give both alike, or only one of them.");
        if (definition.TryGetProperty("description", out var text))
        {
            if (edit.Description is not null && !text.ValueEquals(edit.Description))
                return new("description", "The definition says something else; give both alike, or only one of them.");
            if (FlagValidation.Description(text.GetString()) is { } unfit)
                return unfit with { Field = "definition.description" };
        }

        return null;
    }

    /// <summary>A running experiment owns the allocation, with its audience the conditions, and what its arms mean.</summary>
    internal static Refusal? CheckRunning(JsonElement stored, JsonElement definition, RunningArms? experiment)
    {
        if (experiment is null)
            return null;
        if (!Array.TrueForAll(Running, name => Same(stored, definition, name)))
            return new WrongState("RUNNING", $"The experiment '{experiment.Key}' runs on this flag: allocation and conditions stay as they are until it is stopped.");
        // Results add up what an arm did from first to last; under two meanings the sum would say nothing.
        return experiment.Arms.FirstOrDefault(arm => !SameVariant(stored, definition, arm)) is { } changed
            ? new WrongState("RUNNING", $"The variant '{changed}' is an arm of the running experiment '{experiment.Key}': its configuration stays as it is until it is stopped.")
            : null;
    }

    internal static void Apply(FlagEdit edit, FlagRow row, JsonElement stored, RunningArms? experiment)
    {
        var definition = JsonObject.Create(edit.Definition ?? stored)!;
        // Numbers that a browser has rounded are the same to it, not to the regions of an experiment.
        foreach (var name in experiment is null ? [] : Running)
        {
            if (stored.TryGetProperty(name, out var kept))
                definition[name] = JsonSerializer.SerializeToNode(kept);
        }

        foreach (var arm in experiment?.Arms ?? [])
        {
            var variants = definition["variants"]!.AsArray();
            if (Variant(stored, arm) is { } kept && variants.FirstOrDefault(variant => variant!["name"]!.GetValue<string>() == arm) is { } sent)
                variants[variants.IndexOf(sent)] = JsonSerializer.SerializeToNode(kept);
        }

        row.Enabled = edit.Enabled ?? edit.Definition?.GetProperty("enabled").GetBoolean() ?? row.Enabled;
        row.Description = edit.Description ?? (definition["description"] is JsonValue described ? described.GetValue<string>() : row.Description);
        definition["enabled"] = row.Enabled;
        definition["description"] = row.Description;
        row.Definition = definition.ToJsonString();
    }

    private static bool SameVariant(JsonElement stored, JsonElement definition, string name)
        => (Variant(stored, name), Variant(definition, name)) is ({ } before, { } after) && JsonShape.SameAsRead(before, after);

    private static JsonElement? Variant(JsonElement definition, string name)
    {
        foreach (var variant in definition.GetProperty("variants").EnumerateArray())
        {
            if (variant.GetProperty("name").ValueEquals(name))
                return variant;
        }

        return null;
    }

    private static bool Same(JsonElement stored, JsonElement definition, string name)
    {
        var had = stored.TryGetProperty(name, out var before);
        var has = definition.TryGetProperty(name, out var after);
        return had == has && (!had || JsonShape.SameAsRead(before, after));
    }
}
