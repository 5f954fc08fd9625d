using System.Collections.Immutable;
using GraphQL.Language;

namespace GraphQL.Planning;

/// <summary>Finds the variables that decide what is selected: those of <c>@skip</c> and <c>@include</c>.</summary>
internal static class ConditionVariables
{
    /// <summary>The operation's own among those that the document uses, in the order of their definition.</summary>
    public static string[] Of(DocumentNode document, OperationDefinitionNode operation)
    {
        if (operation.VariableDefinitions.IsEmpty)
            return [];
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var definition in document.Definitions)
        {
            if (definition is ExecutableDefinitionNode executable)
                Add(found, executable.SelectionSet);
        }

        return found.Count == 0 ? [] : [.. operation.VariableDefinitions.Select(variable => variable.Name).Where(found.Contains)];
    }

    private static void Add(HashSet<string> found, SelectionSetNode selections)
    {
        foreach (var selection in selections.Selections)
        {
            Add(found, selection.Directives);
            if ((selection as FieldNode)?.SelectionSet is { } ofField)
                Add(found, ofField);
            else if (selection is InlineFragmentNode fragment)
                Add(found, fragment.SelectionSet);
        }
    }

    private static void Add(HashSet<string> found, ImmutableArray<DirectiveNode> directives)
    {
        foreach (var directive in directives)
        {
            if (directive is { Name: "skip" or "include", Arguments: [{ Value: VariableNode variable }, ..] })
                found.Add(variable.Name);
        }
    }
}
