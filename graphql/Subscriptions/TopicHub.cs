namespace GraphQL;

/// <summary>
/// Brings messages to the subscriptions of this process. A host with several nodes replaces <see cref="ITopicEventSender" /> by one that
/// sends over its bus, and delivers here what the bus brings.
/// </summary>
public sealed class TopicHub(GraphQLOptions options) : ITopicEventSender, ITopicEventReceiver
{
    private readonly Lock gate = new();
    private long dropped;
    private readonly Dictionary<string, HashSet<TopicSubscription>> topics = new(StringComparer.Ordinal);

    /// <summary>How many messages were dropped because their subscription was too slow for them.</summary>
    public long DroppedCount => Volatile.Read(ref dropped);

    /// <summary>How many subscriptions there are.</summary>
    public int SubscriptionCount
    {
        get
        {
            lock (gate)
                return topics.Values.Sum(subscriptions => subscriptions.Count);
        }
    }

    /// <inheritdoc />
    public ValueTask<TopicSubscription> SubscribeAsync(string topic, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var subscription = new TopicSubscription(this, topic, options.TopicBufferSize);
        lock (gate)
        {
            if (!topics.TryGetValue(topic, out var subscriptions))
                topics.Add(topic, subscriptions = []);
            subscriptions.Add(subscription);
        }

        subscription.EndWith(cancellation);
        return ValueTask.FromResult(subscription);
    }

    /// <inheritdoc />
    public ValueTask SendAsync(string topic, string message, CancellationToken cancellation = default)
    {
        Deliver(topic, message);
        return default;
    }

    /// <summary>Brings a message to the subscriptions that a topic has in this process. It never waits for them.</summary>
    public void Deliver(string topic, string message)
    {
        lock (gate)
        {
            if (!topics.TryGetValue(topic, out var subscriptions))
                return;
            foreach (var subscription in subscriptions)
                subscription.Receive(message);
        }
    }

    /// <summary>
    /// Brings a message to every subscription of every topic in this process: for a bus that lost its connection and cannot know what it missed,
    /// so that all read again what they tell of.
    /// </summary>
    /// <param name="message">Makes the message from the topic.</param>
    public void DeliverToAll(Func<string, string> message)
    {
        lock (gate)
        {
            foreach (var (topic, subscriptions) in topics)
            {
                var text = message(topic);
                foreach (var subscription in subscriptions)
                    subscription.Receive(text);
            }
        }
    }

    internal void Dropped() => Interlocked.Increment(ref dropped);

    internal void Remove(TopicSubscription subscription)
    {
        lock (gate)
        {
            if (topics.TryGetValue(subscription.Topic, out var subscriptions) && subscriptions.Remove(subscription) && subscriptions.Count == 0)
                topics.Remove(subscription.Topic);
        }
    }
}
