namespace GraphQL.Tests.Subscriptions;

public sealed class TopicHubTests
{
    private readonly TopicHub hub = new(new GraphQLOptions { TopicBufferSize = 3 });

    [Fact]
    public async Task A_subscriber_receives_what_is_sent_after_it_has_subscribed()
    {
        await hub.SendAsync("a", "before");
        await using var messages = await hub.SubscribeAsync("a", CancellationToken.None);
        await hub.SendAsync("a", "1");
        await hub.SendAsync("b", "elsewhere");
        hub.Deliver("a", "2");
        (await ReadAsync(messages, 2)).ShouldBe(["1", "2"]);
    }

    [Fact]
    public async Task Every_subscriber_of_a_topic_receives_the_message()
    {
        await using var first = await hub.SubscribeAsync("a", CancellationToken.None);
        await using var second = await hub.SubscribeAsync("a", CancellationToken.None);
        await hub.SendAsync("a", "1");
        (await ReadAsync(first, 1)).ShouldBe(["1"]);
        (await ReadAsync(second, 1)).ShouldBe(["1"]);
    }

    [Fact]
    public async Task A_full_buffer_drops_the_oldest_for_the_newest()
    {
        await using var messages = await hub.SubscribeAsync("a", CancellationToken.None);
        for (var number = 1; number <= 10; number++)
            hub.Deliver("a", number.ToString(System.Globalization.CultureInfo.InvariantCulture));
        (await ReadAsync(messages, 3)).ShouldBe(["8", "9", "10"]);
    }

    [Fact]
    public async Task All_can_be_told_to_read_again()
    {
        await using var first = await hub.SubscribeAsync("a", CancellationToken.None);
        await using var second = await hub.SubscribeAsync("b", CancellationToken.None);
        hub.DeliverToAll(topic => "again " + topic);
        (await ReadAsync(first, 1)).ShouldBe(["again a"]);
        (await ReadAsync(second, 1)).ShouldBe(["again b"]);
    }

    [Fact]
    public async Task Leaving_the_enumeration_unsubscribes()
    {
        var messages = await hub.SubscribeAsync("a", CancellationToken.None);
        hub.SubscriptionCount.ShouldBe(1);
        await hub.SendAsync("a", "1");
        await ReadAsync(messages, 1);
        hub.SubscriptionCount.ShouldBe(0);
    }

    [Fact]
    public async Task Disposing_and_cancelling_unsubscribe_what_was_never_read()
    {
        using var leaving = new CancellationTokenSource();
        var disposed = await hub.SubscribeAsync("a", CancellationToken.None);
        _ = await hub.SubscribeAsync("a", leaving.Token);
        await disposed.DisposeAsync();
        hub.SubscriptionCount.ShouldBe(1);
        await leaving.CancelAsync();
        hub.SubscriptionCount.ShouldBe(0);
        await Should.ThrowAsync<OperationCanceledException>(async () => await hub.SubscribeAsync("a", leaving.Token));
    }

    private static async Task<List<string>> ReadAsync(TopicSubscription messages, int count)
    {
        var read = new List<string>();
        await foreach (var message in messages)
        {
            read.Add(message);
            if (read.Count == count)
                break;
        }

        return read;
    }
}
