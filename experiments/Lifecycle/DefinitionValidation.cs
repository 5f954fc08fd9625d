using System.Text.Json;
using Experiments.Flags;

namespace Experiments.Lifecycle;

/// <summary>
/// Whether a definition is one that Microsoft.FeatureManagement (schema v2.0.0) and this engine read alike: what the library would pass over
/// in silence, or stumble over when it evaluates, is refused when it is saved.
/// </summary>
internal static class DefinitionValidation
{
    internal const int MostBytes = 256 * 1024;
    internal const int MostVariants = 50;

    /// <summary>The first thing that is wrong, by its place under <paramref name="place"/>; null when the definition is sound.</summary>
    internal static Invalid? Check(JsonElement definition, string key, string place = "definition")
    {
        if (JsonShape.Check(definition, place, MostBytes) is { } shape)
            return shape;
        var problems = new DefinitionProblems();
        if (problems.Object(definition, place, "id", "description", "display_name", "enabled", "variants", "allocation", "conditions", "telemetry") is null)
            return problems.First;

        if (!definition.TryGetProperty("id", out var id) || id.ValueKind != JsonValueKind.String || !id.ValueEquals(key))
            problems.Add($"{place}.id", $"The id of this flag's definition is its key: '{key}'.");
        if (!definition.TryGetProperty("enabled", out var enabled) || enabled.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            problems.Add($"{place}.enabled", "true or false is needed here.");
        foreach (var name in (ReadOnlySpan<string>)["description", "display_name"])
        {
            if (definition.TryGetProperty(name, out var text) && text.ValueKind != JsonValueKind.String)
                problems.Add($"{place}.{name}", "A text is needed here; leave it out to have none.");
        }

        var variants = Variants(definition, place, problems);
        if (definition.TryGetProperty("allocation", out var allocation))
            AllocationValidation.Check(allocation, $"{place}.allocation", variants, problems);
        else
            problems.Add($"{place}.allocation", "It is needed, with default_when_enabled, default_when_disabled and seed.");
        if (definition.TryGetProperty("conditions", out var conditions))
            ConditionsValidation.Check(conditions, $"{place}.conditions", problems);
        if (definition.TryGetProperty("telemetry", out var telemetry))
            Telemetry(telemetry, $"{place}.telemetry", problems);
        return problems.First ?? Readable(definition, place);
    }

    private static HashSet<string> Variants(JsonElement definition, string place, DefinitionProblems problems)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var alike = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        (string Name, string Kind)? model = null;
        var variants = problems.List(definition, "variants", place, MostVariants);
        for (var index = 0; index < variants.Length; index++)
        {
            var here = $"{place}.variants[{index}]";
            if (problems.Object(variants[index], here, "name", "configuration_value", "status_override") is not { } variant)
                continue;
            if (problems.Name(variant, "name", here) is { } name)
            {
                names.Add(name);
                if (!alike.Add(name))
                    problems.Add($"{here}.name", $"Another variant has the name '{name}' already; names differ in more than upper and lower case.");
            }

            if (variant.TryGetProperty("status_override", out var status) && !(status.ValueKind == JsonValueKind.String && status.GetString() is "None" or "Enabled" or "Disabled"))
                problems.Add($"{here}.status_override", "None, Enabled or Disabled is needed here.");
            if (!variant.TryGetProperty("configuration_value", out var value))
            {
                problems.Add($"{here}.configuration_value", "Every variant has a value; null is one.");
                continue;
            }

            var kind = Kind(value);
            model ??= (names.LastOrDefault() ?? "the first", kind);
            if (model.Value.Kind != kind)
                problems.Add($"{here}.configuration_value", $"This value is {kind}, that of '{model.Value.Name}' is {model.Value.Kind}: the values of one flag are of one type.");
        }

        if (variants.Length == 0)
            problems.Add($"{place}.variants", "A flag has at least one variant.");
        return names;
    }

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        _ => "null",
    };

    private static void Telemetry(JsonElement telemetry, string place, DefinitionProblems problems)
    {
        if (problems.Object(telemetry, place, "enabled", "metadata") is null)
            return;
        if (telemetry.TryGetProperty("enabled", out var enabled) && enabled.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            problems.Add($"{place}.enabled", "true or false is needed here.");
        if (telemetry.TryGetProperty("metadata", out var metadata)
            && (metadata.ValueKind != JsonValueKind.Object || metadata.EnumerateObject().Any(member => member.Value.ValueKind != JsonValueKind.String)))
            problems.Add($"{place}.metadata", "An object of texts is needed here.");
    }

    // The last word is that of those who will evaluate it.
    private static Invalid? Readable(JsonElement definition, string place)
    {
        try
        {
            _ = new CompiledFlag(FlagDefinition.Parse(definition), enabled: true, experiment: null, TimeProvider.System);
            _ = LibraryDefinition.From(definition, enabled: true);
            return null;
        }
#pragma warning disable CA1031 // Whatever either of them objects to would be met by every evaluation.
        catch (Exception problem)
#pragma warning restore CA1031
        {
            return new Invalid(place, $"Microsoft.FeatureManagement does not read this: {problem.Message}");
        }
    }
}
