using Experiments.Lifecycle;
using Experiments.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Experiments.Tests.Lifecycle;

public sealed class LayerReaderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Naming_a_new_layer_makes_it_and_its_experiments_are_listed_newest_first()
    {
        await using var node = await Node.StartSeededAsync();
        var layers = node.Services.GetRequiredService<LayerReader>();
        (await layers.ListAsync(Cancellation)).ShouldBeEmpty();
        foreach (var (key, layer) in new[] { ("one", "pricing"), ("two", "rewards"), ("three", "pricing") })
            (await node.Experiments.CreateAsync(Samples.Draft(key, ExperimentUnit.Account) with { Layer = layer, LayerShare = 30 }, "pm", Cancellation)).Value().LayerKey.ShouldBe(layer);
        await node.Experiments.StartAsync(Samples.Change("one"), Cancellation);

        (await layers.ListAsync(Cancellation)).ShouldBe([new Layer("pricing", 70), new Layer("rewards", 100)]);
        (await layers.ByKeysAsync(["rewards", "no-such"], Cancellation)).Values.ShouldBe([new Layer("rewards", 100)]);
        (await layers.ByKeysAsync([], Cancellation)).ShouldBeEmpty();
        var experiments = await node.ExperimentReader.ByLayersAsync(["pricing", "rewards", "no-such"], Cancellation);
        experiments["pricing"].Select(experiment => experiment.Key).ShouldBe(["three", "one"]);
        experiments["rewards"].Select(experiment => experiment.Key).ShouldBe(["two"]);
    }
}
