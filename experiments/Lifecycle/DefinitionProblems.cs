using System.Text.Json;

namespace Experiments.Lifecycle;

/// <summary>Collects what is wrong with a definition, each by its place: <c>definition.allocation.percentile[1].to</c>.</summary>
internal sealed class DefinitionProblems
{
    internal const int LongestName = 200;
    private Invalid? first;

    internal Invalid? First => first;

    internal void Add(string place, string message) => first ??= new Invalid(place, message);

    /// <summary>The object at a place; null, said, when it is none or has members that the library would pass over.</summary>
    internal JsonElement? Object(JsonElement json, string place, params ReadOnlySpan<string> members)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            Add(place, $"An object is needed here, with any of: {string.Join(", ", members)}.");
            return null;
        }

        foreach (var member in json.EnumerateObject())
        {
            if (!members.Contains(member.Name))
                Add($"{place}.{member.Name}", $"'{member.Name}' is not known here and would have no effect; these are: {string.Join(", ", members)}.");
        }

        return json;
    }

    /// <summary>The list under a name, empty when it is left out.</summary>
    internal JsonElement[] List(JsonElement json, string name, string place, int most)
    {
        if (!json.TryGetProperty(name, out var list))
            return [];
        if (list.ValueKind != JsonValueKind.Array)
        {
            Add($"{place}.{name}", "A list is needed here; leave it out to have none.");
            return [];
        }

        if (list.GetArrayLength() > most)
        {
            Add($"{place}.{name}", $"At most {most} entries are possible here; these are {list.GetArrayLength()}.");
            return [];
        }

        return [.. list.EnumerateArray()];
    }

    /// <summary>The text under a name: a name of something, so neither empty nor long.</summary>
    internal string? Name(JsonElement json, string name, string place)
    {
        if (!json.TryGetProperty(name, out var text))
        {
            Add($"{place}.{name}", $"'{name}' is missing: a text of 1 to {LongestName} characters is needed.");
            return null;
        }

        return Name(text, $"{place}.{name}");
    }

    internal string? Name(JsonElement text, string place)
    {
        if (text.ValueKind == JsonValueKind.String && text.GetString() is { Length: > 0 and <= LongestName } value && !string.IsNullOrWhiteSpace(value))
            return value;
        Add(place, $"A text of 1 to {LongestName} characters is needed here.");
        return null;
    }
}
