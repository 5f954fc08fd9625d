namespace GraphQL;

/// <summary>Thrown by a resolver whose field fails for a reason the client may read.</summary>
public sealed class GraphQLException : Exception
{
    /// <summary>Creates the exception.</summary>
    public GraphQLException(string message, string? code = null)
        : this(new GraphQLError(message) { Code = code })
    {
    }

    /// <summary>Creates the exception for an error made elsewhere.</summary>
    public GraphQLException(GraphQLError error)
        : base(error.Message) => Error = error;

    /// <summary>The error, without path and locations: the executor adds them.</summary>
    public GraphQLError Error { get; }
}
