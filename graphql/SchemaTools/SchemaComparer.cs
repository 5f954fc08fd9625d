using GraphQL.Language;

namespace GraphQL.SchemaTools;

/// <summary>
/// Compares two schemas and says of every difference whether it breaks clients,
/// by the categories of the reference implementation's findBreakingChanges and findDangerousChanges.
/// </summary>
public static class SchemaComparer
{
    /// <summary>The differences between two schemas given as SDL, in the order of types and members of the old, then of the new one. The order of definitions is no difference.</summary>
    /// <exception cref="GraphQLSyntaxException">One of the texts is no GraphQL document.</exception>
    public static IReadOnlyList<SchemaChange> Compare(string oldSdl, string newSdl) =>
        Compare(GraphQLParser.Parse(oldSdl, ParserOptions.Trusted), GraphQLParser.Parse(newSdl, ParserOptions.Trusted));

    /// <summary>The differences between two schemas given as documents; their extensions count as part of what they extend.</summary>
    public static IReadOnlyList<SchemaChange> Compare(DocumentNode oldSchema, DocumentNode newSchema)
    {
        ArgumentNullException.ThrowIfNull(oldSchema);
        ArgumentNullException.ThrowIfNull(newSchema);
        var changes = new ChangeList();
        var (old, @new) = (SchemaDocument.Read(oldSchema), SchemaDocument.Read(newSchema));
        RootChanges.Find(changes, old, @new);
        TypeChanges.Find(changes, old.Types, @new.Types);
        DirectiveChanges.Find(changes, old.Directives, @new.Directives);
        return changes.All;
    }
}
