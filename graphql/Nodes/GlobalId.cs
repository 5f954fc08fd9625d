using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace GraphQL;

/// <summary>A global id: the name of a kind of node, and the key of one among them. Clients see base64url of <c>Name:Key</c>.</summary>
/// <param name="TypeName">The name of the kind.</param>
/// <param name="Key">The key as invariant text.</param>
public readonly record struct GlobalId(string TypeName, string Key)
{
    /// <summary>The id as clients see it.</summary>
    public override string ToString() => Encode(TypeName, Key);

    /// <summary>Makes an id as clients see it.</summary>
    public static string Encode(string name, string key) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{name}:{key}"));

    /// <summary>Makes an id as clients see it, from a key of any type with an invariant text.</summary>
    public static string Encode<TKey>(string name, TKey key)
        where TKey : notnull => Encode(name, TextOf(key));

    /// <summary>Reads an id as clients send it.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out GlobalId id)
    {
        id = default;
        if (string.IsNullOrEmpty(text) || !Base64Url.IsValid(text))
            return false;
        string plain;
        try
        {
            plain = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text));
        }
        catch (FormatException)
        {
            return false;
        }

        var colon = plain.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || colon == plain.Length - 1)
            return false;
        id = new GlobalId(plain[..colon], plain[(colon + 1)..]);
        return true;
    }

    internal static string TextOf<TKey>(TKey key)
        where TKey : notnull =>
        key is IFormattable formattable ? formattable.ToString(null, CultureInfo.InvariantCulture) : key.ToString() ?? "";
}
