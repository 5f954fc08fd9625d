using Experiments.Lifecycle;
using Experiments.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Experiments.Tests.Lifecycle;

public sealed class LayerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_layer_refuses_with_what_is_left()
    {
        await using var node = await SeededAsync();
        await DraftAsync(node, "one", 60);
        await DraftAsync(node, "two", 60);
        (await node.Experiments.StartAsync(Samples.Change("one"), Cancellation)).Value();

        (await node.Experiments.StartAsync(Samples.Change("two"), Cancellation)).Refused<LayerFull>().FreeTraffic.ShouldBe(40);
        (await node.Experiments.CreateAsync(Draft("three", 41), "pm", Cancellation)).Refused<LayerFull>().FreeTraffic.ShouldBe(40);
        (await node.Services.GetRequiredService<LayerReader>().ListAsync(Cancellation)).ShouldBe([new Layer("pricing", 40)]);
    }

    [Fact]
    public async Task Experiments_of_one_layer_have_no_account_in_common()
    {
        await using var node = await SeededAsync();
        await DraftAsync(node, "one", 60);
        await DraftAsync(node, "two", 40);
        await node.Experiments.StartAsync(Samples.Change("one"), Cancellation);
        await node.Experiments.StartAsync(Samples.Change("two"), Cancellation);

        (await node.QueryAsync<long>("select count(*) from experiments.flag f join experiments.experiment e on e.flag_key = f.key join experiments.layer l on l.id = e.layer_id and l.seed = f.definition #>> '{allocation,seed}'")).ShouldBe(2);
        for (var unit = 0; unit < 1_000; unit++)
        {
            var treatments = new[] { "flag-one", "flag-two" }.Count(flag => node.Flags.Evaluate(flag, $"account-{unit}").Treatment is not null);
            treatments.ShouldBe(1, $"account-{unit}");
        }
    }

    [Fact]
    public async Task What_stopped_gives_its_block_back()
    {
        await using var node = await SeededAsync();
        await DraftAsync(node, "one", 100);
        await DraftAsync(node, "two", 100);
        await node.Experiments.StartAsync(Samples.Change("one"), Cancellation);
        await node.Experiments.StopAsync(Samples.Change("one", 2), Cancellation);

        (await node.Experiments.StartAsync(Samples.Change("two"), Cancellation)).Value();
    }

    [Fact]
    public async Task Few_units_of_one_layer_are_shared_out()
    {
        await using var node = await SeededAsync();
        await DraftAsync(node, "one", 50, ExperimentUnit.JobCategory);
        await DraftAsync(node, "two", 50, ExperimentUnit.JobCategory);
        await node.Experiments.StartAsync(Samples.Change("one"), Cancellation);
        await node.Experiments.StartAsync(Samples.Change("two"), Cancellation);

        foreach (var category in Categories.Keys)
            new[] { "flag-one", "flag-two" }.Count(flag => node.Flags.Evaluate(flag, category).Treatment is not null).ShouldBe(1, category);
    }

    [Fact]
    public async Task The_database_itself_refuses_blocks_that_overlap()
    {
        await using var node = await SeededAsync();
        await DraftAsync(node, "one", 60);
        await DraftAsync(node, "two", 60);
        await node.Experiments.StartAsync(Samples.Change("one"), Cancellation);

        var overlap = await Should.ThrowAsync<PostgresException>(() => node.ExecuteAsync(
            "update experiments.experiment set state = 'RUNNING', layer_start = 40, started_at = now(), replaced_rules = '{}' where key = 'two'"));
        overlap.SqlState.ShouldBe(PostgresErrorCodes.ExclusionViolation);
    }

    [Fact]
    public async Task The_database_itself_refuses_a_second_running_experiment_on_a_flag()
    {
        await using var node = await Node.StartSeededAsync();
        await node.Experiments.CreateAsync(Samples.Draft("second"), "pm", Cancellation);
        await node.Experiments.StartAsync(Samples.Change(), Cancellation);

        var second = await Should.ThrowAsync<PostgresException>(() => node.ExecuteAsync(
            "update experiments.experiment set state = 'RUNNING', layer_start = 0, started_at = now(), replaced_rules = '{}' where key = 'second'"));
        second.ConstraintName.ShouldBe("experiment_one_running_per_flag");
    }

    private async Task<Node> SeededAsync()
    {
        var node = await Node.StartSeededAsync();
        foreach (var key in new[] { "flag-one", "flag-two", "flag-three" })
            (await node.FlagService.CreateAsync(Samples.Flag(key), "pm", Cancellation)).Refusal.ShouldBeNull();
        return node;
    }

    private static NewExperiment Draft(string key, decimal share, ExperimentUnit unit = ExperimentUnit.Account)
        => Samples.Draft(key, unit, "flag-" + key) with { Layer = "pricing", LayerShare = share };

    private static async Task DraftAsync(Node node, string key, decimal share, ExperimentUnit unit = ExperimentUnit.Account)
        => (await node.Experiments.CreateAsync(Draft(key, share, unit), "pm", Cancellation)).Value();
}
