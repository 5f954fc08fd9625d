using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Experiments.Flags;

/// <summary>Where Microsoft.FeatureManagement puts a unit between 0 and 100: the first four bytes of SHA-256, little endian, of unit, line feed and seed.</summary>
public static class Bucket
{
    private const int OnStack = 512;

    /// <summary>The unit's place under a seed, from 0 to 100 inclusive.</summary>
    public static double Of(ReadOnlySpan<char> unit, string seed)
    {
        ArgumentException.ThrowIfNullOrEmpty(seed);
        Span<byte> seedBytes = stackalloc byte[OnStack];
        return Encoding.UTF8.TryGetBytes(seed, seedBytes, out var written)
            ? Of(unit, seedBytes[..written])
            : Of(unit, Encoding.UTF8.GetBytes(seed));
    }

    internal static double Of(ReadOnlySpan<char> unit, ReadOnlySpan<byte> seed)
    {
        var longest = Encoding.UTF8.GetMaxByteCount(unit.Length) + 1 + seed.Length;
        byte[]? rented = null;
        var text = longest <= OnStack ? stackalloc byte[OnStack] : rented = ArrayPool<byte>.Shared.Rent(longest);
        try
        {
            var length = Encoding.UTF8.GetBytes(unit, text);
            text[length++] = (byte)'\n';
            seed.CopyTo(text[length..]);

            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(text[..(length + seed.Length)], hash);
            return BinaryPrimitives.ReadUInt32LittleEndian(hash) / (double)uint.MaxValue * 100;
        }
        finally
        {
            if (rented is not null)
                ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
