using System.Text.Json;
using System.Text.Json.Nodes;
using Experiments.Flags;
using Experiments.Lifecycle;
using Experiments.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Experiments.Tests.Lifecycle;

public sealed class FlagEditTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static FlagEdit Edit(int version = 1, bool? enabled = null, string? description = null, JsonElement? definition = null, string reason = "It is time")
        => new(Samples.RateCard, version, enabled, description, definition, "pm", reason);

    private static JsonElement Definition(Action<JsonObject>? change = null)
    {
        var definition = ExperimentRules.NewDefinition(Samples.Flag());
        change?.Invoke(definition);
        return Samples.Json(definition.ToJsonString());
    }

    private static JsonObject Allocation(JsonObject definition) => definition["allocation"]!.AsObject();

    [Fact]
    public async Task A_whole_definition_is_saved_evaluated_and_kept_in_the_log_with_what_was_before()
    {
        await using var node = await Node.StartSeededAsync();
        var definition = Definition(d =>
        {
            Allocation(d)["user"] = JsonNode.Parse("""[{"variant":"doubled","users":["legal"]}]""");
            Allocation(d)["percentile"] = JsonNode.Parse("""[{"variant":"doubled","from":0,"to":100}]""");
            Allocation(d)["seed"] = "another";
            d["description"] = "Something else";
        });

        var saved = (await node.FlagService.UpdateAsync(Edit(definition: definition, reason: "A test of the waters"), Cancellation)).Value();

        (saved.Version, saved.Description, saved.Enabled).ShouldBe((2, "Something else", true));
        JsonElement.DeepEquals(saved.Definition, definition).ShouldBeTrue(saved.Definition.ToString());
        node.Flags.Evaluate(Samples.RateCard, "legal").Reason.ShouldBe(EvaluationReason.Targeted);
        node.Flags.Evaluate(Samples.RateCard, "writing").Variant.ShouldBe("doubled");
        var entry = (await node.Audit.ListAsync(new AuditFilter(Action: "flag.updated"), new PageRequest(5), Cancellation)).Items.ShouldHaveSingleItem();
        (entry.Actor, entry.Subject, entry.Reason).ShouldBe(("pm", "flag:" + Samples.RateCard, "A test of the waters"));
        entry.Before!.Value.GetProperty("definition").GetProperty("allocation").GetProperty("seed").GetString().ShouldBe(Samples.RateCard);
        entry.After!.Value.GetProperty("definition").GetProperty("allocation").GetProperty("seed").GetString().ShouldBe("another");
    }

    [Fact]
    public async Task A_switch_alone_leaves_the_rest_and_the_definition_says_the_same()
    {
        await using var node = await Node.StartSeededAsync();

        var off = (await node.FlagService.UpdateAsync(Edit(enabled: false), Cancellation)).Value();

        off.Enabled.ShouldBeFalse();
        off.Definition.GetProperty("enabled").GetBoolean().ShouldBeFalse();
        node.Flags.Evaluate(Samples.RateCard, "legal").Reason.ShouldBe(EvaluationReason.Off);
        var on = (await node.FlagService.UpdateAsync(Edit(version: 2, definition: Definition()), Cancellation)).Value();
        on.Enabled.ShouldBeTrue();
        (await node.FlagService.UpdateAsync(Edit(version: 3, description: "New words"), Cancellation)).Value().Definition.GetProperty("description").GetString().ShouldBe("New words");
    }

    [Fact]
    public async Task Of_many_who_edit_one_version_exactly_one_does_and_nothing_is_lost()
    {
        await using var node = await Node.StartSeededAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => node.FlagService.UpdateAsync(Edit(description: $"By {n}"), Cancellation)));

        var winner = outcomes.Single(outcome => outcome.Refusal is null).Value!;
        outcomes.Count(outcome => outcome.Refusal is VersionConflict { CurrentVersion: 2 }).ShouldBe(7);
        (await node.FlagReader.FindAsync(Samples.RateCard, Cancellation))!.Description.ShouldBe(winner.Description);
        (await node.Audit.CountAsync(new AuditFilter(Action: "flag.updated"), Cancellation)).ShouldBe(1);
    }

    public static TheoryData<string, string> Wrong => new()
    {
        { "definition", "[]" },
        { "definition.alocation", """{"alocation":{}}""" },
        { "definition.id", """{"id":"other"}""" },
        { "definition.id", """{"id":null}""" },
        { "definition.enabled", """{"enabled":"yes"}""" },
        { "definition.description", """{"description":7}""" },
        { "definition.description", """{"description":" "}""" },
        { "definition.variants", """{"variants":[]}""" },
        { "definition.variants", """{"variants":{}}""" },
        { "definition.variants[0]", """{"variants":[1]}""" },
        { "definition.variants[0].name", """{"variants":[{"configuration_value":1}]}""" },
        { "definition.variants[0].configuration_value", """{"variants":[{"name":"standard"},{"name":"doubled","configuration_value":{}}]}""" },
        { "definition.variants[0].status_override", """{"variants":[{"name":"standard","configuration_value":1,"status_override":"On"}]}""" },
        { "definition.variants[1].name", """{"variants":[{"name":"standard","configuration_value":1},{"name":"Standard","configuration_value":1}]}""" },
        { "definition.variants[1].configuration_value", """{"variants":[{"name":"standard","configuration_value":true},{"name":"doubled","configuration_value":1}]}""" },
        { "definition.variants[0].configuration_reference", """{"variants":[{"name":"standard","configuration_reference":"x","configuration_value":1}]}""" },
        { "definition.allocation", """{"allocation":null}""" },
        { "definition.allocation.default_when_enabled", """{"allocation":{"default_when_disabled":"standard","seed":"s"}}""" },
        { "definition.allocation.default_when_enabled", """{"allocation":{"default_when_enabled":"tripled","default_when_disabled":"standard","seed":"s"}}""" },
        { "definition.allocation.seed", """{"allocation":{"default_when_enabled":"standard","default_when_disabled":"standard"}}""" },
        { "definition.allocation.seed", """{"allocation":{"default_when_enabled":"standard","default_when_disabled":"standard","seed":""}}""" },
        { "definition.allocation.user[0].variant", With("""  "user":[{"variant":"tripled","users":["a"]}] """) },
        { "definition.allocation.user[0].users", With("""  "user":[{"variant":"doubled"}] """) },
        { "definition.allocation.user[0].users[1]", With("""  "user":[{"variant":"doubled","users":["a",1]}] """) },
        { "definition.allocation.user[0].groups", With("""  "user":[{"variant":"doubled","users":[],"groups":[]}] """) },
        { "definition.allocation.group[0].groups[0]", With("""  "group":[{"variant":"doubled","groups":[""]}] """) },
        { "definition.allocation.user", With("""  "user":"legal" """) },
        { "definition.allocation.percentile[0].from", With("""  "percentile":[{"variant":"doubled","from":-1,"to":5}] """) },
        { "definition.allocation.percentile[0].to", With("""  "percentile":[{"variant":"doubled","from":0,"to":100.5}] """) },
        { "definition.allocation.percentile[0].to", With("""  "percentile":[{"variant":"doubled","from":50,"to":50}] """) },
        { "definition.allocation.percentile[0].to", With("""  "percentile":[{"variant":"doubled","from":0,"to":"50"}] """) },
        { "definition.allocation.percentile[1]", With("""  "percentile":[{"variant":"doubled","from":0,"to":50},{"variant":"standard","from":49.9,"to":60}] """) },
        { "definition.allocation.percentile[2]", With("""  "percentile":[{"variant":"doubled","from":0,"to":10},{"variant":"standard","from":20,"to":60},{"variant":"standard","from":30,"to":31}] """) },
        { "definition.conditions", """{"conditions":[]}""" },
        { "definition.conditions.requirement_type", """{"conditions":{"requirement_type":"Most"}}""" },
        { "definition.conditions.client_filters[0].name", """{"conditions":{"client_filters":[{"name":"Percentage","parameters":{"Value":50}}]}}""" },
        { "definition.conditions.client_filters[0].parameters", """{"conditions":{"client_filters":[{"name":"Microsoft.TimeWindow","parameters":{}}]}}""" },
        { "definition.conditions.client_filters[0].parameters.End", """{"conditions":{"client_filters":[{"name":"Microsoft.TimeWindow","parameters":{"Start":"2026-02-01T00:00:00Z","End":"2026-01-01T00:00:00Z"}}]}}""" },
        { "definition.telemetry.metadata", """{"telemetry":{"metadata":{"a":1}}}""" },
    };

    private static string With(string rules) => """{"allocation":{"default_when_enabled":"standard","default_when_disabled":"standard","seed":"s",""" + rules + "}}";

    [Fact]
    public async Task What_the_library_would_pass_over_or_stumble_over_is_refused_by_its_place_with_what_would_be_right()
    {
        await using var node = await Node.StartSeededAsync();
        var version = node.Snapshots.Version;
        foreach (var (place, change) in Wrong.Select(row => row.Data))
        {
            var definition = Samples.Json(change).ValueKind == JsonValueKind.Object
                ? Definition(d =>
                {
                    foreach (var member in JsonNode.Parse(change)!.AsObject())
                        d[member.Key] = member.Value?.DeepClone();
                })
                : Samples.Json(change);

            var refusal = (await node.FlagService.UpdateAsync(Edit(definition: definition), Cancellation)).Refused<Flag, Invalid>();

            refusal.Field.ShouldBe(place, $"{change}: {refusal.Message}");
            refusal.Message.Length.ShouldBeGreaterThan(20);
        }

        (await node.FlagReader.FindAsync(Samples.RateCard, Cancellation))!.Version.ShouldBe(1);
        node.Snapshots.Version.ShouldBe(version);
    }

    [Fact]
    public async Task Two_members_of_the_edit_that_disagree_are_refused()
    {
        await using var node = await Node.StartSeededAsync();

        (await node.FlagService.UpdateAsync(Edit(), Cancellation)).Refused<Flag, Invalid>().Field.ShouldBe("definition");
        (await node.FlagService.UpdateAsync(Edit(enabled: false, definition: Definition()), Cancellation)).Refused<Flag, Invalid>().Field.ShouldBe("enabled");
        (await node.FlagService.UpdateAsync(Edit(description: "x", definition: Definition()), Cancellation)).Refused<Flag, Invalid>().Field.ShouldBe("description");
        (await node.FlagService.UpdateAsync(Edit(enabled: true, reason: " "), Cancellation)).Refused<Flag, Invalid>().Field.ShouldBe("reason");
        (await node.FlagService.UpdateAsync(Edit(description: "\0"), Cancellation)).Refused<Flag, Invalid>().Field.ShouldBe("description");
        (await node.FlagService.UpdateAsync(Edit(enabled: true) with { Key = "no-such" }, Cancellation)).Refused<Flag, NotFound>();
        (await node.FlagService.UpdateAsync(Edit(enabled: true) with { Key = "\0" }, Cancellation)).Refused<Flag, NotFound>();
    }

    [Fact]
    public async Task A_running_experiments_allocation_stays_and_everything_else_may_be_edited()
    {
        await using var node = await Node.StartSeededAsync();
        (await node.FlagService.CreateAsync(Samples.Flag("by-account"), "pm", Cancellation)).Value();
        var draft = Samples.Draft("thirds", ExperimentUnit.Account, "by-account") with
        {
            LayerShare = 33.3333m,
            Traffic = 33.3333m,
            Arms = [new("standard", 33.3333m, Control: true), new("doubled", 66.6667m, Control: false)],
        };
        (await node.Experiments.CreateAsync(draft, "pm", Cancellation)).Value();
        (await node.Experiments.StartAsync(Samples.Change("thirds"), Cancellation)).Value();
        var running = (await node.FlagReader.FindAsync("by-account", Cancellation))!;
        var edit = new FlagEdit("by-account", 2, null, null, null, "pm", "Why not");

        var json = JsonObject.Create(running.Definition)!;
        json["allocation"]!["seed"] = "another";
        (await node.FlagService.UpdateAsync(edit with { Definition = Samples.Json(json.ToJsonString()) }, Cancellation)).Refused<Flag, WrongState>().State.ShouldBe("RUNNING");
        var conditioned = JsonObject.Create(running.Definition)!;
        conditioned["conditions"] = JsonNode.Parse("""{"client_filters":[{"name":"Experiments.Attributes","parameters":{"country":["US"]}}]}""");
        (await node.FlagService.UpdateAsync(edit with { Definition = Samples.Json(conditioned.ToJsonString()) }, Cancellation)).Refused<Flag, WrongState>();
        (await node.FlagService.ArchiveAsync(new FlagChange("by-account", 2, "pm", "Gone"), Cancellation)).Refused<Flag, WrongState>().State.ShouldBe("RUNNING");

        // A browser's numbers are doubles: what it sends back unchanged is unchanged.
        var rounded = JsonObject.Create(running.Definition)!;
        foreach (var range in rounded["allocation"]!["percentile"]!.AsArray())
            range!["to"] = range["to"]!.GetValue<double>();
        rounded["variants"]!.AsArray().Add(JsonNode.Parse("""{"name":"tripled","configuration_value":{"rateCard":"tripled"}}"""));
        var saved = (await node.FlagService.UpdateAsync(edit with { Definition = Samples.Json(rounded.ToJsonString()) }, Cancellation)).Value();

        JsonElement.DeepEquals(saved.Definition.GetProperty("allocation"), running.Definition.GetProperty("allocation")).ShouldBeTrue();
        saved.Variants[2].Configuration.GetProperty("rateCard").GetString().ShouldBe("tripled");
        (await node.FlagService.UpdateAsync(edit with { ExpectedVersion = 3, Enabled = false }, Cancellation)).Value().Enabled.ShouldBeFalse();
        node.Flags.Evaluate("by-account", "anybody").Treatment.ShouldBeNull();
    }

    [Fact]
    public async Task A_running_experiments_arms_mean_the_same_until_it_is_stopped()
    {
        await using var node = await Node.StartSeededAsync();
        (await node.FlagService.CreateAsync(Samples.Flag("by-account"), "pm", Cancellation)).Value();
        (await node.Experiments.CreateAsync(Samples.Draft("trial", ExperimentUnit.Account, "by-account"), "pm", Cancellation)).Value();
        var started = (await node.Experiments.StartAsync(Samples.Change("trial"), Cancellation)).Value();
        var changed = JsonObject.Create((await node.FlagReader.FindAsync("by-account", Cancellation))!.Definition)!;
        changed["variants"]![1]!["configuration_value"] = JsonNode.Parse("""{"rateCard":"2023-03"}""");
        var edit = new FlagEdit("by-account", 2, null, null, Samples.Json(changed.ToJsonString()), "pm", "Cheaper");

        var refusal = (await node.FlagService.UpdateAsync(edit, Cancellation)).Refused<Flag, WrongState>();

        refusal.State.ShouldBe("RUNNING");
        refusal.Message.ShouldContain("'doubled'");
        (await node.FlagReader.FindAsync("by-account", Cancellation))!.Version.ShouldBe(2);
        (await node.Experiments.StopAsync(Samples.Change("trial", started.Version), Cancellation)).Value();
        var after = (await node.FlagReader.FindAsync("by-account", Cancellation))!;
        var again = JsonObject.Create(after.Definition)!;
        again["variants"]![1]!["configuration_value"] = JsonNode.Parse("""{"rateCard":"2023-03"}""");
        (await node.FlagService.UpdateAsync(edit with { ExpectedVersion = after.Version, Definition = Samples.Json(again.ToJsonString()) }, Cancellation)).Value();
    }

    [Fact]
    public async Task An_archived_flag_evaluates_as_a_disabled_one_and_takes_no_more_changes()
    {
        await using var node = await Node.StartSeededAsync();
        (await node.FlagService.ArchiveAsync(new FlagChange(Samples.RateCard, 7, "pm", "Gone"), Cancellation)).Refused<Flag, VersionConflict>().CurrentVersion.ShouldBe(1);
        (await node.FlagService.ArchiveAsync(new FlagChange(Samples.RateCard, 1, "pm", ""), Cancellation)).Refused<Flag, Invalid>().Field.ShouldBe("reason");
        (await node.FlagService.ArchiveAsync(new FlagChange("no-such", 1, "pm", "Gone"), Cancellation)).Refused<Flag, NotFound>();

        var archived = (await node.FlagService.ArchiveAsync(new FlagChange(Samples.RateCard, 1, "pm", "Gone"), Cancellation)).Value();

        (archived.Archived, archived.Version).ShouldBe((true, 2));
        node.Flags.Evaluate(Samples.RateCard, "legal").Reason.ShouldBe(EvaluationReason.Off);
        (await node.FlagService.UpdateAsync(Edit(version: 2, enabled: true), Cancellation)).Refused<Flag, WrongState>().State.ShouldBe("ARCHIVED");
        (await node.FlagService.ArchiveAsync(new FlagChange(Samples.RateCard, 2, "pm", "Gone"), Cancellation)).Refused<Flag, WrongState>().State.ShouldBe("ARCHIVED");
    }

    [Fact]
    public async Task A_flag_that_the_host_reads_keeps_values_that_the_host_can_read()
    {
        await using var node = await Node.StartAsync(configure: services => services.AddSingleton<IHostFlag>(new Cards()));
        (await node.FlagService.CreateAsync(Samples.Flag() with { Variants = [new("standard", Samples.Json("1")), new("doubled", Samples.Json("2"))] }, "pm", Cancellation))
            .Refused<Flag, Invalid>().Field.ShouldBe("variants[0].configuration");
        (await node.FlagService.CreateAsync(Samples.Flag(), "pm", Cancellation)).Value();

        var refusal = (await node.FlagService.UpdateAsync(Edit(definition: Definition(d => d["variants"]![1]!["configuration_value"] = new JsonObject { ["card"] = "doubled" })), Cancellation))
            .Refused<Flag, Invalid>();

        refusal.ShouldBe(new Invalid("definition.variants[1].configuration_value", "'doubled': A card is needed."));
    }

    private sealed class Cards : IHostFlag
    {
        public string FlagKey => Samples.RateCard;

        public ExperimentUnit Unit => ExperimentUnit.JobCategory;

        public string? Problem(FlagVariant variant)
            => variant.Configuration.ValueKind == JsonValueKind.Object && variant.Configuration.TryGetProperty("rateCard", out _) ? null : "A card is needed.";
    }
}
