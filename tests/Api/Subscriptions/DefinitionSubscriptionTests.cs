using Testing;

namespace Marketplace.Api.Tests.Subscriptions;

/// <summary>flagsChanged and experimentChanged over a real socket.</summary>
public sealed class DefinitionSubscriptionTests
{
    private const string FlagsChanged = "subscription { flagsChanged { key version experiments { state } } }";
    private const string ExperimentChanged = "subscription($key: String!) { experimentChanged(key: $key) { state version flag { key version } } }";

    [Fact]
    public async Task An_experiment_started_on_one_node_is_seen_on_another_with_its_flag_and_no_other_flag()
    {
        await using var first = await TestHost.StartAsync();
        var second = await TestHost.StartAsync(first.Database);
        var manager = await first.StaffAsync("PRODUCT_MANAGER");
        await using var socket = await SubscriptionClient.ConnectAsync(second, manager);
        var flags = await socket.WatchAsync(second, FlagsChanged);
        var experiment = await socket.WatchAsync(second, ExperimentChanged, new { key = "double-rate-card" });

        var started = await first.MutateAsync("startExperiment", "experiment { version }", new { key = "double-rate-card", expectedVersion = 1, reason = "Two nodes." }, manager);

        var seen = await experiment.UntilAsync(data => (string)data["experimentChanged"]!["state"]! == "RUNNING");
        ((int)seen["experimentChanged"]!["version"]!).ShouldBe((int)started["experiment"]!["version"]!);
        var flag = (await flags.UntilAsync(_ => true))["flagsChanged"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)flag["key"]!).ShouldBe("connects-rate-card");
        ((int)flag["version"]!).ShouldBe((int)seen["experimentChanged"]!["flag"]!["version"]!);
        flag["experiments"]!.AsArray().Select(e => (string)e!["state"]!).ShouldContain("RUNNING");
        await second.StopAsync();
    }

    [Fact]
    public async Task Whoever_may_not_read_flags_may_not_watch_them_and_an_unknown_experiment_is_an_error()
    {
        await using var host = await TestHost.StartAsync();
        await using var talent = await SubscriptionClient.ConnectAsync(host, (await MarketplaceClient.FreelancerAsync(host)).Token);
        await using var support = await SubscriptionClient.ConnectAsync(host, await host.StaffAsync("SUPPORT"));

        (await (await talent.SubscribeAsync(FlagsChanged)).RefusalAsync()).ShouldBe("FORBIDDEN");
        (await (await talent.SubscribeAsync(ExperimentChanged, new { key = "double-rate-card" })).RefusalAsync()).ShouldBe("FORBIDDEN");
        (await (await support.SubscribeAsync(ExperimentChanged, new { key = "nothing" })).RefusalAsync()).ShouldBe("NOT_FOUND");
        await host.WatchedByAsync(0);
    }
}
