using System.Buffers.Binary;
using System.Security.Cryptography;
using Marketplace.Policies;

namespace Marketplace.Interviews;

/// <summary>RND-01, RND-02: what a seed draws. The same seed and numbers draw the same again, so every recorded draw can be replayed.</summary>
/// <param name="Connects">0 to the maximum in steps, all equally likely.</param>
/// <param name="CoolDownWeeks">Whole weeks, all equally likely.</param>
public readonly record struct RewardDraw(int Connects, int CoolDownWeeks)
{
    public static RewardDraw From(long seed, InterviewPolicy policy)
    {
        Span<byte> input = stackalloc byte[8];
        Span<byte> hash = stackalloc byte[32];
        BinaryPrimitives.WriteInt64BigEndian(input, seed);
        SHA256.HashData(input, hash);
        // RND-09: the third part of the hash says whether this draw is one of those that may bring anything.
        var wins = Pick(hash[16..], 100) < policy.DrawWinPercent;
        return new RewardDraw(
            !wins ? 0 : policy.DrawStep * Pick(hash, (policy.DrawMaximum / policy.DrawStep) + 1),
            policy.LeastCoolDownWeeks + Pick(hash[8..], policy.MostCoolDownWeeks - policy.LeastCoolDownWeeks + 1));
    }

    // Of 64 bits the remainder favours no choice by more than one in 10^15.
    private static int Pick(ReadOnlySpan<byte> bits, int choices) => (int)(BinaryPrimitives.ReadUInt64BigEndian(bits) % (ulong)choices);
}

/// <summary>Where seeds of draws come from: nobody can know one before it is drawn.</summary>
public class RewardSeeds
{
    public virtual long Next()
    {
        Span<byte> bytes = stackalloc byte[8];
        RandomNumberGenerator.Fill(bytes);
        return BinaryPrimitives.ReadInt64BigEndian(bytes);
    }
}
