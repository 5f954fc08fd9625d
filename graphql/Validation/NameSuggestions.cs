namespace GraphQL.Validation;

/// <summary>Names near a misspelt one.</summary>
internal static class NameSuggestions
{
    private const int Most = 5;

    /// <summary>The end of a message: <c> Did you mean "a" or "b"?</c>; empty when there is nothing to suggest.</summary>
    public static string DidYouMean(IReadOnlyList<string> names, string? intro = null)
    {
        if (names.Count == 0)
            return "";

        var quoted = names.Take(Most).Select(name => $"\"{name}\"").ToArray();
        var list = quoted.Length switch
        {
            1 => quoted[0],
            2 => $"{quoted[0]} or {quoted[1]}",
            _ => $"{string.Join(", ", quoted[..^1])}, or {quoted[^1]}",
        };
        return intro is null ? $" Did you mean {list}?" : $" Did you mean {intro} {list}?";
    }

    /// <summary>The candidates that are few edits away, nearest first.</summary>
    public static IReadOnlyList<string> Near(string name, IEnumerable<string> candidates)
    {
        var threshold = (int)(name.Length * 0.4) + 1;
        return
        [
            .. candidates
                .Select(candidate => (Name: candidate, Distance: Distance(name, candidate, threshold)))
                .Where(candidate => candidate.Distance <= threshold)
                .OrderBy(candidate => candidate.Distance)
                .ThenBy(candidate => candidate.Name, NaturalOrder.Instance)
                .Select(candidate => candidate.Name),
        ];
    }

    // Damerau's distance; a difference of case alone counts as one edit.
    private static int Distance(string name, string candidate, int threshold)
    {
        if (name == candidate)
            return 0;
        if (Math.Abs(name.Length - candidate.Length) > threshold)
            return int.MaxValue;

        var first = name.ToLowerInvariant();
        var second = candidate.ToLowerInvariant();
        if (first == second)
            return 1;

        var beforeLast = new int[second.Length + 1];
        var last = Enumerable.Range(0, second.Length + 1).ToArray();
        var current = new int[second.Length + 1];
        for (var row = 1; row <= first.Length; row++)
        {
            current[0] = row;
            var smallest = row;
            for (var column = 1; column <= second.Length; column++)
            {
                var cost = first[row - 1] == second[column - 1] ? 0 : 1;
                var cell = Math.Min(Math.Min(last[column] + 1, current[column - 1] + 1), last[column - 1] + cost);
                if (row > 1 && column > 1 && first[row - 1] == second[column - 2] && first[row - 2] == second[column - 1])
                    cell = Math.Min(cell, beforeLast[column - 2] + 1);
                current[column] = cell;
                smallest = Math.Min(smallest, cell);
            }

            if (smallest > threshold)
                return int.MaxValue;
            (beforeLast, last, current) = (last, current, beforeLast);
        }

        return last[second.Length];
    }
}
