using Marketplace.Api.Tests.Changes;
using Testing;

namespace Marketplace.Api.Tests.Subscriptions;

/// <summary>Waits for what a client of a socket cannot see: that the node follows a topic for it.</summary>
internal static class Watching
{
    /// <summary>Subscribes and returns once the node has done so and hears of changes, so that every event from here on has its reason.</summary>
    public static async Task<Subscription> WatchAsync(this SubscriptionClient socket, TestHost node, string query, object? variables = null)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await node.HearsAsync(limit.Token);
        var before = node.Hub().SubscriptionCount;
        var subscription = await socket.SubscribeAsync(query, variables);
        await node.WatchedByAsync(before + 1);
        return subscription;
    }

    /// <summary>Waits until the node follows topics for this many subscribers.</summary>
    public static async Task WatchedByAsync(this TestHost node, int subscribers)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (node.Hub().SubscriptionCount != subscribers)
            await Task.Delay(10, limit.Token);
    }
}
