using System.Collections.Immutable;
using GraphQL.Language;
using GraphQL.TypeSystem;

namespace GraphQL.Planning;

/// <summary>All places that select a field under one response name.</summary>
internal sealed class FieldGroup(string responseName)
{
    public string ResponseName => responseName;

    public List<FieldNode> Nodes { get; } = new(1);

    public bool SameAs(FieldGroup other)
    {
        if (Nodes.Count != other.Nodes.Count)
            return false;
        for (var index = 0; index < Nodes.Count; index++)
        {
            if (!ReferenceEquals(Nodes[index], other.Nodes[index]))
                return false;
        }

        return true;
    }
}

/// <summary>Collects the fields of an object type (specification, 6.3.2 "CollectFields"), for given values of the conditions.</summary>
internal sealed class SelectionCollector(Schema schema, IReadOnlyDictionary<string, FragmentDefinitionNode> fragments, VariableValues variables)
{
    /// <summary>How many selections were looked at.</summary>
    public int Work { get; private set; }

    /// <summary>The fields in the order of the response.</summary>
    /// <exception cref="GraphQLException">A condition has no value.</exception>
    public List<FieldGroup> Collect(ObjectType type, ReadOnlySpan<SelectionSetNode> sets)
    {
        var collection = new Collection(type);
        foreach (var set in sets)
            Add(collection, set);
        return collection.Groups;
    }

    private void Add(Collection into, SelectionSetNode selections)
    {
        foreach (var selection in selections.Selections)
        {
            Work++;
            if (!selection.Directives.IsEmpty && !IsIncluded(selection.Directives))
                continue;
            switch (selection)
            {
                case FieldNode field:
                    into.Group(field.ResponseName).Nodes.Add(field);
                    break;
                case InlineFragmentNode fragment when Applies(fragment.TypeCondition, into.Type):
                    Add(into, fragment.SelectionSet);
                    break;
                // Once for each set of fields: a fragment spread many times must not multiply.
                case FragmentSpreadNode spread when into.Visit(spread.Name)
                    && fragments.TryGetValue(spread.Name, out var fragment) && Applies(fragment.TypeCondition, into.Type):
                    Add(into, fragment.SelectionSet);
                    break;
            }
        }
    }

    private bool Applies(NamedTypeNode? condition, ObjectType type) =>
        condition is null || (schema.GetType(condition.Name) is CompositeType composite && schema.IsPossibleType(composite, type));

    // Skip has precedence where both stand.
    private bool IsIncluded(ImmutableArray<DirectiveNode> directives) =>
        ConditionOf("skip", directives) != true && ConditionOf("include", directives) != false;

    private bool? ConditionOf(string name, ImmutableArray<DirectiveNode> directives)
    {
        foreach (var directive in directives)
        {
            if (directive.Name != name || directive.Arguments.IsEmpty)
                continue;
            return directive.Arguments[0].Value switch
            {
                BooleanValueNode constant => constant.Value,
                VariableNode variable when variables.Get(variable.Name) is bool value => value,
                var value => throw new GraphQLException(new GraphQLError("Argument \"if\" of non-null type \"Boolean!\" must not be null.")
                {
                    Code = ErrorCodes.BadUserInput,
                    Locations = [value.Location],
                }),
            };
        }

        return null;
    }

    private sealed class Collection(ObjectType type)
    {
        private const int Few = 8;
        private Dictionary<string, FieldGroup>? byName;
        private HashSet<string>? visited;

        public ObjectType Type => type;

        public List<FieldGroup> Groups { get; } = [];

        public FieldGroup Group(string name)
        {
            if (Find(name) is { } known)
                return known;
            var group = new FieldGroup(name);
            Groups.Add(group);
            byName?.Add(name, group);
            return group;
        }

        public bool Visit(string fragment) => (visited ??= new(StringComparer.Ordinal)).Add(fragment);

        private FieldGroup? Find(string name)
        {
            if (byName is null && Groups.Count > Few)
                byName = Groups.ToDictionary(group => group.ResponseName, StringComparer.Ordinal);
            return byName is null ? Groups.Find(group => group.ResponseName == name) : byName.GetValueOrDefault(name);
        }
    }
}
