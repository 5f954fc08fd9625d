using Experiments.Flags;
using Experiments.Lifecycle;
using Experiments.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;

namespace Experiments.Tests.Lifecycle;

public sealed class ExperimentServiceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_draft_changes_nothing_for_anybody()
    {
        await using var node = await Node.StartSeededAsync();

        var evaluation = node.Flags.Evaluate(Samples.RateCard, "legal");
        (evaluation.Variant, evaluation.Reason, evaluation.Treatment).ShouldBe(("standard", EvaluationReason.Default, null));
        evaluation.Configuration.GetProperty("rateCard").GetString().ShouldBe("2023-03");
    }

    [Fact]
    public async Task Starting_puts_half_of_the_categories_in_each_arm_at_once()
    {
        await using var node = await Node.StartSeededAsync();

        var running = (await node.Experiments.StartAsync(Samples.Change(), Cancellation)).Value();

        (running.State, running.Version, running.StartedAt).ShouldBe((ExperimentState.Running, 2, node.Clock.GetUtcNow()));
        var evaluations = Categories.Keys.Select(category => node.Flags.Evaluate(Samples.RateCard, category)).ToArray();
        evaluations.Count(evaluation => evaluation.Variant == "doubled").ShouldBe(6);
        evaluations.ShouldAllBe(evaluation => evaluation.Reason == EvaluationReason.Allocated && evaluation.Treatment == new Treatment(Samples.DoubleRateCard, evaluation.Variant));
        (await node.ExperimentReader.FindAsync(running.Key, Cancellation)).ShouldBeEquivalentTo(running);
    }

    [Fact]
    public async Task What_was_evaluated_before_the_start_stays_as_it_was()
    {
        await using var node = await Node.StartSeededAsync();
        var request = node.Snapshots.Current;

        await node.Experiments.StartAsync(Samples.Change(), Cancellation);

        foreach (var category in Categories.Keys)
            request.Evaluate(Samples.RateCard, category).Treatment.ShouldBeNull(category);
        node.Snapshots.Current.Evaluate(Samples.RateCard, Categories.Keys[0]).Treatment.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(ExperimentUnit.Account)]
    [InlineData(ExperimentUnit.JobCategory)]
    public async Task A_service_that_reads_the_stored_definition_with_the_plain_library_gets_the_same_arms(ExperimentUnit unit)
    {
        await using var node = await Node.StartSeededAsync();
        await CreateAsync(node, Samples.Draft("layered", unit) with { Layer = "pricing", LayerShare = 60, Traffic = 70, Arms = [new("standard", 33.3m, true), new("doubled", 66.7m, false)] });
        await node.Experiments.StartAsync(Samples.Change("layered"), Cancellation);
        var definition = (await node.FlagReader.FindAsync(Samples.RateCard, Cancellation))!.Definition;
        await using var library = PlainLibrary.Over(definition);
        var elsewhere = library.GetRequiredService<IVariantFeatureManager>();

        foreach (var key in Categories.Keys.Concat(Enumerable.Range(0, 500).Select(account => $"account-{account}")))
        {
            var variant = await elsewhere.GetVariantAsync(Samples.RateCard, new UnitContext(key), Cancellation);
            variant.Name.ShouldBe(node.Flags.Evaluate(Samples.RateCard, key).Variant, key);
        }
    }

    [Fact]
    public async Task The_draw_is_recorded_as_it_was_made()
    {
        await using var node = await Node.StartSeededAsync();
        await node.Experiments.StartAsync(Samples.Change(), Cancellation);

        (await node.QueryAsync<long>("select count(*) from experiments.assignment")).ShouldBe(12);
        (await node.QueryAsync<long>("select count(*) from (select block from experiments.assignment group by block having count(distinct variant) = 2 and count(*) = 2) pairs")).ShouldBe(6);
        (await node.QueryAsync<long>("select count(*) from experiments.assignment a join experiments.experiment e on e.id = a.experiment_id where e.seed = 'seed-of-double-rate-card'")).ShouldBe(12);
    }

    [Fact]
    public async Task The_same_seed_draws_the_same_arms_in_another_installation()
    {
        await using var one = await Node.StartSeededAsync();
        await using var other = await Node.StartSeededAsync();
        await one.Experiments.StartAsync(Samples.Change(), Cancellation);
        await other.Experiments.StartAsync(Samples.Change(), Cancellation);

        foreach (var category in Categories.Keys)
            one.Flags.Evaluate(Samples.RateCard, category).Variant.ShouldBe(other.Flags.Evaluate(Samples.RateCard, category).Variant);
    }

    [Fact]
    public async Task A_category_that_came_later_is_not_in_the_experiment()
    {
        await using var node = await Node.StartSeededAsync();
        await node.Experiments.StartAsync(Samples.Change(), Cancellation);

        var evaluation = node.Flags.Evaluate(Samples.RateCard, "a-new-category");
        (evaluation.Variant, evaluation.Reason).ShouldBe(("standard", EvaluationReason.NotInExperiment));
    }

    [Fact]
    public async Task Stopping_falls_back_to_the_default_and_keeps_the_record()
    {
        await using var node = await Node.StartSeededAsync();
        var before = await node.FlagReader.FindAsync(Samples.RateCard, Cancellation);
        await node.Experiments.StartAsync(Samples.Change(), Cancellation);
        node.Clock.Advance(TimeSpan.FromDays(14));

        var stopped = (await node.Experiments.StopAsync(Samples.Change(version: 2), Cancellation)).Value();

        (stopped.State, stopped.Version, stopped.StoppedAt).ShouldBe((ExperimentState.Stopped, 3, node.Clock.GetUtcNow()));
        foreach (var category in Categories.Keys)
            node.Flags.Evaluate(Samples.RateCard, category).Reason.ShouldBe(EvaluationReason.Default);
        var after = await node.FlagReader.FindAsync(Samples.RateCard, Cancellation);
        System.Text.Json.JsonElement.DeepEquals(after!.Definition, before!.Definition).ShouldBeTrue(after.Definition.GetRawText());
        after.Version.ShouldBe(before.Version + 2);
        (await node.QueryAsync<long>("select count(*) from experiments.assignment")).ShouldBe(12);
    }

    [Fact]
    public async Task Many_units_are_divided_by_hash_in_the_arms_proportions()
    {
        await using var node = await Node.StartSeededAsync();
        await CreateAsync(node, Samples.Draft("by-account", ExperimentUnit.Account) with { Arms = [new("standard", 80, true), new("doubled", 20, false)], Traffic = 50 });
        await node.Experiments.StartAsync(Samples.Change("by-account"), Cancellation);

        var evaluations = Enumerable.Range(0, 10_000).Select(unit => node.Flags.Evaluate(Samples.RateCard, $"account-{unit}")).ToArray();
        evaluations.Count(evaluation => evaluation.Treatment?.Variant == "standard").ShouldBeInRange(3_800, 4_200);
        evaluations.Count(evaluation => evaluation.Treatment?.Variant == "doubled").ShouldBeInRange(850, 1_150);
        evaluations.Count(evaluation => evaluation.Reason == EvaluationReason.NotInExperiment).ShouldBeInRange(4_800, 5_200);
    }

    [Fact]
    public async Task An_audience_keeps_others_out()
    {
        await using var node = await Node.StartSeededAsync();
        await CreateAsync(node, Samples.Draft("in-us", ExperimentUnit.Account) with { Audience = Samples.Json("""{"attributes":{"country":["US"]}}""") });
        await node.Experiments.StartAsync(Samples.Change("in-us"), Cancellation);

        node.Flags.Evaluate(Samples.RateCard, new UnitContext("a", attributes: new Dictionary<string, string> { ["country"] = "US" })).Reason.ShouldBe(EvaluationReason.Allocated);
        node.Flags.Evaluate(Samples.RateCard, new UnitContext("a", attributes: new Dictionary<string, string> { ["country"] = "DE" })).Reason.ShouldBe(EvaluationReason.NotInExperiment);
        node.Flags.Evaluate(Samples.RateCard, "a").Reason.ShouldBe(EvaluationReason.NotInExperiment);
    }

    [Fact]
    public async Task Starting_enables_a_disabled_flag()
    {
        await using var node = await Node.StartSeededAsync();
        await node.FlagService.CreateAsync(Samples.Flag("off-flag", enabled: false), "pm", Cancellation);
        await CreateAsync(node, Samples.Draft("on-off-flag", flag: "off-flag"));
        node.Flags.Evaluate("off-flag", "legal").Reason.ShouldBe(EvaluationReason.Off);

        await node.Experiments.StartAsync(Samples.Change("on-off-flag"), Cancellation);

        node.Flags.Evaluate("off-flag", "legal").Reason.ShouldBe(EvaluationReason.Allocated);
        var flag = await node.FlagReader.FindAsync("off-flag", Cancellation);
        flag!.Enabled.ShouldBeTrue();
        flag.Definition.GetProperty("enabled").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Every_change_is_in_the_audit_log_with_before_after_actor_and_reason()
    {
        await using var node = await Node.StartSeededAsync();
        await node.Experiments.StartAsync(Samples.Change(reason: "Q3 pricing test"), Cancellation);

        var entries = (await node.Audit.ListAsync(new(), new(10), Cancellation)).Items;
        entries.Select(entry => (entry.Action, entry.Subject)).ShouldBe(
        [
            ("experiment.started", "flag:connects-rate-card"), ("experiment.started", "experiment:double-rate-card"),
            ("experiment.created", "experiment:double-rate-card"), ("flag.created", "flag:connects-rate-card"),
        ], ignoreOrder: true);
        var started = entries.Single(entry => entry is { Action: "experiment.started", Subject: "experiment:double-rate-card" });
        (started.Actor, started.Reason, started.At).ShouldBe(("pm@example.com", "Q3 pricing test", node.Clock.GetUtcNow()));
        started.Before!.Value.GetProperty("state").GetString().ShouldBe("DRAFT");
        started.After!.Value.GetProperty("state").GetString().ShouldBe("RUNNING");
        entries.Single(entry => entry.Action == "flag.created").Before.ShouldBeNull();
    }

    private static async Task<Experiment> CreateAsync(Node node, NewExperiment draft)
        => (await node.Experiments.CreateAsync(draft, "pm", Cancellation)).Value();
}
