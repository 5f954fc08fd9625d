namespace GraphQL.Subscriptions;

/// <summary>The parent of a subscription's field: one event of its source stream.</summary>
internal sealed class SubscriptionEvent(object? value)
{
    public object? Value => value;
}
