using GraphQL.Language;
using GraphQL.TypeSystem;

namespace GraphQL.Planning;

/// <summary>A selection set together with the variables that must hold for it to count.</summary>
internal readonly record struct ConditionalSelections(SelectionSetNode Selections, ConditionTerm[] Terms);

/// <summary>All places that select a field under one response name.</summary>
internal sealed class FieldGroup(string responseName)
{
    public string ResponseName => responseName;

    public List<(FieldNode Node, ConditionTerm[] Terms)> Places { get; } = [];

    public bool SameAs(FieldGroup other)
    {
        if (Places.Count != other.Places.Count)
            return false;
        for (var index = 0; index < Places.Count; index++)
        {
            if (!ReferenceEquals(Places[index].Node, other.Places[index].Node) || !Places[index].Terms.AsSpan().SequenceEqual(other.Places[index].Terms))
                return false;
        }

        return true;
    }
}

/// <summary>Collects the fields of an object type (specification, 6.3.2 "CollectFields"), for all values of the variables at once.</summary>
internal sealed class SelectionCollector(Schema schema, IReadOnlyDictionary<string, FragmentDefinitionNode> fragments)
{
    public List<FieldGroup> Collect(ObjectType type, IEnumerable<ConditionalSelections> sets)
    {
        var collection = new Collection(type);
        foreach (var set in sets)
            Add(collection, set.Selections, set.Terms);
        return collection.Groups;
    }

    private void Add(Collection into, SelectionSetNode selections, ConditionTerm[] terms)
    {
        foreach (var selection in selections.Selections)
        {
            if (Combine(terms, selection.Directives) is not { } all)
                continue;
            switch (selection)
            {
                case FieldNode field:
                    into.Group(field.ResponseName).Places.Add((field, all));
                    break;
                case InlineFragmentNode fragment when Applies(fragment.TypeCondition, into.Type):
                    Add(into, fragment.SelectionSet, all);
                    break;
                case FragmentSpreadNode spread when fragments.TryGetValue(spread.Name, out var fragment) && Applies(fragment.TypeCondition, into.Type):
                    // Once for each set of conditions: a fragment spread many times must not multiply.
                    if (into.Visit(spread.Name, all))
                        Add(into, fragment.SelectionSet, all);
                    break;
            }
        }
    }

    private bool Applies(NamedTypeNode? condition, ObjectType type) =>
        condition is null || (schema.GetType(condition.Name) is CompositeType composite && schema.IsPossibleType(composite, type));

    /// <summary>The terms with those of the directives; null when the selection never counts.</summary>
    private static ConditionTerm[]? Combine(ConditionTerm[] terms, System.Collections.Immutable.ImmutableArray<DirectiveNode> directives)
    {
        foreach (var directive in directives)
        {
            var isInclude = directive.Name == "include";
            if ((!isInclude && directive.Name != "skip") || directive.Arguments.IsEmpty)
                continue;
            switch (directive.Arguments[0].Value)
            {
                case BooleanValueNode constant when constant.Value != isInclude:
                    return null;
                case VariableNode variable:
                    var term = new ConditionTerm(variable.Name, isInclude);
                    if (terms.Contains(term with { Expected = !isInclude }))
                        return null;
                    if (!terms.Contains(term))
                        terms = [.. terms, term];
                    break;
            }
        }

        return terms;
    }

    private sealed class Collection(ObjectType type)
    {
        private readonly Dictionary<string, FieldGroup> byName = new(StringComparer.Ordinal);
        private HashSet<string>? visited;

        public ObjectType Type => type;

        public List<FieldGroup> Groups { get; } = [];

        public FieldGroup Group(string name)
        {
            if (!byName.TryGetValue(name, out var group))
            {
                byName.Add(name, group = new FieldGroup(name));
                Groups.Add(group);
            }

            return group;
        }

        public bool Visit(string fragment, ConditionTerm[] terms) =>
            (visited ??= new(StringComparer.Ordinal)).Add(terms.Length == 0
                ? fragment
                : fragment + " " + string.Join(' ', terms.Select(term => (term.Expected ? "+" : "-") + term.Variable).Order(StringComparer.Ordinal)));
    }
}
