using System.Text.Json;

namespace GraphQL.Tests.Reference;

/// <summary>
/// Compares two answers to one request. Data must be the same bytes. Errors must be the same where they are the reason for the same null;
/// under a null that came from below, more may be reported than the reference does, which gives up a selection at its first failure.
/// </summary>
internal static class AnswerComparison
{
    // The fields whose enumerations may fail midway.
    private static readonly string[] Enumerations = ["lazy", "count"];

    /// <summary>What differs; null when nothing does.</summary>
    public static string? Difference(string query, JsonElement ours, JsonElement theirs)
    {
        if (theirs.TryGetProperty("crash", out var crash))
            return "The reference crashed: " + crash;
        if (theirs.TryGetProperty("invalid", out var invalid))
            return ours.TryGetProperty("data", out _) ? "Only the reference finds the document invalid: " + invalid : null;

        var ourData = ours.TryGetProperty("data", out var data) ? data.GetRawText() : null;
        var theirData = theirs.GetProperty("data").GetString();
        if (ourData != theirData)
            return $"The data differ.\nours:   {ourData}\ntheirs: {theirData}\nour errors:   {ErrorsText(ours)}\ntheir errors: {theirs.GetProperty("errors")}";

        var ourErrors = Errors(ours);
        var theirErrors = Errors(theirs);
        if (ourData is null)
            return ourErrors.Count > 0 && theirErrors.Count > 0 ? null : "Only one of both says why there are no data.";
        var missing = theirErrors.Where(error => !ourErrors.Contains(error) && !IsUnderFailedList(error)).ToList();
        if (missing.Count > 0)
            return $"Errors are missing: {string.Join(" ", missing)}; ours are {string.Join(" ", ourErrors)}";
        foreach (var further in ourErrors.Where(error => !theirErrors.Contains(error)))
        {
            var landing = Landing(data, further.Path);
            if (landing == further.Path)
                return $"There is an error too many: {further}";
            if (!theirErrors.Exists(error => Landing(data, error.Path) == landing))
                return $"There is an error for a null that the reference has no error for: {further}";
        }

        return ourErrors.Count == ourErrors.Distinct().Count() ? null : "An error is reported twice.";

        // Elements that came before an enumeration failed are completed there, and not here; and one of them that must not be null ends
        // the enumeration there before it fails.
        bool IsUnderFailedList(FoundError error) => Landing(data, error.Path) != error.Path
            && ourErrors.Exists(list => error.Path.StartsWith(list.Path[..^1] + ",", StringComparison.Ordinal) && Enumerations.Contains(FieldAt(query, list.Locations)));
    }

    private static string ErrorsText(JsonElement answer) => answer.TryGetProperty("errors", out var errors) ? errors.GetRawText() : "none";

    private static List<FoundError> Errors(JsonElement answer) => !answer.TryGetProperty("errors", out var errors)
        ? []
        : [.. errors.EnumerateArray().Select(error => new FoundError(Text(error, "path"), Text(error, "locations")))];

    private static string Text(JsonElement error, string name) => error.TryGetProperty(name, out var value) ? value.GetRawText() : "";

    /// <summary>The position that became null because of an error: the path as far as there are data.</summary>
    private static string Landing(JsonElement data, string path)
    {
        if (path.Length == 0)
            return path;
        using var parsed = JsonDocument.Parse(path);
        var steps = new List<string>();
        foreach (var step in parsed.RootElement.EnumerateArray())
        {
            if (data.ValueKind == JsonValueKind.Null)
                break;
            steps.Add(step.GetRawText());
            data = step.ValueKind == JsonValueKind.Number ? data[step.GetInt32()] : data.GetProperty(step.GetString()!);
        }

        return $"[{string.Join(',', steps)}]";
    }

    /// <summary>The name of the field, not its alias, that stands at the first location.</summary>
    private static string FieldAt(string query, string locations)
    {
        using var parsed = JsonDocument.Parse(locations);
        var first = parsed.RootElement[0];
        var text = query.Split('\n')[first.GetProperty("line").GetInt32() - 1][(first.GetProperty("column").GetInt32() - 1)..];
        string[] names = [.. text.Split(':', 2).Select(part => new string([.. part.TrimStart().TakeWhile(character => char.IsAsciiLetterOrDigit(character) || character == '_')]))];
        return names.Length == 2 && text.StartsWith(names[0] + ":", StringComparison.Ordinal) ? names[1] : names[0];
    }

    private sealed record FoundError(string Path, string Locations);
}
