namespace GraphQL.Language;

/// <summary>A text is not GraphQL, or is over a limit of the parser.</summary>
public sealed class GraphQLSyntaxException : Exception
{
    /// <summary>Creates the exception; <paramref name="description"/> follows "Syntax Error: " in the message.</summary>
    public GraphQLSyntaxException(string description, SourceLocation location)
        : base("Syntax Error: " + description) => Location = location;

    /// <summary>Where reading stopped.</summary>
    public SourceLocation Location { get; }
}
