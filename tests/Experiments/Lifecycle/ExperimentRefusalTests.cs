using Experiments.Flags;
using Experiments.Lifecycle;
using Experiments.Tests.Support;

namespace Experiments.Tests.Lifecycle;

public sealed class ExperimentRefusalTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, NewExperiment> Nonsense => new()
    {
        { "key", Samples.Draft("Not A Key") },
        { "key", Samples.Draft("trailing-newline\n") },
        { "key", Samples.Draft() },
        { "name", Samples.Draft("new") with { Name = " " } },
        { "hypothesis", Samples.Draft("new") with { Hypothesis = "" } },
        { "unit", Samples.Draft("new", (ExperimentUnit)99) },
        { "arms", Samples.Draft("new") with { Arms = [new("standard", 100, true)] } },
        { "arms", Samples.Draft("new") with { Arms = [new("standard", 50, true), new("standard", 50, false)] } },
        { "arms", Samples.Draft("new") with { Arms = [new("standard", 50, true), new("tripled", 50, false)] } },
        { "arms", Samples.Draft("new") with { Arms = [new("standard", 100, true), new("doubled", 0, false)] } },
        { "arms", Samples.Draft("new") with { Arms = [new("standard", 110, true), new("doubled", -10, false)] } },
        { "arms", Samples.Draft("new") with { Arms = [new("standard", 50, true), new("doubled", 49.9m, false)] } },
        { "arms", Samples.Draft("new") with { Arms = [new("standard", 50, true), new("doubled", 50, true)] } },
        { "arms", Samples.Draft("new") with { Arms = [new("standard", 50, false), new("doubled", 50, false)] } },
        { "primaryMetric", Samples.Draft("new") with { PrimaryMetric = "happiness" } },
        { "secondaryMetrics", Samples.Draft("new") with { SecondaryMetrics = ["happiness"] } },
        { "secondaryMetrics", Samples.Draft("new") with { SecondaryMetrics = ["connects-spent"] } },
        { "secondaryMetrics", Samples.Draft("new") with { SecondaryMetrics = ["proposals", "proposals"] } },
        { "guardrails", Samples.Draft("new") with { Guardrails = [new("happiness", 0.05m, true)] } },
        { "guardrails", Samples.Draft("new") with { Guardrails = [new("proposals", -1, true)] } },
        { "guardrails", Samples.Draft("new") with { Guardrails = [new("proposals", 0.1m, true), new("proposals", 0.2m, true)] } },
        { "guardrails", Samples.Draft("new") with { Guardrails = [new("proposals", 0, true)] } },
        { "guardrails", Samples.Draft("new") with { Guardrails = [new("proposals", 1.01m, true)] } },
        { "guardrails", Samples.Draft("new") with { Guardrails = [.. Enumerable.Range(0, 10_000).Select(number => new Guardrail($"metric-{number}", 0.1m, true))] } },
        { "secondaryMetrics", Samples.Draft("new") with { SecondaryMetrics = [.. Enumerable.Range(0, 10_000).Select(number => $"metric-{number}")] } },
        { "arms", Samples.Draft("new") with { Arms = [.. Enumerable.Range(0, 10_000).Select(number => new ExperimentArm($"arm-{number}", 0.01m, number == 0))] } },
        { "arms", Samples.Draft("new") with { Arms = [new("standard", 33.33333m, true), new("doubled", 66.66667m, false)] } },
        { "audience", Samples.Draft("new") with { Audience = Samples.Json($$"""{"users":["{{new string('u', 100_000)}}"]}""") } },
        { "name", Samples.Draft("new") with { Name = new string('n', 201) } },
        { "hypothesis", Samples.Draft("new") with { Hypothesis = new string('h', 5_001) } },
        { "key", Samples.Draft("ключ") },
        { "layer", Samples.Draft("new") with { Layer = "Pricing!" } },
        { "layer", Samples.Draft("new") with { Layer = "été" } },
        { "layerShare", Samples.Draft("new") with { LayerShare = 33.33333m } },
        { "traffic", Samples.Draft("new") with { Traffic = 0.00001m } },
        { "layerShare", Samples.Draft("new") with { LayerShare = 0 } },
        { "layerShare", Samples.Draft("new") with { LayerShare = 100.1m } },
        { "traffic", Samples.Draft("new") with { Traffic = -1 } },
        { "traffic", Samples.Draft("new") with { Traffic = 101 } },
        { "audience", Samples.Draft("new") with { Audience = Samples.Json("""{"people":1}""") } },
        { "seed", Samples.Draft("new") with { Seed = " " } },
    };

    [Fact]
    public async Task Nonsense_is_refused_by_the_field_that_holds_it_and_leaves_nothing()
    {
        await using var node = await Node.StartSeededAsync();
        var version = node.Snapshots.Version;
        foreach (var (field, draft) in Nonsense.Select(row => row.Data))
            (await node.Experiments.CreateAsync(draft, "pm", Cancellation)).Refused<Invalid>().Field.ShouldBe(field, draft.ToString());

        (await node.ExperimentReader.CountAsync(new(), Cancellation)).ShouldBe(1);
        (await node.QueryAsync<long>("select version from experiments.state_version")).ShouldBe(version);
    }

    [Fact]
    public async Task What_does_not_exist_is_not_found()
    {
        await using var node = await Node.StartSeededAsync();

        (await node.Experiments.CreateAsync(Samples.Draft("new", flag: "no-flag"), "pm", Cancellation)).Refused<NotFound>().ShouldBe(new NotFound("flag", "no-flag"));
        (await node.Experiments.StartAsync(Samples.Change("no-such"), Cancellation)).Refused<NotFound>().ShouldBe(new NotFound("experiment", "no-such"));
        (await node.Experiments.StopAsync(Samples.Change("no-such"), Cancellation)).Refused<NotFound>();
    }

    [Fact]
    public async Task A_stale_version_is_refused_with_the_current_one()
    {
        await using var node = await Node.StartSeededAsync();
        (await node.Experiments.StartAsync(Samples.Change(version: 7), Cancellation)).Refused<VersionConflict>().CurrentVersion.ShouldBe(1);
        await node.Experiments.StartAsync(Samples.Change(), Cancellation);
        (await node.Experiments.StopAsync(Samples.Change(version: 1), Cancellation)).Refused<VersionConflict>().CurrentVersion.ShouldBe(2);
    }

    [Fact]
    public async Task Only_drafts_start_and_only_running_ones_stop()
    {
        await using var node = await Node.StartSeededAsync();
        (await node.Experiments.StopAsync(Samples.Change(), Cancellation)).Refused<WrongState>().State.ShouldBe("DRAFT");
        await node.Experiments.StartAsync(Samples.Change(), Cancellation);
        (await node.Experiments.StartAsync(Samples.Change(version: 2), Cancellation)).Refused<WrongState>().State.ShouldBe("RUNNING");
        await node.Experiments.StopAsync(Samples.Change(version: 2), Cancellation);
        (await node.Experiments.StartAsync(Samples.Change(version: 3), Cancellation)).Refused<WrongState>().State.ShouldBe("STOPPED");
    }

    [Fact]
    public async Task A_change_without_a_reason_is_refused()
    {
        await using var node = await Node.StartSeededAsync();
        (await node.Experiments.StartAsync(Samples.Change(reason: " "), Cancellation)).Refused<Invalid>().Field.ShouldBe("reason");
    }

    [Fact]
    public async Task One_experiment_runs_on_a_flag_at_a_time_and_drafts_wait()
    {
        await using var node = await Node.StartSeededAsync();
        (await node.Experiments.CreateAsync(Samples.Draft("second"), "pm", Cancellation)).Value();
        await node.Experiments.StartAsync(Samples.Change(), Cancellation);

        (await node.Experiments.StartAsync(Samples.Change("second"), Cancellation)).Refused<WrongState>().State.ShouldBe("RUNNING");
        await node.Experiments.StopAsync(Samples.Change(version: 2), Cancellation);
        (await node.Experiments.StartAsync(Samples.Change("second"), Cancellation)).Value().State.ShouldBe(ExperimentState.Running);
    }

    [Fact]
    public async Task An_archived_flag_takes_no_experiment()
    {
        await using var node = await Node.StartSeededAsync();
        await node.ExecuteAsync("update experiments.flag set archived = true");

        (await node.Experiments.CreateAsync(Samples.Draft("new"), "pm", Cancellation)).Refused<Invalid>().Field.ShouldBe("flagKey");
        (await node.Experiments.StartAsync(Samples.Change(), Cancellation)).Refused<WrongState>().State.ShouldBe("ARCHIVED");
    }

    [Fact]
    public async Task Too_few_units_cannot_be_drawn_from()
    {
        await using var node = await Node.StartSeededAsync();
        var rules = """[{"variant":"standard","users":["""
            + string.Join(',', Categories.Keys.Skip(1).Select(key => $"\"{key}\"")) + "]}]";
        await node.ExecuteAsync($$"""update experiments.flag set definition = jsonb_set(definition::jsonb, '{allocation,user}', '{{rules}}')""");

        (await node.Experiments.StartAsync(Samples.Change(), Cancellation)).Refused<WrongState>().State.ShouldBe("DRAFT");
    }

    [Fact]
    public async Task A_category_with_a_rule_of_its_own_keeps_it_and_is_left_out_of_the_draw()
    {
        await using var node = await Node.StartSeededAsync();
        await node.ExecuteAsync("""update experiments.flag set definition = jsonb_set(definition::jsonb, '{allocation,user}', '[{"variant":"doubled","users":["legal"]}]')""");
        await node.Experiments.StartAsync(Samples.Change(), Cancellation);

        var evaluation = node.Flags.Evaluate(Samples.RateCard, "legal");
        (evaluation.Variant, evaluation.Reason, evaluation.Treatment).ShouldBe(("doubled", EvaluationReason.Targeted, null));
        (await node.QueryAsync<long>("select count(*) from experiments.assignment")).ShouldBe(11);
    }
}
