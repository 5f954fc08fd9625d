namespace GraphQL.Language;

/// <summary>Where a piece of a document begins: line and column, both counted from one; columns count UTF-16 code units.</summary>
/// <param name="Line">The line, from one; zero when unknown.</param>
/// <param name="Column">The column, from one; zero when unknown.</param>
public readonly record struct SourceLocation(int Line, int Column)
{
    /// <summary>True unless the node was made by hand and comes from no document.</summary>
    public bool IsKnown => Line > 0;
}
