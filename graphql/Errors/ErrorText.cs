namespace GraphQL;

/// <summary>Texts of errors that repeat what a client sent.</summary>
internal static class ErrorText
{
    /// <summary>The text, or as much of its beginning as is allowed and three dots.</summary>
    public static string Shorten(string text, int longest)
    {
        if (text.Length <= longest)
            return text;
        var length = char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest;
        return string.Concat(text.AsSpan(0, length), "…");
    }
}
