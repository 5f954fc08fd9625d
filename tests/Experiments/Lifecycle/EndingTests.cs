using System.Text.Json;
using Experiments.Flags;
using Experiments.Lifecycle;
using Experiments.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Experiments.Tests.Lifecycle;

public sealed class EndingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rolling_out_gives_everybody_the_variant_and_frees_the_layer(bool stoppedFirst)
    {
        await using var node = await Node.StartSeededAsync();
        await node.Experiments.CreateAsync(Samples.Draft("layered", ExperimentUnit.Account) with { Layer = "pricing", Traffic = 20 }, "pm", Cancellation);
        await node.Experiments.StartAsync(Samples.Change("layered"), Cancellation);
        node.Clock.Advance(TimeSpan.FromDays(7));
        if (stoppedFirst)
            await node.Experiments.StopAsync(Samples.Change("layered", 2), Cancellation);
        var ended = node.Clock.GetUtcNow();
        node.Clock.Advance(TimeSpan.FromDays(1));

        var rolledOut = (await node.Experiments.RollOutAsync(Samples.Change("layered", stoppedFirst ? 3 : 2, "It won"), "doubled", Cancellation)).Value();

        (rolledOut.State, rolledOut.StoppedAt).ShouldBe((ExperimentState.RolledOut, stoppedFirst ? ended : ended.AddDays(1)));
        for (var unit = 0; unit < 1_000; unit++)
        {
            var evaluation = node.Flags.Evaluate(Samples.RateCard, $"account-{unit}");
            (evaluation.Variant, evaluation.Reason, evaluation.Treatment).ShouldBe(("doubled", EvaluationReason.Default, null));
        }

        (await node.Services.GetRequiredService<LayerReader>().ListAsync(Cancellation)).ShouldBe([new Layer("pricing", 100)]);
        var entries = (await node.Audit.ListAsync(new(Action: "experiment.rolledOut"), new(10), Cancellation)).Items;
        entries.Select(entry => (entry.Subject, entry.Reason)).ShouldBe([("experiment:layered", "It won"), ("flag:connects-rate-card", "It won")], ignoreOrder: true);
        var flag = entries.Single(entry => entry.Subject.StartsWith("flag:", StringComparison.Ordinal));
        (Default(flag.Before), Default(flag.After)).ShouldBe(("standard", "doubled"));
    }

    [Fact]
    public async Task Rolling_out_keeps_the_flags_own_rules_before_the_default()
    {
        await using var node = await Node.StartSeededAsync();
        await node.ExecuteAsync("""update experiments.flag set definition = jsonb_set(definition::jsonb, '{allocation,user}', '[{"variant":"standard","users":["legal"]}]')""");
        await node.Experiments.StartAsync(Samples.Change(), Cancellation);
        await node.Experiments.RollOutAsync(Samples.Change(version: 2), "doubled", Cancellation);

        (node.Flags.Evaluate(Samples.RateCard, "legal").Variant, node.Flags.Evaluate(Samples.RateCard, "writing").Variant).ShouldBe(("standard", "doubled"));
    }

    [Fact]
    public async Task Rolling_out_turns_a_flag_on_that_was_off()
    {
        await using var node = await Node.StartSeededAsync();
        await node.FlagService.CreateAsync(Samples.Flag("off-flag", enabled: false), "pm", Cancellation);
        await node.Experiments.CreateAsync(Samples.Draft("off", flag: "off-flag"), "pm", Cancellation);
        await node.Experiments.StartAsync(Samples.Change("off"), Cancellation);
        await node.Experiments.StopAsync(Samples.Change("off", 2), Cancellation);
        node.Flags.Evaluate("off-flag", "legal").Reason.ShouldBe(EvaluationReason.Off);

        await node.Experiments.RollOutAsync(Samples.Change("off", 3), "doubled", Cancellation);

        node.Flags.Evaluate("off-flag", "legal").Variant.ShouldBe("doubled");
    }

    [Fact]
    public async Task What_is_no_arm_is_not_rolled_out()
    {
        await using var node = await Node.StartSeededAsync();
        (await node.Experiments.RollOutAsync(Samples.Change(), "doubled", Cancellation)).Refused<WrongState>().State.ShouldBe("DRAFT");
        await node.Experiments.StartAsync(Samples.Change(), Cancellation);

        foreach (var variant in new[] { "tripled", "", "Doubled", "\u0434\u0432\u0430" })
            (await node.Experiments.RollOutAsync(Samples.Change(version: 2), variant, Cancellation)).Refused<Invalid>().Field.ShouldBe("variant");
        (await node.Experiments.RollOutAsync(Samples.Change(version: 2, reason: ""), "doubled", Cancellation)).Refused<Invalid>().Field.ShouldBe("reason");
        (await node.Experiments.RollOutAsync(Samples.Change(version: 1), "doubled", Cancellation)).Refused<VersionConflict>().CurrentVersion.ShouldBe(2);
        (await node.Experiments.RollOutAsync(Samples.Change("no-such"), "doubled", Cancellation)).Refused<NotFound>();
    }

    [Fact]
    public async Task Nothing_is_rolled_out_under_another_running_experiment_or_on_an_archived_flag()
    {
        await using var node = await Node.StartSeededAsync();
        await node.Experiments.CreateAsync(Samples.Draft("second"), "pm", Cancellation);
        await node.Experiments.StartAsync(Samples.Change(), Cancellation);
        await node.Experiments.StopAsync(Samples.Change(version: 2), Cancellation);
        await node.Experiments.StartAsync(Samples.Change("second"), Cancellation);

        (await node.Experiments.RollOutAsync(Samples.Change(version: 3), "doubled", Cancellation)).Refused<WrongState>().State.ShouldBe("RUNNING");
        await node.Experiments.StopAsync(Samples.Change("second", 2), Cancellation);
        await node.ExecuteAsync("update experiments.flag set archived = true");
        (await node.Experiments.RollOutAsync(Samples.Change(version: 3), "doubled", Cancellation)).Refused<WrongState>().State.ShouldBe("ARCHIVED");
    }

    [Fact]
    public async Task A_stopped_experiment_is_archived_and_nothing_else_is()
    {
        await using var node = await Node.StartSeededAsync();
        (await node.Experiments.ArchiveAsync(Samples.Change(), Cancellation)).Refused<WrongState>().State.ShouldBe("DRAFT");
        await node.Experiments.StartAsync(Samples.Change(), Cancellation);
        (await node.Experiments.ArchiveAsync(Samples.Change(version: 2), Cancellation)).Refused<WrongState>().State.ShouldBe("RUNNING");
        await node.Experiments.StopAsync(Samples.Change(version: 2), Cancellation);
        var flag = (await node.FlagReader.FindAsync(Samples.RateCard, Cancellation))!;

        var archived = (await node.Experiments.ArchiveAsync(Samples.Change(version: 3, reason: "Nothing to learn"), Cancellation)).Value();

        (archived.State, archived.Version).ShouldBe((ExperimentState.Archived, 4));
        (await node.FlagReader.FindAsync(Samples.RateCard, Cancellation))!.Version.ShouldBe(flag.Version);
        (await node.Experiments.ArchiveAsync(Samples.Change(version: 4), Cancellation)).Refused<WrongState>().State.ShouldBe("ARCHIVED");
        (await node.Experiments.RollOutAsync(Samples.Change(version: 4), "doubled", Cancellation)).Refused<WrongState>().State.ShouldBe("ARCHIVED");
        var entry = (await node.Audit.ListAsync(new(Action: "experiment.archived"), new(10), Cancellation)).Items.ShouldHaveSingleItem();
        (entry.Reason, entry.Before!.Value.GetProperty("state").GetString(), entry.After!.Value.GetProperty("state").GetString()).ShouldBe(("Nothing to learn", "STOPPED", "ARCHIVED"));
    }

    [Fact]
    public async Task Starting_and_stopping_leaves_the_flags_own_rules_exactly_as_they_were()
    {
        await using var node = await Node.StartAsync(configure: services => services.AddSingleton<IUnitInventory>(new Categories()));
        await node.Services.GetRequiredService<ReferenceDataWriter>().EnsureAsync(Samples.Reference, Cancellation);
        var random = new Random(5);
        for (var round = 0; round < 25; round++)
        {
            var (key, unit) = ($"round-{round}", round % 2 == 0 ? ExperimentUnit.Account : ExperimentUnit.JobCategory);
            (await node.FlagService.CreateAsync(Samples.Flag(key, enabled: random.Next(2) == 0), "pm", Cancellation)).Refusal.ShouldBeNull();
            await node.ExecuteAsync($"update experiments.flag set definition = jsonb_set(definition::jsonb, '{{allocation}}', (definition -> 'allocation')::jsonb || '{Rules(random)}') where key = '{key}'");
            var before = (await node.FlagReader.FindAsync(key, Cancellation))!;
            (await node.Experiments.CreateAsync(Samples.Draft(key, unit, key) with { Traffic = random.Next(0, 50) }, "pm", Cancellation)).Value();

            (await node.Experiments.StartAsync(Samples.Change(key), Cancellation)).Value();
            (await node.Experiments.ChangeTrafficAsync(Samples.Change(key, 2), random.Next(50, 101), Cancellation)).Value();
            (await node.Experiments.StopAsync(Samples.Change(key, 3), Cancellation)).Value();

            var after = (await node.FlagReader.FindAsync(key, Cancellation))!;
            JsonElement.DeepEquals(after.Definition, before.Definition).ShouldBeTrue($"{before.Definition} became {after.Definition}");
            after.Enabled.ShouldBe(before.Enabled, key);
        }
    }

    // Of a flag's own: some users, some groups, some percentiles, a seed; any of them missing.
    private static string Rules(Random random)
    {
        var rules = new Dictionary<string, object> { ["seed"] = $"own-{random.Next()}" };
        if (random.Next(2) == 0)
            rules["user"] = new[] { new { variant = "doubled", users = new[] { "legal", "somebody" } }, new { variant = "standard", users = new[] { "writing" } } };
        if (random.Next(2) == 0)
            rules["group"] = new[] { new { variant = "doubled", groups = new[] { "staff" } } };
        if (random.Next(2) == 0)
            rules["percentile"] = new[] { new { variant = "doubled", from = 0, to = random.Next(1, 100) } };
        return JsonSerializer.Serialize(rules);
    }

    private static string? Default(JsonElement? flag) => flag!.Value.GetProperty("definition").GetProperty("allocation").GetProperty("default_when_enabled").GetString();
}
