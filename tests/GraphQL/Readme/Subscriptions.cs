namespace GraphQL.Tests.Readme;

#region subscriptions
[SubscriptionType]
public static class BookSubscriptions
{
    [Subscribe(With = nameof(TitlesAsync))]
    public static string BookRenamed([EventMessage] string title) => title;

    public static async Task<IAsyncEnumerable<string>> TitlesAsync(ITopicEventReceiver topics, CancellationToken cancellation) =>
        await topics.SubscribeAsync("renamed", cancellation);
}
#endregion
