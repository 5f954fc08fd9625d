using Experiments.Flags;
using Experiments.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;

namespace Experiments.Tests.Flags;

/// <summary>Our evaluator, the library over our snapshot, and the library over a plain configuration file say the same for everybody.</summary>
public sealed class EvaluatorAgreesWithLibraryTests
{
    private const int Definitions = 500;
    private const int UnitsEach = 200;
    private static readonly MovableClock Clock = new();

    [Fact]
    public async Task On_random_definitions_and_a_hundred_thousand_users()
    {
        var reasons = new Dictionary<EvaluationReason, int>();
        for (var seed = 0; seed < Definitions; seed++)
        {
            var random = new Random(seed);
            var definition = RandomDefinitions.Definition(random, Clock);
            var json = definition.ToJsonString();
            var snapshots = new FlagSnapshots();
            snapshots.Offer(new FlagSnapshot(1, [new FlagSource("f", definition["enabled"]!.GetValue<bool>(), Samples.Json(json), Experiment: null)], Clock));
            await using var overSnapshot = PlainLibrary.Over(services => services.AddSingleton<IFeatureDefinitionProvider>(new SnapshotDefinitionProvider(snapshots)), Clock);
            await using var overFile = PlainLibrary.Over(Samples.Json(json), Clock);
            IVariantFeatureManager[] libraries = [overSnapshot.GetRequiredService<IVariantFeatureManager>(), overFile.GetRequiredService<IVariantFeatureManager>()];

            for (var round = 0; round < UnitsEach; round++)
            {
                var unit = RandomDefinitions.Unit(random, seed * UnitsEach + round);
                var evaluation = snapshots.Current.Evaluate("f", unit);
                reasons[evaluation.Reason] = reasons.GetValueOrDefault(evaluation.Reason) + 1;
                foreach (var library in libraries)
                {
                    var variant = await library.GetVariantAsync("f", unit, CancellationToken.None);
                    if (variant.Name != evaluation.Variant || variant.Configuration.Value != evaluation.Configuration.ToString())
                        Assert.Fail($"seed {seed}, unit {unit.UserId}: the library says {variant.Name}, we say {evaluation.Variant}: {json}");
                }
            }
        }

        // Every step of the order was met often enough to mean something.
        reasons.Values.Sum().ShouldBe(100_000);
        foreach (var reason in (EvaluationReason[])[EvaluationReason.Off, EvaluationReason.Default, EvaluationReason.Targeted, EvaluationReason.Allocated])
            reasons[reason].ShouldBeGreaterThan(5_000, reason.ToString());
    }
}
