using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Experiments.Lifecycle;

internal static partial class Words
{
    internal const int LongestKey = 100;

    internal static bool IsKey(string? key) => key is { Length: > 0 and <= LongestKey } && KebabCase().IsMatch(key);

    internal static Invalid NotAKey(string field) => new(field, "A key is made of lower-case letters, digits and single hyphens, at most 100 of them.");

    /// <summary>A text that PostgreSQL keeps: without U+0000 and halves of characters.</summary>
    internal static bool IsText([NotNullWhen(true)] string? text)
    {
        if (text is null || text.Contains('\0', StringComparison.Ordinal))
            return false;
        for (var index = 0; index < text.Length; index++)
        {
            if (!char.IsSurrogate(text[index]))
                continue;
            if (index + 1 == text.Length || !char.IsSurrogatePair(text[index], text[index + 1]))
                return false;
            index++;
        }

        return true;
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KebabCase();
}
