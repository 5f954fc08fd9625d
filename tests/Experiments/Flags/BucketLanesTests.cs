using System.Text;
using Experiments.Flags;

namespace Experiments.Tests.Flags;

public sealed class BucketLanesTests
{
    [Fact]
    public void Every_lane_falls_where_the_hash_alone_puts_it_whatever_the_lengths()
    {
        var random = new Random(4711);
        for (var number = 0; number < 2000; number++)
        {
            var unit = Text(random, 1 + random.Next(number % 3 == 0 ? 150 : 40));
            var seeds = Enumerable.Range(0, random.Next(20)).Select(_ => Encoding.UTF8.GetBytes(Text(random, 1 + random.Next(number % 5 == 0 ? 140 : 60)))).ToArray();
            var places = new double[seeds.Length];

            BucketLanes.Of(unit, seeds, places);

            places.ShouldBe(seeds.Select(seed => Bucket.Of(unit, seed)));
        }
    }

    [Fact]
    public void Messages_at_the_ends_of_blocks_are_hashed_alike()
    {
        for (var length = 1; length <= 140; length++)
        {
            byte[][] seeds = [Encoding.UTF8.GetBytes(new string('s', length)), "x"u8.ToArray()];
            var places = new double[2];

            BucketLanes.Of("u", seeds, places);

            places.ShouldBe([Bucket.Of("u", seeds[0]), Bucket.Of("u", seeds[1])]);
        }
    }

    [Fact]
    public void All_flags_at_once_evaluate_as_one_by_one()
    {
        var definition = (int number) => Support.Samples.Json($$"""
            { "id": "f{{number}}", "enabled": true, "variants": [{ "name": "a", "configuration_value": 1 }, { "name": "b", "configuration_value": 2 }],
              "allocation": { "seed": "seed-{{number % 7}}", "default_when_enabled": "a", "default_when_disabled": "b",
                {{(number % 3 == 0 ? "\"user\": [{ \"variant\": \"b\", \"users\": [\"unit-5\"] }]," : "")}}
                "percentile": [{ "variant": "a", "from": 0, "to": {{10 + number}} }, { "variant": "b", "from": {{10 + number}}, "to": 90 }] } }
            """);
        var snapshot = new FlagSnapshot(1, [.. Enumerable.Range(0, 50).Select(number => new FlagSource($"f{number}", number % 11 != 0, definition(number), null))], TimeProvider.System);
        var evaluations = new Evaluation[50];
        for (var number = 0; number < 500; number++)
        {
            var unit = new UnitContext($"unit-{number}");

            snapshot.EvaluateAll(unit, evaluations);

            for (var at = 0; at < 50; at++)
                (evaluations[at].Variant, evaluations[at].Reason).ShouldBe((snapshot.Evaluate(snapshot.OrderedKeys[at], unit).Variant, snapshot.Evaluate(snapshot.OrderedKeys[at], unit).Reason));
        }
    }

    private static string Text(Random random, int length) => string.Create(length, random, static (text, source) =>
    {
        foreach (ref var letter in text)
            letter = (char)source.Next(32, source.Next(4) == 0 ? 0x2000 : 127);
    });
}
