using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Schema;

/// <summary>Follows a topic for one subscriber. A message says only that something changed; the field's resolver reads what it is now.</summary>
public sealed class TopicWatch(ITopicEventReceiver topics, IServiceScopeFactory scopes)
{
    /// <summary>Whether the subscriber may follow: it throws what the client is told. It is given the services of a scope of its own, so that it sees the present.</summary>
    public delegate Task Check(IServiceProvider services, CancellationToken cancellation);

    /// <param name="topic">What is followed.</param>
    /// <param name="message">The event, the same each time: what the resolver reads by.</param>
    /// <param name="first">Asked before the stream begins.</param>
    /// <param name="each">Asked before each event; the stream ends with what it throws.</param>
    /// <param name="cancellation">Ends the stream.</param>
    public async Task<IAsyncEnumerable<T>> FollowAsync<T>(string topic, T message, Check first, Check? each, CancellationToken cancellation)
    {
        // Subscribed before anything is read: what changes from here on is told.
        var messages = await topics.SubscribeAsync(topic, cancellation);
        try
        {
            await AskAsync(first);
        }
        catch
        {
            await messages.DisposeAsync();
            throw;
        }

        return Events();

        async IAsyncEnumerable<T> Events()
        {
            await foreach (var _ in messages)
            {
                if (each is not null)
                {
                    await AskAsync(each);
                }

                yield return message;
            }
        }

        async Task AskAsync(Check check)
        {
            await using var scope = scopes.CreateAsyncScope();
            await check(scope.ServiceProvider, cancellation);
        }
    }
}
