using GraphQL.Language;

namespace GraphQL.PersistedDocuments;

/// <summary>Finds the fragments that operations need, those of fragments included.</summary>
internal static class FragmentClosure
{
    /// <summary>In the order of their first use; names that nothing defines are left to validation.</summary>
    public static List<FragmentDefinitionNode> Of(IEnumerable<OperationDefinitionNode> operations, Func<string, FragmentDefinitionNode?> find)
    {
        var used = new List<FragmentDefinitionNode>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Queue<SelectionSetNode>(operations.Select(operation => operation.SelectionSet));
        while (waiting.TryDequeue(out var selections))
        {
            foreach (var name in SpreadsOf(selections).Where(seen.Add))
            {
                if (find(name) is not { } fragment)
                    continue;
                used.Add(fragment);
                waiting.Enqueue(fragment.SelectionSet);
            }
        }

        return used;
    }

    private static IEnumerable<string> SpreadsOf(SelectionSetNode selections)
    {
        foreach (var selection in selections.Selections)
        {
            if (selection is FragmentSpreadNode spread)
                yield return spread.Name;
            var nested = selection switch
            {
                FieldNode field => field.SelectionSet,
                InlineFragmentNode inline => inline.SelectionSet,
                _ => null,
            };
            if (nested is null)
                continue;
            foreach (var name in SpreadsOf(nested))
                yield return name;
        }
    }
}
