using System.Text.Json;
using Experiments.Flags;
using Experiments.Lifecycle;
using Experiments.Tests.Support;

namespace Experiments.Tests.Lifecycle;

public sealed class ExperimentEditingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, ExperimentEdit> Nonsense => new()
    {
        { "reason", Edit(reason: " ") },
        { "reason", Edit(reason: new string('r', 2_001)) },
        { "name", Edit() with { Name = "" } },
        { "hypothesis", Edit() with { Hypothesis = " " } },
        { "arms", Edit() with { Arms = [new("standard", 100, true)] } },
        { "arms", Edit() with { Arms = [] } },
        { "arms", Edit() with { Arms = [new("standard", 50, true), new("doubled", 50, true)] } },
        { "arms", Edit() with { Arms = [new("standard", 0, true), new("doubled", 100, false)] } },
        { "arms", Edit() with { Arms = [new("standard", 50, true), new("tripled", 50, false)] } },
        { "audience", Edit() with { Audience = new(Samples.Json("""{"people":[]}""")) } },
        { "primaryMetric", Edit() with { PrimaryMetric = "happiness" } },
        { "secondaryMetrics", Edit() with { SecondaryMetrics = ["happiness"] } },
        { "secondaryMetrics", Edit() with { PrimaryMetric = "proposals", SecondaryMetrics = ["proposals"] } },
        { "guardrails", Edit() with { Guardrails = [new("happiness", 0.1m, true)] } },
        { "guardrails", Edit() with { Guardrails = [new("proposals", 0, true)] } },
        { "guardrails", Edit() with { Guardrails = [new("proposals", 0.1m, true), new("proposals", 0.1m, true)] } },
    };

    [Fact]
    public async Task Everything_of_a_draft_is_edited_and_what_is_left_out_stays()
    {
        await using var node = await Node.StartSeededAsync();
        var draft = (await node.ExperimentReader.FindAsync(Samples.DoubleRateCard, Cancellation))!;

        var edited = (await node.Experiments.UpdateAsync(Edit() with
        {
            Name = "Another name",
            Arms = [new("doubled", 25, false), new("standard", 75, true)],
            Audience = new(Samples.Json("""{"groups":["staff"]}""")),
            SecondaryMetrics = ["connects-per-proposal"],
            Guardrails = [new("proposals", 0.05m, true)],
        }, Cancellation)).Value();

        var read = (await node.ExperimentReader.FindAsync(Samples.DoubleRateCard, Cancellation))!;
        // The database writes JSON with other spaces.
        JsonElement.DeepEquals(edited.Audience!.Value, read.Audience!.Value).ShouldBeTrue();
        (edited with { Audience = null }).ShouldBeEquivalentTo(read with { Audience = null });
        (edited.Name, edited.Hypothesis, edited.PrimaryMetric, edited.Version).ShouldBe(("Another name", draft.Hypothesis, draft.PrimaryMetric, 2));
        edited.Arms.ShouldBe([new("doubled", 25, false), new("standard", 75, true)]);
        edited.Guardrails.ShouldBe([new("proposals", 0.05m, true)]);
        var everybody = (await node.Experiments.UpdateAsync(Edit(version: 2) with { Audience = new(null) }, Cancellation)).Value();
        (everybody.Audience, everybody.Name).ShouldBe((null, "Another name"));
        (await node.Experiments.StartAsync(Samples.Change(version: 3), Cancellation)).Value();
        Categories.Keys.Count(category => node.Flags.Evaluate(Samples.RateCard, category).Variant == "doubled").ShouldBe(3);
    }

    [Fact]
    public async Task Arms_come_and_go_with_their_places()
    {
        await using var node = await Node.StartSeededAsync();
        var flag = Samples.Flag("many") with { Variants = [.. "abcd".Select(name => new FlagVariant(name.ToString(), Samples.Json("1")))], DefaultVariant = "a", OffVariant = "a" };
        (await node.FlagService.CreateAsync(flag, "pm", Cancellation)).Refusal.ShouldBeNull();
        await node.Experiments.CreateAsync(Samples.Draft("many", ExperimentUnit.Account, "many") with { Arms = [new("a", 40, true), new("b", 30, false), new("c", 30, false)] }, "pm", Cancellation);

        var edited = (await node.Experiments.UpdateAsync(Edit("many") with { Arms = [new("d", 20, true), new("b", 50, false), new("a", 30, false)] }, Cancellation)).Value();

        edited.Arms.ShouldBe([new("d", 20, true), new("b", 50, false), new("a", 30, false)]);
        (await node.ExperimentReader.FindAsync("many", Cancellation))!.Arms.ShouldBe(edited.Arms);
    }

    [Fact]
    public async Task While_it_runs_words_and_metrics_are_edited_and_nobody_moves()
    {
        await using var node = await Node.StartSeededAsync();
        await node.Experiments.StartAsync(Samples.Change(), Cancellation);
        var (flag, arms) = (await node.FlagReader.FindAsync(Samples.RateCard, Cancellation), Arms(node));

        var edited = (await node.Experiments.UpdateAsync(Edit(version: 2) with
        {
            Name = "N",
            Hypothesis = "H",
            PrimaryMetric = "proposals",
            SecondaryMetrics = ["connects-spent"],
            Guardrails = [new("connects-spent", 0.2m, false)],
        }, Cancellation)).Value();

        (edited.State, edited.Version, edited.Name, edited.PrimaryMetric).ShouldBe((ExperimentState.Running, 3, "N", "proposals"));
        Arms(node).ShouldBe(arms);
        (await node.FlagReader.FindAsync(Samples.RateCard, Cancellation))!.Version.ShouldBe(flag!.Version);
    }

    [Fact]
    public async Task While_it_runs_arms_and_audience_are_refused_by_name_unless_they_are_what_they_were()
    {
        await using var node = await Node.StartSeededAsync();
        var running = (await node.Experiments.StartAsync(Samples.Change(), Cancellation)).Value();
        ExperimentEdit[] refused =
        [
            Edit(version: 2) with { Arms = [new("standard", 60, true), new("doubled", 40, false)] },
            Edit(version: 2) with { Audience = new(Samples.Json("""{"users":["legal"]}""")) },
        ];

        foreach (var (edit, field) in refused.Zip(["arms", "audience"]))
            (await node.Experiments.UpdateAsync(edit, Cancellation)).Refused<WrongState>().ShouldSatisfyAllConditions(r => r.State.ShouldBe("RUNNING"), r => r.Message.ShouldStartWith(field));

        (await node.Experiments.UpdateAsync(Edit(version: 2) with { Arms = running.Arms, Audience = new(null), Name = "Same arms" }, Cancellation)).Value().Name.ShouldBe("Same arms");
    }

    [Fact]
    public async Task A_running_experiment_with_an_audience_is_still_edited()
    {
        await using var node = await Node.StartSeededAsync();
        var audience = Samples.Json("""{"attributes":{"country":["US"]}}""");
        await node.Experiments.CreateAsync(Samples.Draft("in-us", ExperimentUnit.Account) with { Audience = audience }, "pm", Cancellation);
        await node.Experiments.StartAsync(Samples.Change("in-us"), Cancellation);

        (await node.Experiments.UpdateAsync(Edit("in-us", 2) with { Name = "In the US", Audience = new(Samples.Json("""{ "attributes": { "country": ["US"] } }""")) }, Cancellation)).Value();
    }

    [Fact]
    public async Task Nonsense_is_refused_by_the_field_that_holds_it_and_leaves_everything()
    {
        await using var node = await Node.StartSeededAsync();
        var before = await node.ExperimentReader.FindAsync(Samples.DoubleRateCard, Cancellation);
        foreach (var (field, edit) in Nonsense.Select(row => row.Data))
            (await node.Experiments.UpdateAsync(edit, Cancellation)).Refused<Invalid>().Field.ShouldBe(field, edit.ToString());

        (await node.ExperimentReader.FindAsync(Samples.DoubleRateCard, Cancellation)).ShouldBeEquivalentTo(before);
        (await node.Audit.CountAsync(new(Action: "experiment.updated"), Cancellation)).ShouldBe(0);
    }

    [Fact]
    public async Task What_ended_is_not_edited()
    {
        await using var node = await Node.StartSeededAsync();
        await node.Experiments.StartAsync(Samples.Change(), Cancellation);
        await node.Experiments.StopAsync(Samples.Change(version: 2), Cancellation);

        (await node.Experiments.UpdateAsync(Edit(version: 3) with { Name = "Later" }, Cancellation)).Refused<WrongState>().State.ShouldBe("STOPPED");
    }

    [Fact]
    public async Task Every_edit_leaves_before_after_and_reason()
    {
        await using var node = await Node.StartSeededAsync();
        await node.Experiments.UpdateAsync(Edit(reason: "Clearer") with { Name = "After", Arms = [new("standard", 60, true), new("doubled", 40, false)] }, Cancellation);

        var entry = (await node.Audit.ListAsync(new(Action: "experiment.updated"), new(10), Cancellation)).Items.ShouldHaveSingleItem();
        (entry.Subject, entry.Reason, entry.Actor).ShouldBe(("experiment:double-rate-card", "Clearer", "pm@example.com"));
        (Text(entry.Before, "name"), Text(entry.After, "name")).ShouldBe(("Double the rate card", "After"));
        entry.Before!.Value.GetProperty("arms")[0].GetProperty("weight").GetDecimal().ShouldBe(50);
        entry.After!.Value.GetProperty("arms")[0].GetProperty("weight").GetDecimal().ShouldBe(60);
    }

    [Fact]
    public async Task An_arm_that_a_unit_is_forced_into_stays_until_that_is_lifted()
    {
        await using var node = await Node.StartSeededAsync();
        await node.ExecuteAsync("insert into experiments.variant_override (experiment_id, unit, variant, set_at) select id, 'legal', 'doubled', now() from experiments.experiment");
        await node.ExecuteAsync("""update experiments.flag set definition = jsonb_set(definition::jsonb, '{variants,2}', '{"name":"tripled","configuration_value":3}') where key = 'connects-rate-card'""");

        (await node.Experiments.UpdateAsync(Edit() with { Arms = [new("standard", 50, true), new("tripled", 50, false)] }, Cancellation)).Refused<Invalid>().Field.ShouldBe("arms");
        (await node.Experiments.UpdateAsync(Edit() with { Arms = [new("standard", 40, true), new("doubled", 60, false)] }, Cancellation)).Value();
    }

    [Fact]
    public async Task The_database_itself_keeps_the_arms_of_what_started()
    {
        await using var node = await Node.StartSeededAsync();
        await node.Experiments.StartAsync(Samples.Change(), Cancellation);

        var refusal = await Should.ThrowAsync<Npgsql.PostgresException>(() => node.ExecuteAsync(
            "select experiments.replace_arms(id, array['standard', 'doubled'], array[60, 40]::numeric[], 'standard') from experiments.experiment"));
        refusal.SqlState.ShouldBe(Npgsql.PostgresErrorCodes.InsufficientPrivilege);
    }

    private static string? Text(JsonElement? json, string name) => json!.Value.GetProperty(name).GetString();

    private static ExperimentEdit Edit(string key = Samples.DoubleRateCard, int version = 1, string reason = "It reads better") => new(Samples.Change(key, version, reason));

    private static string[] Arms(Node node) => [.. Categories.Keys.Select(category => node.Flags.Evaluate(Samples.RateCard, category).Variant)];
}
