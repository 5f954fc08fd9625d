using GraphQL;
using Marketplace.Changes;
using Testing;

namespace Marketplace.Api.Tests.Changes;

/// <summary>What one node tells wakes the subscriptions of every node, also after the connection that listens was lost.</summary>
public sealed class ChangeListenerTests
{
    [Fact]
    public async Task A_purchase_on_one_node_wakes_those_who_watch_the_wallet_on_both()
    {
        await using var first = await TestHost.StartAsync();
        var second = await TestHost.StartAsync(first.Database);
        var talent = await MarketplaceClient.FreelancerAsync(first);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await first.HearsAsync(limit.Token);
        await second.HearsAsync(limit.Token);
        await using var here = await first.Hub().SubscribeAsync(Topic(talent), limit.Token);
        await using var there = await second.Hub().SubscribeAsync(Topic(talent), limit.Token);

        await talent.BuyAsync(20);

        await NextAsync(here, limit.Token);
        await NextAsync(there, limit.Token);
        await second.StopAsync();
    }

    [Fact]
    public async Task After_the_connection_was_lost_all_read_again_and_later_changes_arrive()
    {
        await using var host = await TestHost.StartAsync();
        var talent = await MarketplaceClient.FreelancerAsync(host);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await host.HearsAsync(limit.Token);
        await using var bystander = await host.Hub().SubscribeAsync("wallet:0", limit.Token);

        (await host.CutAsync()).ShouldBe(1);

        // Nobody ever changes the wallet 0: its watcher is woken for the sake of what may have been missed.
        await NextAsync(bystander, limit.Token);
        await using var watched = await host.Hub().SubscribeAsync(Topic(talent), limit.Token);
        await talent.BuyAsync(20);
        await NextAsync(watched, limit.Token);
        (await host.Http.GetAsync("/health/ready", limit.Token)).IsSuccessStatusCode.ShouldBeTrue();
    }

    private static string Topic(MarketplaceClient talent) =>
        GlobalId.TryParse(talent.AccountId, out var id) ? ChangeTopics.Wallet(AccountId.Parse(id.Key, null)) : throw new FormatException(talent.AccountId);

    private static async Task NextAsync(TopicSubscription subscription, CancellationToken cancellation)
    {
        await using var messages = subscription.GetAsyncEnumerator(cancellation);
        (await messages.MoveNextAsync()).ShouldBeTrue();
    }
}
