namespace GraphQL.Validation;

/// <summary>What a document may be besides fitting the schema.</summary>
public sealed record ValidationOptions
{
    /// <summary>The options of a server that says nothing else.</summary>
    public static ValidationOptions Default { get; } = new();

    /// <summary>Nesting of fields in an operation; introspection is exempt. Default 15.</summary>
    public int MaximumDepth { get; init; } = 15;

    /// <summary>Elements of one list in a document's values. Default 1,000.</summary>
    public int MaximumListItems { get; init; } = 1_000;

    /// <summary>Errors reported before validation gives up. Default 100.</summary>
    public int MaximumErrors { get; init; } = 100;

    /// <summary>Whether <c>__schema</c> and <c>__type</c> may be asked for; where they may not, errors do not suggest names either. Default true.</summary>
    public bool AllowIntrospection { get; init; } = true;

    /// <summary>Whether errors suggest names that are nearly those in the document. Default true.</summary>
    public bool SuggestNames { get; init; } = true;
}
