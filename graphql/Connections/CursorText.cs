using System.Buffers.Text;
using System.Text;

namespace GraphQL;

/// <summary>Cursors as clients see them: base64url of the text a connection was given.</summary>
internal static class CursorText
{
    public static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    public static string? TryDecode(string cursor)
    {
        try
        {
            return Base64Url.IsValid(cursor) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
