using System.Text.Json;
using System.Text.Unicode;
using GraphQL.Requests;

namespace GraphQL.Transport;

/// <summary>Strings are sequences of Unicode characters: JSON can hold halves of a pair, and bytes that are none at all, which no later reader could read.</summary>
internal static class UnicodeText
{
    /// <summary>Looks into variables only where their text gives cause to: at a byte that is not UTF-8 or an escaped surrogate.</summary>
    public static JsonElement Require(JsonElement variables, ReadOnlySpan<byte> text)
    {
        if (Utf8.IsValid(text) && text.IndexOf("\\ud"u8) < 0 && text.IndexOf("\\uD"u8) < 0)
            return variables;
        try
        {
            Read(variables);
            return variables;
        }
        catch (InvalidOperationException)
        {
            throw new BadRequestException("A parameter holds text that is not valid Unicode.");
        }
    }

    private static void Read(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                    Read(item);
                break;
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    _ = property.Name;
                    Read(property.Value);
                }

                break;
        }
    }
}
