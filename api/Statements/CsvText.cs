using System.Buffers;

namespace Marketplace.Api.Statements;

/// <summary>Comma-separated values as RFC 4180 has them, and as a spreadsheet may open them.</summary>
internal static class CsvText
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");
    private static readonly SearchValues<char> Formulas = SearchValues.Create("=+-@＝＋－＠");

    public static string Line(params ReadOnlySpan<string> fields) => string.Join(',', fields.ToArray().Select(Field)) + "\r\n";

    /// <summary>Words that somebody else chose: a spreadsheet runs what begins like a formula, and an apostrophe makes it text.</summary>
    public static string Words(string text) =>
        text is ['\t' or '\r' or '\n', ..] || (text.TrimStart() is [var first, ..] && Formulas.Contains(first)) ? "'" + text : text;

    private static string Field(string text) =>
        text.AsSpan().ContainsAny(Quoted) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
