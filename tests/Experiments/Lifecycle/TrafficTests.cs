using System.Text.Json;
using Experiments.Flags;
using Experiments.Lifecycle;
using Experiments.Tests.Support;

namespace Experiments.Tests.Lifecycle;

public sealed class TrafficTests
{
    private const int Units = 100_000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Growing_from_10_to_50_to_100_percent_moves_nobody()
    {
        await using var node = await Node.StartSeededAsync();
        await CreateAsync(node, Samples.Draft("by-account", ExperimentUnit.Account) with { Layer = "pricing", LayerShare = 80, Traffic = 10, Arms = [new("standard", 30, true), new("doubled", 70, false)] });
        await node.Experiments.StartAsync(Samples.Change("by-account"), Cancellation);
        var before = Arms(node);
        before.Count(arm => arm is not null).ShouldBeInRange(7_500, 8_500);

        foreach (var (traffic, version) in new[] { (50m, 2), (100m, 3) })
        {
            var grown = (await node.Experiments.ChangeTrafficAsync(Samples.Change("by-account", version), traffic, Cancellation)).Value();
            (grown.Traffic, grown.Version).ShouldBe((traffic, version + 1));
            var after = Arms(node);
            for (var unit = 0; unit < Units; unit++)
            {
                if (before[unit] is { } arm)
                    after[unit].ShouldBe(arm, $"account-{unit}");
            }

            after.Count(arm => arm is not null).ShouldBeInRange((int)(785 * traffic), (int)(815 * traffic));
            before = after;
        }

        before.Count(arm => arm == "doubled").ShouldBeInRange(55_000, 57_000);
    }

    [Fact]
    public async Task Two_experiments_of_one_layer_share_no_unit_at_any_traffic()
    {
        await using var node = await Node.StartSeededAsync();
        foreach (var (key, share) in new[] { ("one", 35.5m), ("two", 64.5m) })
        {
            (await node.FlagService.CreateAsync(Samples.Flag("flag-" + key), "pm", Cancellation)).Refusal.ShouldBeNull();
            await CreateAsync(node, Samples.Draft(key, ExperimentUnit.Account, "flag-" + key) with { Layer = "pricing", LayerShare = share, Traffic = 10 });
            (await node.Experiments.StartAsync(Samples.Change(key), Cancellation)).Value();
        }

        foreach (var (traffic, version) in new[] { (50m, 2), (100m, 3) })
        {
            foreach (var key in new[] { "one", "two" })
                (await node.Experiments.ChangeTrafficAsync(Samples.Change(key, version), traffic, Cancellation)).Value();
            var (one, two) = (Arms(node, "flag-one"), Arms(node, "flag-two"));
            for (var unit = 0; unit < Units; unit++)
                (one[unit] is not null && two[unit] is not null).ShouldBeFalse($"account-{unit}");
            if (traffic == 100)
                one.Zip(two).Count(pair => pair.First is null && pair.Second is null).ShouldBe(0);
        }
    }

    [Theory]
    [InlineData(20)]
    [InlineData(60)]
    [InlineData(100)]
    public async Task Of_few_units_whole_blocks_come_in_and_none_moves(int share)
    {
        await using var node = await Node.StartSeededAsync();
        await CreateAsync(node, Samples.Draft("few") with { Traffic = 0, Layer = "pricing", LayerShare = share });
        await node.Experiments.StartAsync(Samples.Change("few"), Cancellation);
        var before = Drawn(node);
        before.ShouldBeEmpty();

        for (var version = 2; version < 12; version++)
        {
            (await node.Experiments.ChangeTrafficAsync(Samples.Change("few", version), (version - 1) * 10, Cancellation)).Value();
            var after = Drawn(node);
            before.ShouldBeSubsetOf(after);
            after.Count(unit => unit.Variant == "doubled").ShouldBe(after.Count(unit => unit.Variant == "standard"));
            before = after;
        }

        before.Count.ShouldBe(2 * Math.Max(1, 6 * share / 100));
        (await node.QueryAsync<long>("select count(*) from experiments.assignment")).ShouldBe(before.Count);
        (await node.Experiments.StopAsync(Samples.Change("few", 12), Cancellation)).Value();
        Drawn(node).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_running_experiment_only_grows_and_a_draft_takes_any_percentage()
    {
        await using var node = await Node.StartSeededAsync();
        await CreateAsync(node, Samples.Draft("by-account", ExperimentUnit.Account) with { Traffic = 50 });

        (await node.Experiments.ChangeTrafficAsync(Samples.Change("by-account"), 20, Cancellation)).Value().Traffic.ShouldBe(20);
        await node.Experiments.StartAsync(Samples.Change("by-account", 2), Cancellation);
        foreach (var traffic in new[] { 0m, 19.9999m, 20m })
            (await node.Experiments.ChangeTrafficAsync(Samples.Change("by-account", 3), traffic, Cancellation)).Refused<Invalid>().Field.ShouldBe("traffic");
        foreach (var traffic in new[] { -1m, 100.0001m, 101m, 20.00001m, decimal.MaxValue })
            (await node.Experiments.ChangeTrafficAsync(Samples.Change("by-account", 3), traffic, Cancellation)).Refused<Invalid>().Field.ShouldBe("traffic");
        (await node.Experiments.ChangeTrafficAsync(Samples.Change("by-account", 3), 20.0001m, Cancellation)).Value().Version.ShouldBe(4);
        await node.Experiments.StopAsync(Samples.Change("by-account", 4), Cancellation);
        (await node.Experiments.ChangeTrafficAsync(Samples.Change("by-account", 5), 30, Cancellation)).Refused<WrongState>().State.ShouldBe("STOPPED");
    }

    [Fact]
    public async Task Both_the_experiment_and_its_flag_are_in_the_audit_log()
    {
        await using var node = await Node.StartSeededAsync();
        await CreateAsync(node, Samples.Draft("by-account", ExperimentUnit.Account) with { Traffic = 10 });
        await node.Experiments.StartAsync(Samples.Change("by-account"), Cancellation);
        await node.Experiments.ChangeTrafficAsync(Samples.Change("by-account", 2, "No harm seen"), 50, Cancellation);

        var entries = (await node.Audit.ListAsync(new(Action: "experiment.trafficChanged"), new(10), Cancellation)).Items;
        entries.Select(entry => entry.Subject).ShouldBe(["experiment:by-account", "flag:connects-rate-card"], ignoreOrder: true);
        entries.ShouldAllBe(entry => entry.Reason == "No harm seen");
        var experiment = entries.Single(entry => entry.Subject == "experiment:by-account");
        (experiment.Before!.Value.GetProperty("traffic").GetDecimal(), experiment.After!.Value.GetProperty("traffic").GetDecimal()).ShouldBe((10, 50));
        var flag = entries.Single(entry => entry.Subject == "flag:connects-rate-card");
        (FirstEnd(flag.Before), FirstEnd(flag.After)).ShouldBe((5, 25));
    }

    private static decimal FirstEnd(JsonElement? flag)
        => flag!.Value.GetProperty("definition").GetProperty("allocation").GetProperty("percentile")[0].GetProperty("to").GetDecimal();

    private static string?[] Arms(Node node, string flag = Samples.RateCard)
        => [.. Enumerable.Range(0, Units).Select(unit => node.Flags.Evaluate(flag, $"account-{unit}").Treatment?.Variant)];

    private static List<(string Category, string Variant)> Drawn(Node node)
        => [.. Categories.Keys.Select(key => (key, node.Flags.Evaluate(Samples.RateCard, key))).Where(unit => unit.Item2.Treatment is not null).Select(unit => (unit.key, unit.Item2.Variant))];

    private static async Task<Experiment> CreateAsync(Node node, NewExperiment draft) => (await node.Experiments.CreateAsync(draft, "pm", Cancellation)).Value();
}
