using System.Globalization;
using System.Text.Json.Nodes;
using Experiments.Flags;

namespace Experiments.Tests.Flags;

/// <summary>Definitions and units of every kind that this engine reads, from a seed.</summary>
internal static class RandomDefinitions
{
    internal static readonly string[] Variants = ["a", "b", "c"];
    private static readonly string[] Groups = ["g0", "g1", "g2"];

    /// <param name="random">Chance.</param>
    /// <param name="number">One of few names that rules know, or one of ever so many that they do not.</param>
    internal static UnitContext Unit(Random random, int number) => new(
        random.Next(3) == 0 ? $"u{random.Next(12)}" : random.Next(2) == 0 ? $"Ünït {number}" : $"unit-{number}",
        Groups.Where(_ => random.Next(4) == 0),
        random.Next(2) == 0 ? null : new Dictionary<string, string> { ["country"] = random.Next(2) == 0 ? "US" : "DE" });

    internal static JsonObject Definition(Random random, TimeProvider clock)
    {
        string Variant() => Variants[random.Next(Variants.Length)];

        var allocation = new JsonObject { ["default_when_enabled"] = Variant(), ["default_when_disabled"] = Variant() };
        if (random.Next(3) > 0)
            allocation["seed"] = $"seed-{random.Next(5)}";
        if (random.Next(2) == 0)
            allocation["user"] = Rules("users", () => $"u{random.Next(12)}");
        if (random.Next(2) == 0)
            allocation["group"] = Rules("groups", () => Groups[random.Next(3)]);
        if (random.Next(4) > 0)
            allocation["percentile"] = Ranges();
        var definition = new JsonObject
        {
            ["id"] = "f",
            ["enabled"] = random.Next(6) > 0,
            ["variants"] = new JsonArray([.. Variants.Select(name => new JsonObject { ["name"] = name, ["configuration_value"] = "value of " + name })]),
            ["allocation"] = allocation,
        };
        if (random.Next(2) == 0)
            definition["conditions"] = Conditions();
        return definition;

        JsonArray Rules(string member, Func<string> name)
            => [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => new JsonObject
            {
                ["variant"] = Variant(),
                [member] = new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => JsonValue.Create(name()))]),
            })];

        JsonArray Ranges()
            => [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ =>
            {
                var from = random.Next(10001) / 100m;
                var to = random.Next(3) == 0 ? 100 : Math.Min(100, from + random.Next(5000) / 100m);
                return new JsonObject { ["variant"] = Variant(), ["from"] = from, ["to"] = to };
            })];

        JsonObject Conditions() => new()
        {
            ["requirement_type"] = random.Next(2) == 0 ? "All" : "Any",
            ["client_filters"] = new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Filter())]),
        };

        JsonObject Filter() => random.Next(3) switch
        {
            0 => new()
            {
                ["name"] = "Microsoft.Targeting",
                ["parameters"] = new JsonObject
                {
                    ["Audience"] = new JsonObject
                    {
                        ["Users"] = new JsonArray([.. Enumerable.Range(0, 8).Select(_ => JsonValue.Create($"u{random.Next(12)}"))]),
                        ["Groups"] = new JsonArray(new JsonObject { ["Name"] = Groups[random.Next(3)], ["RolloutPercentage"] = 100 }),
                        ["DefaultRolloutPercentage"] = 0,
                    },
                },
            },
            1 => new()
            {
                ["name"] = "Microsoft.TimeWindow",
                ["parameters"] = new JsonObject
                {
                    ["Start"] = clock.GetUtcNow().AddDays(random.Next(-5, 2)).ToString("O", CultureInfo.InvariantCulture),
                    ["End"] = clock.GetUtcNow().AddDays(random.Next(0, 5)).ToString("O", CultureInfo.InvariantCulture),
                },
            },
            _ => new()
            {
                ["name"] = "Experiments.Attributes",
                ["parameters"] = new JsonObject { ["country"] = new JsonArray("US", "CA") },
            },
        };
    }
}
