using System.Text;
using System.Text.Json;

namespace Experiments.Lifecycle;

/// <summary>JSON that everybody reads alike: PostgreSQL keeps it as it is, and .NET configuration, through which the library reads it, does not stumble.</summary>
internal static class JsonShape
{
    internal const int Deepest = 20;

    internal static Invalid? Check(JsonElement json, string place, int mostBytes)
    {
        var bytes = Encoding.UTF8.GetByteCount(json.GetRawText());
        return bytes > mostBytes
            ? new Invalid(place, $"At most {mostBytes} bytes of JSON are possible here; these are {bytes}.")
            : Walk(json, place, Deepest);
    }

    /// <summary>Equal for whoever reads numbers as doubles, as the library and browsers do.</summary>
    internal static bool SameAsRead(JsonElement left, JsonElement right) => (left.ValueKind, right.ValueKind) switch
    {
        (JsonValueKind.Number, JsonValueKind.Number) => left.GetDouble() == right.GetDouble(),
        (JsonValueKind.Object, JsonValueKind.Object) =>
            left.EnumerateObject().Count() == right.EnumerateObject().Count()
            && left.EnumerateObject().All(member => right.TryGetProperty(member.Name, out var other) && SameAsRead(member.Value, other)),
        (JsonValueKind.Array, JsonValueKind.Array) =>
            left.GetArrayLength() == right.GetArrayLength()
            && left.EnumerateArray().Zip(right.EnumerateArray()).All(pair => SameAsRead(pair.First, pair.Second)),
        _ => JsonElement.DeepEquals(left, right),
    };

    private static Invalid? Walk(JsonElement json, string place, int depth) => json.ValueKind switch
    {
        _ when depth == 0 => new(place, $"At most {Deepest} levels are possible."),
        JsonValueKind.Object => Members(json, place, depth),
        JsonValueKind.Array => json.EnumerateArray().Select((item, index) => Walk(item, $"{place}[{index}]", depth - 1)).FirstOrDefault(problem => problem is not null),
        JsonValueKind.String => Words.IsText(TextOf(json)) ? null : new(place, "A text without the character U+0000 and without halves of characters is needed here."),
        JsonValueKind.Number => IsUsual(json) ? null : new(place, "A number that a double can hold is needed here."),
        JsonValueKind.Undefined => new(place, "A JSON value is needed here; null is one."),
        _ => null,
    };

    private static Invalid? Members(JsonElement json, string place, int depth)
    {
        // Configuration, through which the library reads, takes names without regard to case and colons for levels.
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var member in json.EnumerateObject())
        {
            if (NameOf(member) is not { } name || !Words.IsText(name) || name.Contains(':', StringComparison.Ordinal) || name.Length == 0)
                return new(place, "A member's name is a text without colons, never empty.");
            if (!names.Add(name))
                return new($"{place}.{name}", $"'{name}' stands here twice; names that differ in upper and lower case alone count as one.");
            if (Walk(member.Value, $"{place}.{name}", depth - 1) is { } problem)
                return problem;
        }

        return null;
    }

    private static bool IsUsual(JsonElement number)
    {
        var raw = number.GetRawText();
        if (raw.Length > 60 || !number.TryGetDouble(out var value) || !double.IsFinite(value))
            return false;
        var mantissa = raw.AsSpan(0, raw.AsSpan().IndexOfAny('e', 'E') is var exponent && exponent >= 0 ? exponent : raw.Length);
        return value != 0 || !mantissa.ContainsAnyInRange('1', '9');
    }

    // A lone surrogate is written "\ud800" in JSON and cannot be read as a text.
    private static string? TextOf(JsonElement json)
    {
        try
        {
            return json.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
