using Experiments.Lifecycle;
using Experiments.Tests.Support;

namespace Experiments.Tests.Lifecycle;

public sealed class PagingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_go_from_newest_to_oldest_and_back()
    {
        await using var node = await Node.StartSeededAsync();
        for (var draft = 1; draft < 5; draft++)
            await node.Experiments.CreateAsync(Samples.Draft($"draft-{draft}"), "pm", Cancellation);

        var first = await node.ExperimentReader.ListAsync(new(), new(2), Cancellation);
        Keys(first).ShouldBe(["draft-4", "draft-3"]);
        (first.HasNext, first.HasPrevious).ShouldBe((true, false));
        var second = await node.ExperimentReader.ListAsync(new(), new(3, first.Items[^1].Id), Cancellation);
        Keys(second).ShouldBe(["draft-2", "draft-1", Samples.DoubleRateCard]);
        (second.HasNext, second.HasPrevious).ShouldBe((false, true));
        var back = await node.ExperimentReader.ListAsync(new(), new(1, second.Items[0].Id, Backward: true), Cancellation);
        Keys(back).ShouldBe(["draft-3"]);
        (back.HasNext, back.HasPrevious).ShouldBe((true, true));
        Keys(await node.ExperimentReader.ListAsync(new(), new(2, Backward: true), Cancellation)).ShouldBe(["draft-1", Samples.DoubleRateCard]);
        // Whoever asks for nobody is told whether there is anybody.
        var none = await node.ExperimentReader.ListAsync(new(), new(0), Cancellation);
        (none.Items.Count, none.HasNext).ShouldBe((0, true));
    }

    [Fact]
    public async Task Filters_narrow_the_list_and_its_count()
    {
        await using var node = await Node.StartSeededAsync();
        await node.Experiments.CreateAsync(Samples.Draft("draft"), "pm", Cancellation);
        await node.Experiments.StartAsync(Samples.Change(), Cancellation);

        Keys(await node.ExperimentReader.ListAsync(new(ExperimentState.Running), new(10), Cancellation)).ShouldBe([Samples.DoubleRateCard]);
        (await node.ExperimentReader.CountAsync(new(FlagKey: Samples.RateCard), Cancellation)).ShouldBe(2);
        (await node.ExperimentReader.CountAsync(new(FlagKey: "other"), Cancellation)).ShouldBe(0);
        (await node.ExperimentReader.ByFlagsAsync([Samples.RateCard], Cancellation))[Samples.RateCard].Select(experiment => experiment.Key).ShouldBe(["draft", Samples.DoubleRateCard]);
        (await node.Audit.CountAsync(new(Action: "experiment.started", From: node.Clock.GetUtcNow(), To: node.Clock.GetUtcNow().AddTicks(10)), Cancellation)).ShouldBe(2);
        (await node.Audit.CountAsync(new(Actor: "nobody"), Cancellation)).ShouldBe(0);
    }

    private static IEnumerable<string> Keys(Page<Experiment> page) => page.Items.Select(experiment => experiment.Key);
}
