using GraphQL.Language;

namespace Marketplace.Api.Commands;

/// <summary>Documents of clients, which keep the fragments they share in files of their own.</summary>
internal static class ClientDocuments
{
    /// <summary>The document with the fragments it spreads, and those they spread, that are not its own.</summary>
    public static DocumentNode WithFragments(DocumentNode document, IReadOnlyList<FragmentDefinitionNode> shared)
    {
        var definitions = document.Definitions.ToList();
        var known = definitions.OfType<FragmentDefinitionNode>().Select(fragment => fragment.Name).ToHashSet(StringComparer.Ordinal);
        for (var index = 0; index < definitions.Count; index++)
        {
            foreach (var name in SpreadsOf(definitions[index]))
            {
                if (known.Add(name) && shared.FirstOrDefault(fragment => fragment.Name == name) is { } found)
                {
                    definitions.Add(found);
                }
            }
        }

        return new DocumentNode([.. definitions]);
    }

    private static IEnumerable<string> SpreadsOf(DefinitionNode definition) => definition switch
    {
        OperationDefinitionNode operation => SpreadsOf(operation.SelectionSet),
        FragmentDefinitionNode fragment => SpreadsOf(fragment.SelectionSet),
        _ => [],
    };

    private static IEnumerable<string> SpreadsOf(SelectionSetNode? set) => (set?.Selections ?? []).SelectMany(selection => selection switch
    {
        FragmentSpreadNode spread => [spread.Name],
        FieldNode field => SpreadsOf(field.SelectionSet),
        InlineFragmentNode fragment => SpreadsOf(fragment.SelectionSet),
        _ => (IEnumerable<string>)[],
    });
}
