using System.Text.Json;
using Experiments.Flags;
using Experiments.Lifecycle;
using Experiments.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;

namespace Experiments.Tests.Lifecycle;

public sealed class VariantOverridesTests
{
    private const string Left = "select coalesce(string_agg(unit, ' ' order by unit), '') from experiments.overridden_unit";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static VariantOverride Force(string unit = "legal", string? variant = "doubled", string experiment = Samples.DoubleRateCard) => new(experiment, unit, variant, "pm", "To see it");

    private static VariantOverrides Overrides(Node node) => node.Services.GetRequiredService<VariantOverrides>();

    private static Task<Outcome<Experiment>> SetAsync(Node node, VariantOverride request) => Overrides(node).SetAsync(request, Cancellation);

    [Fact]
    public async Task A_forced_unit_gets_the_arm_outside_of_the_results_and_the_library_agrees()
    {
        await using var node = await Node.StartSeededAsync();
        await node.Experiments.StartAsync(Samples.Change(), Cancellation);
        var arm = node.Flags.Evaluate(Samples.RateCard, "legal").Variant;
        var other = arm == "doubled" ? "standard" : "doubled";

        (await SetAsync(node, Force(variant: other))).Value();

        var forced = node.Flags.Evaluate(Samples.RateCard, "legal");
        (forced.Variant, forced.Reason, forced.Treatment).ShouldBe((other, EvaluationReason.Overridden, null));
        var library = node.Services.GetRequiredService<IVariantFeatureManager>();
        (await library.GetVariantAsync(Samples.RateCard, new UnitContext("legal"), Cancellation)).Name.ShouldBe(other);
        (await node.QueryAsync<string>(Left)).ShouldBe("legal");

        (await SetAsync(node, Force(variant: null))).Value();

        var free = node.Flags.Evaluate(Samples.RateCard, "legal");
        (free.Variant, free.Reason).ShouldBe((arm, EvaluationReason.Allocated));
        // It has seen what chance did not give it.
        (await node.QueryAsync<string>(Left)).ShouldBe("legal");
        (await node.Audit.ListAsync(new AuditFilter("experiment:" + Samples.DoubleRateCard), new PageRequest(2), Cancellation)).Items
            .Select(entry => (entry.Action, entry.Reason)).ShouldBe([("experiment.override-lifted", "To see it"), ("experiment.override-set", "To see it")]);
        (await node.Audit.CountAsync(new AuditFilter("flag:" + Samples.RateCard, Action: "experiment.override-set"), Cancellation)).ShouldBe(1);
    }

    [Fact]
    public async Task An_override_of_a_draft_comes_before_the_flags_own_rules_and_leaves_them_as_they_were()
    {
        await using var node = await Node.StartSeededAsync();
        await node.ExecuteAsync("""update experiments.flag set definition = jsonb_set(definition::jsonb, '{allocation,user}', '[{"variant":"standard","users":["legal","writing"]}]')""");
        var before = (await node.FlagReader.FindAsync(Samples.RateCard, Cancellation))!.Definition;

        (await SetAsync(node, Force())).Value();
        (await SetAsync(node, Force("admin-support", "standard"))).Value();
        (await SetAsync(node, Force("writing"))).Value();
        (await SetAsync(node, Force("writing", "standard"))).Value();

        node.Flags.Evaluate(Samples.RateCard, "legal").Reason.ShouldBe(EvaluationReason.Overridden);
        node.Flags.Evaluate(Samples.RateCard, "writing").ShouldSatisfyAllConditions(e => e.Variant.ShouldBe("standard"), e => e.Reason.ShouldBe(EvaluationReason.Overridden));
        var flag = (await node.FlagReader.FindAsync(Samples.RateCard, Cancellation))!;
        DefinitionValidation.Check(flag.Definition, flag.Key).ShouldBeNull();
        foreach (var unit in (string[])["legal", "admin-support", "writing"])
            (await SetAsync(node, Force(unit, null))).Value();

        JsonElement.DeepEquals((await node.FlagReader.FindAsync(Samples.RateCard, Cancellation))!.Definition, before).ShouldBeTrue();
        node.Flags.Evaluate(Samples.RateCard, "legal").Reason.ShouldBe(EvaluationReason.Targeted);
        node.Clock.Advance(TimeSpan.FromSeconds(1));
        await node.Experiments.StartAsync(Samples.Change(), Cancellation);
        (await node.QueryAsync<string>(Left)).ShouldBe("", "what was lifted before the start is a unit like any other");
    }

    [Fact]
    public async Task Stopping_the_experiment_lifts_what_it_forced_and_gives_the_flag_back_as_it_was()
    {
        await using var node = await Node.StartSeededAsync();
        var before = (await node.FlagReader.FindAsync(Samples.RateCard, Cancellation))!.Definition;
        (await SetAsync(node, Force())).Value();
        await node.Experiments.StartAsync(Samples.Change(), Cancellation);
        (await SetAsync(node, Force("writing", "doubled"))).Value();
        (await node.QueryAsync<long>("select count(*) from experiments.assignment where unit = 'legal'")).ShouldBe(0, "a forced unit takes no part in the draw");

        (await node.Experiments.StopAsync(Samples.Change(version: 2), Cancellation)).Value();

        JsonElement.DeepEquals((await node.FlagReader.FindAsync(Samples.RateCard, Cancellation))!.Definition, before).ShouldBeTrue();
        (await node.QueryAsync<string>(Left)).ShouldBe("legal writing");
        (await node.QueryAsync<long>("select count(*) from experiments.variant_override where lifted_at is null")).ShouldBe(0);
        node.Flags.Evaluate(Samples.RateCard, "legal").Reason.ShouldBe(EvaluationReason.Default);
    }

    [Fact]
    public async Task An_edit_that_leaves_an_overrides_rule_out_lifts_it()
    {
        await using var node = await Node.StartSeededAsync();
        var before = (await node.FlagReader.FindAsync(Samples.RateCard, Cancellation))!.Definition;
        (await SetAsync(node, Force())).Value();

        (await node.FlagService.UpdateAsync(new FlagEdit(Samples.RateCard, 2, null, null, before, "pm", "Back to the start"), Cancellation)).Value();

        (await node.QueryAsync<long>("select count(*) from experiments.variant_override where lifted_at is null")).ShouldBe(0);
        node.Flags.Evaluate(Samples.RateCard, "legal").Reason.ShouldBe(EvaluationReason.Default);
        (await SetAsync(node, Force(variant: "standard"))).Value();
        node.Flags.Evaluate(Samples.RateCard, "legal").Reason.ShouldBe(EvaluationReason.Overridden);
    }

    [Fact]
    public async Task Nonsense_is_refused_and_what_is_so_already_is_no_change()
    {
        await using var node = await Node.StartSeededAsync();
        (await SetAsync(node, Force(experiment: "no-such"))).Refused<NotFound>();
        (await SetAsync(node, Force(variant: "tripled"))).Refused<Invalid>().Field.ShouldBe("variant");
        (await SetAsync(node, Force(unit: " "))).Refused<Invalid>().Field.ShouldBe("unitId");
        (await SetAsync(node, Force(unit: new string('x', 201)))).Refused<Invalid>().Field.ShouldBe("unitId");
        (await SetAsync(node, Force() with { Reason = "" })).Refused<Invalid>().Field.ShouldBe("reason");
        var version = node.Snapshots.Version;
        (await SetAsync(node, Force(variant: null))).Value();
        node.Snapshots.Version.ShouldBe(version);

        (await SetAsync(node, Force())).Value();
        (await SetAsync(node, Force())).Value();
        (await node.FlagReader.FindAsync(Samples.RateCard, Cancellation))!.Version.ShouldBe(2);
        (await node.Experiments.CreateAsync(Samples.Draft("second"), "pm", Cancellation)).Value();
        (await SetAsync(node, Force(experiment: "second"))).Refused<Invalid>().Field.ShouldBe("unitId");
        await node.ExecuteAsync("update experiments.experiment set state = 'STOPPED', version = 2 where key = 'second'");
        (await SetAsync(node, Force("writing", experiment: "second"))).Refused<Invalid>().Field.ShouldBe("key");
        await node.ExecuteAsync("update experiments.flag set archived = true");
        (await SetAsync(node, Force("writing"))).Refused<Invalid>().Field.ShouldBe("key");
    }

    [Fact]
    public async Task Those_who_force_units_at_once_all_have_their_way()
    {
        await using var node = await Node.StartSeededAsync();

        var outcomes = await Task.WhenAll(Categories.Keys.Select((unit, index) => SetAsync(node, Force(unit, index % 2 == 0 ? "doubled" : "standard"))));

        outcomes.ShouldAllBe(outcome => outcome.Refusal == null);
        Categories.Keys.ShouldAllBe(unit => node.Flags.Evaluate(Samples.RateCard, unit).Reason == EvaluationReason.Overridden);
        (await node.FlagReader.FindAsync(Samples.RateCard, Cancellation))!.Definition.GetProperty("allocation").GetProperty("user").GetArrayLength().ShouldBe(2);
    }
}
