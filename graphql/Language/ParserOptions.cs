namespace GraphQL.Language;

/// <summary>The limits of a document; a document over one of them is refused while it is read. Names have at most 1,000 characters in any document.</summary>
public sealed record ParserOptions
{
    /// <summary>Limits for documents of strangers.</summary>
    public static ParserOptions Default { get; } = new();

    /// <summary>Limits for texts of the server's own, such as its schema: only nesting is bounded.</summary>
    public static ParserOptions Trusted { get; } = new()
    {
        MaximumTokens = int.MaxValue,
        MaximumAliases = int.MaxValue,
        MaximumDirectives = int.MaxValue,
    };

    /// <summary>Tokens of a document. Default 10,000.</summary>
    public int MaximumTokens { get; init; } = 10_000;

    /// <summary>Nesting of selection sets, of list and object values, and of list types. Default 200; it keeps every later pass within its stack.</summary>
    public int MaximumDepth { get; init; } = 200;

    /// <summary>Fields with an alias in a document. Default 500.</summary>
    public int MaximumAliases { get; init; } = 500;

    /// <summary>Directives in a document. Default 500.</summary>
    public int MaximumDirectives { get; init; } = 500;
}
