using Experiments.Lifecycle;
using Experiments.Tests.Support;

namespace Experiments.Tests.Lifecycle;

public sealed class RaceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_many_who_start_one_experiment_exactly_one_does()
    {
        await using var node = await Node.StartSeededAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => node.Experiments.StartAsync(Samples.Change(), Cancellation)));

        outcomes.Count(outcome => outcome.Refusal is null).ShouldBe(1);
        outcomes.Count(outcome => outcome.Refusal is VersionConflict { CurrentVersion: 2 }).ShouldBe(7);
        (await node.QueryAsync<long>("select count(*) from experiments.assignment")).ShouldBe(12);
    }

    [Fact]
    public async Task Of_several_experiments_started_on_one_flag_exactly_one_runs()
    {
        await using var node = await Node.StartSeededAsync();
        for (var draft = 0; draft < 5; draft++)
            (await node.Experiments.CreateAsync(Samples.Draft($"draft-{draft}"), "pm", Cancellation)).Value();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 5).Select(draft => node.Experiments.StartAsync(Samples.Change($"draft-{draft}"), Cancellation)));

        outcomes.Count(outcome => outcome.Refusal is null).ShouldBe(1);
        outcomes.Count(outcome => outcome.Refusal is WrongState { State: "RUNNING" }).ShouldBe(4);
    }

    [Fact]
    public async Task Of_those_who_race_for_a_key_exactly_one_gets_it()
    {
        await using var node = await Node.StartSeededAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => node.Experiments.CreateAsync(Samples.Draft("wanted"), "pm", Cancellation)));

        outcomes.Count(outcome => outcome.Refusal is null).ShouldBe(1);
        outcomes.Count(outcome => outcome.Refusal is Invalid { Field: "key" }).ShouldBe(4);
    }
}
