using GraphQL.Language;

namespace GraphQL.PersistedDocuments;

/// <summary>Documents that differ in layout, comments and the order of their definitions alone have one normal form.</summary>
internal static class NormalForm
{
    public static string Of(DocumentNode document) =>
        string.Join("\n\n", document.Definitions.Select(definition => GraphQLPrinter.Print(definition)).Order(StringComparer.Ordinal));
}
