namespace GraphQL;

/// <summary>The annotated classes do not make a valid schema.</summary>
public sealed class SchemaException : Exception
{
    /// <summary>Creates the exception with everything that is wrong.</summary>
    public SchemaException(IReadOnlyList<string> errors)
        : base("The GraphQL schema is invalid:" + string.Concat(errors.Select(error => Environment.NewLine + "- " + error))) =>
        Errors = errors;

    /// <summary>Everything that is wrong, one sentence each.</summary>
    public IReadOnlyList<string> Errors { get; }
}
