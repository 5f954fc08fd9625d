using System.Buffers;
using System.Security.Cryptography;

namespace GraphQL.PersistedDocuments;

/// <summary>The name of a document that follows from its text: SHA-256 in lower-case hexadecimal digits.</summary>
internal static class DocumentHash
{
    public const string Prefix = "sha256:";

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    public static string Of(ReadOnlySpan<byte> document)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(document, hash);
        return Convert.ToHexStringLower(hash);
    }

    public static bool IsHash(ReadOnlySpan<char> text) =>
        text.Length == 2 * SHA256.HashSizeInBytes && !text.ContainsAnyExcept(Digits);
}
