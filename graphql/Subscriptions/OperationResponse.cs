using GraphQL.Execution;

namespace GraphQL.Subscriptions;

/// <summary>One response of an operation that may have several. Whoever receives it disposes it.</summary>
internal readonly struct OperationResponse : IDisposable
{
    private OperationResponse(PooledBuffer? body, IReadOnlyList<GraphQLError> errors)
    {
        Body = body;
        Errors = errors;
    }

    /// <summary>The response as JSON; null where there is nothing but <see cref="Errors" />.</summary>
    public PooledBuffer? Body { get; }

    /// <summary>Why the operation did not run, or why it ends: nothing comes after them.</summary>
    public IReadOnlyList<GraphQLError> Errors { get; }

    public static OperationResponse Of(PooledBuffer body) => new(body, []);

    public static OperationResponse Of(GraphQLError error) => new(null, [error]);

    public static OperationResponse Of(IReadOnlyList<GraphQLError> errors) => new(null, errors);

    public void Dispose() => Body?.Dispose();
}
