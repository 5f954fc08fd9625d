using System.Globalization;
using GraphQL.Language;

namespace GraphQL.Validation.Rules;

/// <summary>Not of the specification: fields nest only so deep, fragments followed; introspection is exempt.</summary>
internal sealed class MaximumDepth : ValidationRule
{
    private readonly Dictionary<string, int> fragments = new(StringComparer.Ordinal);

    public override void CheckGraph(ValidationContext context)
    {
        if (context.Graph.TooDeep is { } definition)
            context.Report("Fragments are nested too deeply.", definition.Definition.Location);
        if (!context.Graph.IsSafe)
            return;

        foreach (var uses in context.Graph.DependenciesFirst)
        {
            var depth = Depth(uses.Definition.SelectionSet);
            if (uses.Definition is FragmentDefinitionNode fragment)
            {
                if (context.Fragments[fragment.Name] == uses)
                    fragments[fragment.Name] = depth;
                continue;
            }

            if (depth > context.Options.MaximumDepth)
            {
                var operation = (OperationDefinitionNode)uses.Definition;
                var subject = operation.Name is null ? "Anonymous operation" : $"Operation \"{operation.Name}\"";
                context.Report(
                    string.Create(CultureInfo.InvariantCulture, $"{subject} is {depth} levels deep; at most {context.Options.MaximumDepth} are allowed."),
                    operation.Location);
            }
        }
    }

    private int Depth(SelectionSetNode? set)
    {
        var deepest = 0;
        if (set is null)
            return deepest;
        foreach (var selection in set.Selections)
        {
            deepest = Math.Max(deepest, selection switch
            {
                FieldNode { Name: "__schema" or "__type" } => 0,
                FieldNode field => 1 + Depth(field.SelectionSet),
                InlineFragmentNode fragment => Depth(fragment.SelectionSet),
                FragmentSpreadNode spread => fragments.GetValueOrDefault(spread.Name),
                _ => 0,
            });
        }

        return deepest;
    }
}
