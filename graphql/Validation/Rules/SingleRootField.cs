using GraphQL.Language;
using GraphQL.TypeSystem;

namespace GraphQL.Validation.Rules;

/// <summary>5.2.4.1 Single Root Field: a subscription selects one field, always, and not one of introspection.</summary>
internal sealed class SingleRootField : ValidationRule
{
    public override void CheckUse(ValidationContext context)
    {
        foreach (var (operation, _) in context.Operations)
        {
            if (operation.Kind == OperationKind.Subscription && context.Schema.Subscription is { } root)
                Check(context, operation, root);
        }
    }

    private static void Check(ValidationContext context, OperationDefinitionNode operation, ObjectType root)
    {
        var subject = operation.Name is null ? "Anonymous Subscription" : $"Subscription \"{operation.Name}\"";
        var selected = new RootSelections(context, root);
        selected.Collect(operation.SelectionSet);

        if (selected.Conditions.Count > 0)
            context.Report($"{subject} must not use `@skip` or `@include` directives in the top level selection.", [.. selected.Conditions]);
        var first = selected.Fields.FirstOrDefault()?.ResponseName;
        var others = selected.Fields.Where(field => field.ResponseName != first).Select(field => field.Location).ToArray();
        if (others.Length > 0)
            context.Report($"{subject} must select only one top level field.", others);
        foreach (var same in selected.Fields.GroupBy(field => field.ResponseName).Where(same => same.First().Name.StartsWith("__", StringComparison.Ordinal)))
            context.Report($"{subject} must not select an introspection top level field.", [.. same.Select(field => field.Location)]);
    }

    private sealed class RootSelections(ValidationContext context, ObjectType root)
    {
        private readonly HashSet<string> visited = new(StringComparer.Ordinal);

        public List<FieldNode> Fields { get; } = [];

        public List<SourceLocation> Conditions { get; } = [];

        public void Collect(SelectionSetNode set)
        {
            foreach (var selection in set.Selections)
            {
                foreach (var directive in selection.Directives)
                {
                    if (directive.Name is "skip" or "include")
                        Conditions.Add(directive.Location);
                }

                switch (selection)
                {
                    case FieldNode field:
                        Fields.Add(field);
                        break;
                    case InlineFragmentNode fragment when Applies(fragment.TypeCondition):
                        Collect(fragment.SelectionSet);
                        break;
                    case FragmentSpreadNode spread when visited.Add(spread.Name)
                        && context.Fragments.GetValueOrDefault(spread.Name)?.Definition is FragmentDefinitionNode fragment && Applies(fragment.TypeCondition):
                        Collect(fragment.SelectionSet);
                        break;
                }
            }
        }

        private bool Applies(NamedTypeNode? condition) =>
            condition is null || (context.Schema.GetType(condition.Name) is CompositeType type && context.Schema.IsPossibleType(type, root));
    }
}
