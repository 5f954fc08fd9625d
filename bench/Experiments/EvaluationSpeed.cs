using System.Buffers.Binary;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Experiments.Flags;

namespace Bench.Experiments;

/// <summary>One evaluation of a flag that is divided by percent, beside the bare hash that no evaluation can do without.</summary>
internal static class EvaluationSpeed
{
    private const int Rounds = 9;
    private const int Evaluations = 200_000;
    private const double MostTimes = 1.5;
    private static readonly byte[] Seed = "seed-of-a-layer"u8.ToArray();

    private static readonly string[] Units = [.. Enumerable.Range(0, 1024).Select(number => Convert.ToBase64String(Encoding.UTF8.GetBytes($"Account:{number * 7919}")))];

    public static void Report()
    {
        var snapshot = new FlagSnapshot(1, [new FlagSource("divided", true, Definition(""), null), new FlagSource("for-an-audience", true, Definition(Audience), null)], TimeProvider.System);
        var contexts = Units.Select(unit => new UnitContext(unit, ["FREELANCER"], new Dictionary<string, string>(StringComparer.Ordinal) { ["country"] = "US" })).ToArray();
        (string Name, Action<int> Do)[] measured =
        [
            ("bare SHA-256 bucketing", number => Bare(Units[number & 1023])),
            ("a flag by percent, by the unit's key", number => snapshot.Evaluate("divided", Units[number & 1023])),
            ("one with an audience and a group's rule", number => snapshot.Evaluate("for-an-audience", contexts[number & 1023])),
        ];

        var times = measured.Select(_ => new List<double>()).ToArray();
        var bytes = new double[measured.Length];
        // The first round is for the compiler, which replaces what it compiled in haste.
        for (var round = -3; round < Rounds; round++)
        {
            for (var index = 0; index < measured.Length; index++)
            {
                var (nanoseconds, allocated) = Measure(measured[index].Do);
                if (round < 0)
                    continue;
                times[index].Add(nanoseconds);
                bytes[index] = allocated;
            }
        }

        Console.WriteLine($"One evaluation, median of {Rounds} interleaved rounds of {Evaluations:N0}");
        var bare = Statistics.Median(times[0]);
        for (var index = 0; index < measured.Length; index++)
        {
            var median = Statistics.Median(times[index]);
            Console.WriteLine($"{measured[index].Name,-40}{median,7:N0} ns{bytes[index],8:N2} bytes" + (index == 0
                ? ""
                : $"   {median / bare:N2} x the bare hash ({ExperimentsBenchmark.Goal($"<= {MostTimes}, no allocation", median / bare <= MostTimes && bytes[index] < 0.01)})"));
        }

        Console.WriteLine();
    }

    private const string Audience = """, "conditions": { "requirement_type": "All", "client_filters": [{ "name": "Experiments.Attributes", "parameters": { "country": ["US", "CA"] } }] }""";

    private static JsonElement Definition(string more) => JsonSerializer.Deserialize<JsonElement>($$"""
        { "id": "f", "enabled": true, "variants": [{ "name": "a", "configuration_value": 1 }, { "name": "b", "configuration_value": 2 }],
          "allocation": { "seed": "seed-of-a-layer", "default_when_enabled": "a", "default_when_disabled": "a",
            "group": [{ "variant": "b", "groups": ["STAFF"] }],
            "percentile": [{ "variant": "a", "from": 0, "to": 50 }, { "variant": "b", "from": 50, "to": 100 }] } {{more}} }
        """);

    private static double Bare(string unit)
    {
        Span<byte> text = stackalloc byte[256];
        var length = Encoding.UTF8.GetBytes(unit, text);
        text[length++] = (byte)'\n';
        Seed.CopyTo(text[length..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..(length + Seed.Length)], hash);
        return BinaryPrimitives.ReadUInt32LittleEndian(hash) / (double)uint.MaxValue * 100;
    }

    private static (double Nanoseconds, double Bytes) Measure(Action<int> action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var begin = Stopwatch.GetTimestamp();
        for (var number = 0; number < Evaluations; number++)
            action(number);
        var elapsed = Stopwatch.GetElapsedTime(begin);
        return (elapsed.TotalNanoseconds / Evaluations, (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Evaluations);
    }
}
