using System.Runtime.CompilerServices;
using System.Text.Json;
using Experiments.Flags;
using Experiments.Lifecycle;
using Experiments.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Experiments.Tests.Lifecycle;

public sealed class ExperimentPreviewTests
{
    private const string Key = "by-account";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_preview_counts_is_what_the_change_then_does_and_nothing_is_saved_before()
    {
        await using var node = await Node.StartAsync(configure: services => services.AddSingleton<IRecentUnits, Accounts>());
        await node.Services.GetRequiredService<ReferenceDataWriter>().EnsureAsync(Samples.Reference with { Experiments = [] }, Cancellation);
        (await node.Experiments.CreateAsync(Samples.Draft(Key, ExperimentUnit.Account) with { Traffic = 10, Arms = [new("standard", 60, true), new("doubled", 40, false)] }, "pm", Cancellation)).Value();
        var version = node.Snapshots.Version;

        var start = await PreviewAsync(node, new(ExperimentAction.Start));
        node.Snapshots.Version.ShouldBe(version);
        (await Read(node)).State.ShouldBe(ExperimentState.Draft);
        start.Units.ShouldBe(Accounts.Count);
        start.Arms.Select(arm => arm.Now).ShouldAllBe(units => units == 0);
        (await node.Experiments.StartAsync(Samples.Change(Key), Cancellation)).Value();
        start.Arms.Select(arm => arm.Then).ShouldBe(InArms(node));
        start.Switching.ShouldBe(InArms(node)[1]);

        var grow = await PreviewAsync(node, new(ExperimentAction.ChangeTraffic, Traffic: 50));
        grow.Arms.Select(arm => arm.Now).ShouldBe(InArms(node));
        grow.ChangingSides.ShouldBe(0);
        (await node.Experiments.ChangeTrafficAsync(Samples.Change(Key, 2), 50, Cancellation)).Value();
        grow.Arms.Select(arm => arm.Then).ShouldBe(InArms(node));

        var forced = new VariantOverride(Key, "account-0", "doubled", "pm", "To look at it");
        (await node.Services.GetRequiredService<VariantOverrides>().SetAsync(forced, Cancellation)).Value();
        var forcedAt = node.Snapshots.Version;
        var doubled = Enumerable.Range(0, Accounts.Count).Count(number => node.Flags.Evaluate(Samples.RateCard, $"account-{number}").Variant == "doubled");
        var stop = await PreviewAsync(node, new(ExperimentAction.Stop));
        stop.Arms.Select(arm => arm.Then).ShouldBe([0, 0]);
        stop.Moves.ShouldBe([new VariantMove("doubled", "standard", doubled)]);
        var rollOut = await PreviewAsync(node, new(ExperimentAction.RollOut, Variant: "doubled"));
        rollOut.Moves.ShouldBe([new VariantMove("standard", "doubled", Accounts.Count - doubled)]);
        rollOut.Definition.GetProperty("allocation").GetProperty("default_when_enabled").GetString().ShouldBe("doubled");
        node.Snapshots.Version.ShouldBe(forcedAt);
        (await Read(node)).State.ShouldBe(ExperimentState.Running);
    }

    [Fact]
    public async Task A_preview_is_refused_with_what_the_change_would_be_refused_with()
    {
        await using var node = await Node.StartSeededAsync();
        (await node.Experiments.CreateAsync(Samples.Draft(Key, ExperimentUnit.Account) with { Traffic = 50 }, "pm", Cancellation)).Value();
        (await RefusedAsync(new(ExperimentAction.Stop))).ShouldBeOfType<WrongState>();
        (await node.Experiments.StartAsync(Samples.Change(Key), Cancellation)).Value();
        (await RefusedAsync(new(ExperimentAction.ChangeTraffic, Traffic: 40))).ShouldBeOfType<Invalid>().Message.ShouldContain("only grows");
        (await RefusedAsync(new(ExperimentAction.ChangeTraffic))).ShouldBeOfType<Invalid>().Field.ShouldBe("traffic");
        (await RefusedAsync(new(ExperimentAction.RollOut, Variant: "tripled"))).ShouldBeOfType<Invalid>().Message.ShouldContain("'tripled'");

        async Task<Refusal?> RefusedAsync(PreviewedChange change)
            => (await node.Services.GetRequiredService<ExperimentPreview>().PreviewAsync(await Read(node), change, Cancellation)).Refusal;
    }

    [Fact]
    public async Task Of_few_units_all_are_counted_and_the_draw_is_the_one_that_the_start_makes()
    {
        await using var node = await Node.StartSeededAsync();
        (await node.Experiments.CreateAsync(Samples.Draft(Key), "pm", Cancellation)).Value();
        var preview = await PreviewAsync(node, new(ExperimentAction.Start));
        preview.Arms.Sum(arm => arm.Then).ShouldBe(preview.Units);
        (await node.Experiments.StartAsync(Samples.Change(Key), Cancellation)).Value();
        var flag = (await node.FlagReader.FindAsync(Samples.RateCard, Cancellation))!;
        JsonElement.DeepEquals(preview.Definition.GetProperty("allocation"), flag.Definition.GetProperty("allocation")).ShouldBeTrue();
    }

    private static async Task<ExperimentChangePreview> PreviewAsync(Node node, PreviewedChange change)
        => (await node.Services.GetRequiredService<ExperimentPreview>().PreviewAsync(await Read(node), change, Cancellation)).Value();

    private static async Task<Experiment> Read(Node node) => (await node.ExperimentReader.FindAsync(Key, Cancellation))!;

    private static int[] InArms(Node node)
    {
        var arms = Enumerable.Range(0, Accounts.Count).Select(number => node.Flags.Evaluate(Samples.RateCard, $"account-{number}").Treatment?.Variant).ToArray();
        return [arms.Count(arm => arm == "standard"), arms.Count(arm => arm == "doubled")];
    }

    private sealed class Accounts : IRecentUnits
    {
        public const int Count = 2_000;

        public ExperimentUnit Unit => ExperimentUnit.Account;

        public async IAsyncEnumerable<UnitContext> SinceAsync(DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellation)
        {
            await Task.Yield();
            for (var number = 0; number < Count; number++)
                yield return new UnitContext($"account-{number}");
        }
    }
}
