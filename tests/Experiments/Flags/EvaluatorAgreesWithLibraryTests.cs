using System.Globalization;
using System.Text.Json.Nodes;
using Experiments.Flags;
using Experiments.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;

namespace Experiments.Tests.Flags;

/// <summary>Our evaluator, the library over our snapshot, and the library over a plain configuration file say the same for everybody.</summary>
public sealed class EvaluatorAgreesWithLibraryTests
{
    private static readonly string[] Variants = ["a", "b", "c"];
    private static readonly string[] Groups = ["g0", "g1", "g2"];
    private static readonly MovableClock Clock = new();

    [Fact]
    public async Task On_random_definitions_and_units()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var definition = Definition(random);
            var snapshots = new FlagSnapshots();
            snapshots.Offer(new FlagSnapshot(1, [new FlagSource("f", definition["enabled"]!.GetValue<bool>(), Samples.Json(definition.ToJsonString()), Experiment: null)], Clock));
            await using var overSnapshot = PlainLibrary.Over(services => services.AddSingleton<IFeatureDefinitionProvider>(new SnapshotDefinitionProvider(snapshots)), Clock);
            await using var overFile = PlainLibrary.Over(Samples.Json(definition.ToJsonString()), Clock);

            for (var round = 0; round < 20; round++)
            {
                var unit = Unit(random);
                var evaluation = snapshots.Current.Evaluate("f", unit);
                var about = $"seed {seed}, unit {unit.UserId}, {definition.ToJsonString()}";
                foreach (var library in new[] { overSnapshot, overFile })
                {
                    var variant = await library.GetRequiredService<IVariantFeatureManager>().GetVariantAsync("f", unit, CancellationToken.None);
                    variant.Name.ShouldBe(evaluation.Variant, about);
                    variant.Configuration.Value.ShouldBe(evaluation.Configuration.ToString(), about);
                }
            }
        }
    }

    private static UnitContext Unit(Random random) => new(
        random.Next(3) == 0 ? $"Ünït {random.Next(1000)}" : $"u{random.Next(12)}",
        Groups.Where(_ => random.Next(4) == 0),
        random.Next(2) == 0 ? null : new Dictionary<string, string> { ["country"] = random.Next(2) == 0 ? "US" : "DE" });

    private static JsonObject Definition(Random random)
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
                    ["Start"] = Clock.GetUtcNow().AddDays(random.Next(-5, 2)).ToString("O", CultureInfo.InvariantCulture),
                    ["End"] = Clock.GetUtcNow().AddDays(random.Next(0, 5)).ToString("O", CultureInfo.InvariantCulture),
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
