namespace GraphQL;

/// <summary>Tells whoever subscribes to a topic that something happened.</summary>
public interface ITopicEventSender
{
    /// <summary>Sends a message to every subscription of a topic: on all nodes, where the host's own implementation reaches them.</summary>
    ValueTask SendAsync(string topic, string message, CancellationToken cancellation = default);
}

/// <summary>Lets the source of a subscription listen to a topic.</summary>
public interface ITopicEventReceiver
{
    /// <summary>Subscribes to a topic: every message sent after this has returned is received, within the limits of <see cref="GraphQLOptions.TopicBufferSize" />.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="cancellation">Ends the subscription, read or not; the cancellation token of a subscription's source is the right one.</param>
    ValueTask<TopicSubscription> SubscribeAsync(string topic, CancellationToken cancellation);
}
