using System.Text.RegularExpressions;

namespace Experiments.Lifecycle;

internal static partial class Words
{
    internal const int LongestKey = 100;

    internal static bool IsKey(string? key) => key is { Length: > 0 and <= LongestKey } && KebabCase().IsMatch(key);

    internal static Invalid NotAKey(string field) => new(field, "A key is made of lower-case letters, digits and single hyphens, at most 100 of them.");

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KebabCase();
}
