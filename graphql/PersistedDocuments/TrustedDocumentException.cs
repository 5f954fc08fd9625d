namespace GraphQL;

/// <summary>The trusted documents cannot be served: they do not fit the schema, or there are none.</summary>
public sealed class TrustedDocumentException : Exception
{
    /// <summary>Creates the exception with everything that is wrong.</summary>
    public TrustedDocumentException(IReadOnlyList<string> errors)
        : base("The trusted documents are invalid:" + string.Concat(errors.Select(error => Environment.NewLine + "- " + error))) =>
        Errors = errors;

    /// <summary>Everything that is wrong, one sentence each, beginning with the file.</summary>
    public IReadOnlyList<string> Errors { get; }
}
