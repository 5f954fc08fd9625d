using System.Security.Cryptography;
using System.Text;
using Experiments.Flags;

namespace Experiments.Tests.Flags;

public sealed class BucketTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(500)]
    [InlineData(5000)]
    public void Units_and_seeds_of_any_length_are_hashed_whole(int length)
    {
        var unit = new string('é', length);
        var seed = new string('s', length);
        var expected = BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(unit + "\n" + seed)), 0) / (double)uint.MaxValue * 100;

        Bucket.Of(unit, seed).ShouldBe(expected);
    }

    [Fact]
    public void An_empty_seed_is_refused() => Should.Throw<ArgumentException>(() => Bucket.Of("unit", ""));

    [Fact]
    public void Units_spread_evenly()
    {
        var counts = new int[10];
        for (var unit = 0; unit < 20_000; unit++)
            counts[(int)Math.Min(9, Bucket.Of($"unit-{unit}", "seed") / 10)]++;

        counts.ShouldAllBe(count => count > 1_800 && count < 2_200);
    }
}
