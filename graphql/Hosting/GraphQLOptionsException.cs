namespace GraphQL;

/// <summary>The options of a GraphQL server are outside their ranges.</summary>
public sealed class GraphQLOptionsException : Exception
{
    /// <summary>Creates the exception with everything that is wrong.</summary>
    public GraphQLOptionsException(IReadOnlyList<string> errors)
        : base("The options of the GraphQL server are invalid:" + string.Concat(errors.Select(error => Environment.NewLine + "- " + error))) =>
        Errors = errors;

    /// <summary>Everything that is wrong, one sentence each, beginning with the option's name.</summary>
    public IReadOnlyList<string> Errors { get; }
}
