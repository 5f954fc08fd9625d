using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Marketplace.Database;

/// <summary>Enums are kept as SCREAMING_SNAKE_CASE text, the same words the API uses, so that the tables read like the contract.</summary>
public static partial class EnumText
{
    public static string ToText<T>(this T value) where T : struct, Enum => Names<T>.ByValue[value];

    public static T Parse<T>(string text) where T : struct, Enum => Names<T>.ByText[text];

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Za-z])(?=[0-9])|(?<=[0-9])(?=[A-Z])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WordStart { get; }

    private static class Names<T> where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> ByValue = Enum.GetValues<T>().ToFrozenDictionary(v => v, v => Snake(v.ToString()));
        public static readonly FrozenDictionary<string, T> ByText = ByValue.ToFrozenDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);
    }

    private static string Snake(string name) => WordStart.Replace(name, "_").ToUpperInvariant();

    /// <summary>The same, for EF Core's columns.</summary>
    public sealed class Converter<T>() : ValueConverter<T, string>(value => value.ToText(), text => Parse<T>(text)) where T : struct, Enum;
}
