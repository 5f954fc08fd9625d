using GraphQL.Language;

namespace GraphQL.Validation.Rules;

/// <summary>Not of the specification: introspection goes through lists of types' members only so often, since each time multiplies the response.</summary>
internal sealed class MaximumIntrospectionDepth : ValidationRule
{
    private const int Maximum = 3;

    private readonly Dictionary<string, int> fragments = new(StringComparer.Ordinal);

    public override void CheckGraph(ValidationContext context)
    {
        if (!context.Graph.IsSafe)
            return;
        foreach (var uses in context.Graph.DependenciesFirst)
        {
            var depth = Depth(context, uses.Definition.SelectionSet);
            if (uses.Definition is FragmentDefinitionNode fragment)
                fragments.TryAdd(fragment.Name, depth);
        }
    }

    private int Depth(ValidationContext context, SelectionSetNode? set)
    {
        var deepest = 0;
        if (set is null)
            return deepest;
        foreach (var selection in set.Selections)
        {
            var depth = selection switch
            {
                FieldNode field => Depth(context, field.SelectionSet),
                InlineFragmentNode fragment => Depth(context, fragment.SelectionSet),
                FragmentSpreadNode spread => fragments.GetValueOrDefault(spread.Name),
                _ => 0,
            };
            if (selection is FieldNode { Name: "fields" or "interfaces" or "possibleTypes" or "inputFields" })
                depth++;
            if (selection is FieldNode { Name: "__schema" or "__type" })
            {
                if (depth >= Maximum)
                    context.Report("Maximum introspection depth exceeded", selection.Location);
                depth = 0;
            }

            deepest = Math.Max(deepest, depth);
        }

        return deepest;
    }
}
