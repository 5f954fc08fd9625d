using System.Text.Json;
using System.Text.Json.Nodes;
using Experiments.Database;

namespace Experiments.Lifecycle;

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

    /// <summary>A running experiment owns the allocation, and with its audience the conditions.</summary>
    internal static Refusal? CheckRunning(JsonElement stored, JsonElement definition, string? experiment)
    {
        if (experiment is null || Array.TrueForAll(Running, name => Same(stored, definition, name)))
            return null;
        return new WrongState("RUNNING", $"The experiment '{experiment}' runs on this flag: allocation and conditions stay as they are until it is stopped.");
    }

    internal static void Apply(FlagEdit edit, FlagRow row, JsonElement stored, bool running)
    {
        var definition = JsonObject.Create(edit.Definition ?? stored)!;
        // Numbers that a browser has rounded are the same to it, not to the regions of an experiment.
        foreach (var name in running ? Running : [])
        {
            if (stored.TryGetProperty(name, out var kept))
                definition[name] = JsonSerializer.SerializeToNode(kept);
        }

        row.Enabled = edit.Enabled ?? edit.Definition?.GetProperty("enabled").GetBoolean() ?? row.Enabled;
        row.Description = edit.Description ?? (definition["description"] is JsonValue described ? described.GetValue<string>() : row.Description);
        definition["enabled"] = row.Enabled;
        definition["description"] = row.Description;
        row.Definition = definition.ToJsonString();
    }

    private static bool Same(JsonElement stored, JsonElement definition, string name)
    {
        var had = stored.TryGetProperty(name, out var before);
        var has = definition.TryGetProperty(name, out var after);
        return had == has && (!had || JsonShape.SameAsRead(before, after));
    }
}
