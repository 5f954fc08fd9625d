namespace GraphQL;

/// <summary>What spans and metrics say beyond what they always say. Nothing is measured while nobody listens, whatever is chosen here.</summary>
public sealed class InstrumentationOptions
{
    /// <summary>Whether an operation's span carries <c>graphql.document</c>, and error events their messages: both may hold what a client wrote into literals and variables. Default false.</summary>
    public bool IncludeDocument { get; set; }

    /// <summary>Whether each call of a resolver has a span of its own: one for a level, with the number of its parents. Default false, as the conventions demand.</summary>
    public bool TraceResolvers { get; set; }

    /// <summary>
    /// The operation names that metrics and the names of spans may carry; every other name counts as <c>other</c>. Names come from
    /// clients and would be as many as somebody cares to invent, and each costs the store of metrics a series. Default empty: metrics
    /// carry no operation name. Names in spans' attributes are not limited.
    /// </summary>
    public ISet<string> OperationNames { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Error events on one span; <c>graphql.error.count</c> counts the others too. Default 10.</summary>
    public int MaximumErrorEvents { get; set; } = 10;
}
