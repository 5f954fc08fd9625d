using System.Threading.Channels;

namespace GraphQL;

/// <summary>The messages of one topic for one subscriber, read once. Disposing it, or what enumerates it, unsubscribes.</summary>
public sealed class TopicSubscription : IAsyncEnumerable<string>, IAsyncDisposable
{
    private readonly TopicHub hub;
    private readonly Channel<string> messages;
    private CancellationTokenRegistration registration;

    internal TopicSubscription(TopicHub hub, string topic, int bufferSize)
    {
        this.hub = hub;
        Topic = topic;
        messages = Channel.CreateBounded<string>(new BoundedChannelOptions(bufferSize) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true }, _ => hub.Dropped());
    }

    /// <summary>The topic.</summary>
    public string Topic { get; }

    /// <summary>Waits for the messages, one after another, until the subscription ends.</summary>
    public async IAsyncEnumerator<string> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        try
        {
            await foreach (var message in messages.Reader.ReadAllAsync(cancellationToken))
                yield return message;
        }
        finally
        {
            await DisposeAsync();
        }
    }

    /// <summary>Unsubscribes; whoever still reads gets what is there already, and then the end.</summary>
    public ValueTask DisposeAsync()
    {
        End();
        return registration.DisposeAsync();
    }

    internal void EndWith(CancellationToken cancellation) =>
        registration = cancellation.UnsafeRegister(static state => ((TopicSubscription)state!).End(), this);

    internal void Receive(string message) => messages.Writer.TryWrite(message);

    private void End()
    {
        hub.Remove(this);
        messages.Writer.TryComplete();
    }
}
