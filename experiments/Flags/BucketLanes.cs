using System.Buffers.Binary;
using System.Runtime.Intrinsics;
using System.Text;

namespace Experiments.Flags;

/// <summary>
/// Where one unit falls under several seeds, eight at a time: SHA-256 (FIPS 180-4) with one message in each lane of a vector, since whoever reads all
/// flags of a unit hashes it once for each. The same places as <see cref="Bucket"/>.
/// </summary>
internal static class BucketLanes
{
    internal const int Lanes = 8;
    private const int BlockBytes = 64;
    private const int BlockWords = 16;
    private const int MostBlocks = 2;

    // A message ends with one byte and its length in eight.
    private const int LongestText = (MostBlocks * BlockBytes) - 9;

    private static readonly uint[] Start = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
    private static readonly uint[] Constants =
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    /// <summary>Fills in the place of the unit under each seed.</summary>
    internal static void Of(ReadOnlySpan<char> unit, ReadOnlySpan<byte[]> seeds, Span<double> places)
    {
        Span<byte> text = stackalloc byte[MostBlocks * BlockBytes];
        var fits = Vector256.IsHardwareAccelerated && Encoding.UTF8.TryGetBytes(unit, text[..(LongestText - 1)], out _);
        var prefix = fits ? Encoding.UTF8.GetBytes(unit, text) : 0;
        text[prefix++] = (byte)'\n';
        Span<int> lanes = stackalloc int[Lanes];
        Span<uint> words = stackalloc uint[MostBlocks * BlockWords * Lanes];
        Span<uint> second = stackalloc uint[Lanes];
        var filled = 0;
        for (var at = 0; at < seeds.Length; at++)
        {
            if (!fits || prefix + seeds[at].Length > LongestText)
            {
                places[at] = Bucket.Of(unit, seeds[at]);
                continue;
            }

            Lay(text, prefix, seeds[at], words, filled, out second[filled]);
            lanes[filled++] = at;
            if (filled == Lanes)
                Finish(words, second, lanes[..Lanes], places, ref filled);
        }

        if (filled > 0)
            Finish(words, second, lanes[..filled], places, ref filled);
    }

    // The message of one lane, padded to whole blocks; its words stand a vector apart.
    private static void Lay(Span<byte> text, int prefix, byte[] seed, Span<uint> words, int lane, out uint second)
    {
        seed.CopyTo(text[prefix..]);
        var length = prefix + seed.Length;
        var blocks = length + 9 > BlockBytes ? 2 : 1;
        text[length] = 0x80;
        var end = blocks * BlockBytes;
        text[(length + 1)..end].Clear();
        BinaryPrimitives.WriteUInt64BigEndian(text[(end - 8)..], (ulong)length * 8);
        for (var word = 0; word < blocks * BlockWords; word++)
            words[(word * Lanes) + lane] = BinaryPrimitives.ReadUInt32BigEndian(text[(word * 4)..]);
        second = blocks == 2 ? uint.MaxValue : 0;
    }

    private static void Finish(Span<uint> words, Span<uint> second, ReadOnlySpan<int> lanes, Span<double> places, ref int filled)
    {
        second[filled..].Clear();
        filled = 0;
        Span<Vector256<uint>> state = stackalloc Vector256<uint>[8];
        for (var index = 0; index < state.Length; index++)
            state[index] = Vector256.Create(Start[index]);
        Compress(state, words[..(BlockWords * Lanes)]);
        if (second.ContainsAnyExcept(0u))
        {
            Span<Vector256<uint>> after = stackalloc Vector256<uint>[8];
            state.CopyTo(after);
            Compress(after, words[(BlockWords * Lanes)..]);
            // Only the first four bytes of the hash are looked at.
            state[0] = Vector256.ConditionalSelect(Vector256.Create<uint>(second), after[0], state[0]);
        }

        for (var lane = 0; lane < lanes.Length; lane++)
            places[lanes[lane]] = BinaryPrimitives.ReverseEndianness(state[0][lane]) / (double)uint.MaxValue * 100;
    }

    private static void Compress(Span<Vector256<uint>> state, ReadOnlySpan<uint> words)
    {
        Span<Vector256<uint>> schedule = stackalloc Vector256<uint>[BlockWords];
        for (var word = 0; word < BlockWords; word++)
            schedule[word] = Vector256.Create(words.Slice(word * Lanes, Lanes));
        var (a, b, c, d, e, f, g, h) = (state[0], state[1], state[2], state[3], state[4], state[5], state[6], state[7]);
        for (var round = 0; round < Constants.Length; round++)
        {
            var word = schedule[round & 15];
            if (round >= BlockWords)
            {
                var (w15, w2) = (schedule[(round + 1) & 15], schedule[(round + 14) & 15]);
                word += (Rotate(w15, 7) ^ Rotate(w15, 18) ^ (w15 >>> 3)) + schedule[(round + 9) & 15] + (Rotate(w2, 17) ^ Rotate(w2, 19) ^ (w2 >>> 10));
                schedule[round & 15] = word;
            }

            var first = h + (Rotate(e, 6) ^ Rotate(e, 11) ^ Rotate(e, 25)) + (g ^ (e & (f ^ g))) + Vector256.Create(Constants[round]) + word;
            var second = (Rotate(a, 2) ^ Rotate(a, 13) ^ Rotate(a, 22)) + ((a & b) | (c & (a | b)));
            (h, g, f, e, d, c, b, a) = (g, f, e, d + first, c, b, a, first + second);
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }

    private static Vector256<uint> Rotate(Vector256<uint> value, int bits) => (value >>> bits) | (value << (32 - bits));
}
