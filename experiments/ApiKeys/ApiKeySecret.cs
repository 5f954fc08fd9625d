using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Experiments.ApiKeys;

/// <summary>A secret's text: a mark by which scanners for leaked secrets know it, the prefix that finds its row, and 256 random bits.</summary>
internal static class ApiKeySecret
{
    internal const string Mark = "fxk_";
    internal const int PrefixLength = 12;
    private const int RandomBytes = 32;
    private const int Length = 4 + PrefixLength + 1 + 43;

    internal static (string Secret, string Prefix) Make()
    {
        var prefix = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(PrefixLength / 2));
        return ($"{Mark}{prefix}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes))}", prefix);
    }

    /// <summary>Whether a text has the form of a secret; everything else is somebody else's token.</summary>
    internal static bool TryPrefix(ReadOnlySpan<char> text, out ReadOnlySpan<char> prefix)
    {
        var isSecret = text.Length == Length && text.StartsWith(Mark, StringComparison.Ordinal) && text[Mark.Length + PrefixLength] == '_';
        prefix = isSecret ? text.Slice(Mark.Length, PrefixLength) : [];
        return isSecret;
    }

    internal static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    internal static bool Matches(ReadOnlySpan<char> secret, ReadOnlySpan<byte> hash)
    {
        Span<byte> text = stackalloc byte[3 * Length];
        Span<byte> own = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..Encoding.UTF8.GetBytes(secret, text)], own);
        return CryptographicOperations.FixedTimeEquals(own, hash);
    }
}
