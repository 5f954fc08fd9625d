using System.Text.Json;

namespace Experiments.Flags;

internal static class FlagDefinitionReader
{
    private static readonly JsonElement Null = JsonSerializer.SerializeToElement<object?>(null);

    internal static FlagDefinition Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw new FlagDefinitionException("A definition is a JSON object.");

        var variants = Array(json, "variants").Select(Variant).ToArray();
        if (variants.Length == 0)
            throw new FlagDefinitionException("variants: at least one is needed.");
        var names = variants.Select(variant => variant.Name).ToHashSet(StringComparer.Ordinal);
        if (names.Count != variants.Length)
            throw new FlagDefinitionException("variants: two have the same name.");

        var allocation = Member(json, "allocation");
        if (allocation.ValueKind != JsonValueKind.Object)
            throw new FlagDefinitionException("allocation: it is needed, with default_when_enabled and default_when_disabled.");
        var conditions = Member(json, "conditions");
        return new FlagDefinition(
            Text(json, "id"),
            Boolean(json, "enabled"),
            conditions.ValueKind == JsonValueKind.Object && Requirement(conditions),
            conditions.ValueKind == JsonValueKind.Object ? Array(conditions, "client_filters").Select(ConditionReader.Read).ToArray() : [],
            variants,
            Known(names, Text(allocation, "default_when_enabled")),
            Known(names, Text(allocation, "default_when_disabled")),
            Array(allocation, "user").Select(rule => Rule(rule, "users", names)).ToArray(),
            Array(allocation, "group").Select(rule => Rule(rule, "groups", names)).ToArray(),
            Array(allocation, "percentile").Select(range => Range(range, names)).ToArray(),
            Seed(allocation));
    }

    internal static JsonElement Member(JsonElement json, string name)
        => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) ? member : Null;

    internal static string Text(JsonElement json, string name)
    {
        var member = Member(json, name);
        return member.ValueKind == JsonValueKind.String && member.GetString() is { Length: > 0 } text
            ? text
            : throw new FlagDefinitionException($"{name}: a text is needed.");
    }

    internal static IReadOnlyList<JsonElement> Array(JsonElement json, string name)
    {
        var member = Member(json, name);
        return member.ValueKind switch
        {
            JsonValueKind.Null => [],
            JsonValueKind.Array => [.. member.EnumerateArray()],
            _ => throw new FlagDefinitionException($"{name}: a list is needed."),
        };
    }

    internal static string[] Texts(JsonElement json, string name)
        => [.. Array(json, name).Select(item => item.ValueKind == JsonValueKind.String
            ? item.GetString()!
            : throw new FlagDefinitionException($"{name}: a list of texts is needed."))];

    private static bool Boolean(JsonElement json, string name) => Member(json, name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw new FlagDefinitionException($"{name}: true or false is needed."),
    };

    private static bool Requirement(JsonElement conditions)
    {
        var member = Member(conditions, "requirement_type");
        if (member.ValueKind == JsonValueKind.Null || member.ValueEquals("Any"))
            return false;
        return member.ValueEquals("All") ? true : throw new FlagDefinitionException("requirement_type: Any or All.");
    }

    private static FlagVariant Variant(JsonElement json)
        => new(Text(json, "name"), Member(json, "configuration_value").Clone());

    private static string Known(HashSet<string> names, string variant)
        => names.Contains(variant) ? variant : throw new FlagDefinitionException($"No variant is named '{variant}'.");

    private static NamedRule Rule(JsonElement json, string member, HashSet<string> names)
        => new(Known(names, Text(json, "variant")), Texts(json, member));

    private static PercentileRange Range(JsonElement json, HashSet<string> names)
    {
        var range = new PercentileRange(Known(names, Text(json, "variant")), Percent(json, "from"), Percent(json, "to"));
        return range.From <= range.To ? range : throw new FlagDefinitionException("percentile: from is above to.");
    }

    private static decimal Percent(JsonElement json, string name)
        => Member(json, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetDecimal(out var value) && value is >= 0 and <= 100
            ? value
            : throw new FlagDefinitionException($"{name}: a number from 0 to 100 is needed.");

    private static string? Seed(JsonElement allocation)
        // The library throws on an empty seed, so none gets in.
        => Member(allocation, "seed").ValueKind == JsonValueKind.Null ? null : Text(allocation, "seed");
}
