namespace GraphQL.Language;

/// <summary>A piece of a document.</summary>
public abstract record SyntaxNode
{
    /// <summary>Where the piece begins.</summary>
    public SourceLocation Location { get; init; }

    /// <summary>The piece as GraphQL writes it.</summary>
    public sealed override string ToString() => GraphQLPrinter.Print(this);
}
