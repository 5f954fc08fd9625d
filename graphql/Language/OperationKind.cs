namespace GraphQL;

/// <summary>What an operation does.</summary>
public enum OperationKind
{
    /// <summary>A read.</summary>
    Query,

    /// <summary>A write, followed by a read.</summary>
    Mutation,

    /// <summary>A stream of events, each answered by a read.</summary>
    Subscription,
}
