using System.Collections.Frozen;
using GraphQL.Language;

namespace GraphQL.TypeSystem;

/// <summary>A schema: its types, its directives, and what follows from them. It never changes.</summary>
public sealed class Schema
{
    private readonly FrozenDictionary<string, NamedType> types;
    private readonly FrozenDictionary<string, DirectiveDefinition> directives;
    private readonly Dictionary<CompositeType, ObjectType[]> possibleTypes = [];
    private readonly Dictionary<CompositeType, HashSet<ObjectType>> possibleSets = [];

    /// <summary>Creates a schema of the root types, everything they reach, and the further types given.</summary>
    /// <exception cref="SchemaException">The types do not make a valid schema.</exception>
    public Schema(
        ObjectType? query,
        ObjectType? mutation = null,
        ObjectType? subscription = null,
        IEnumerable<NamedType>? types = null,
        IEnumerable<DirectiveDefinition>? directives = null,
        string? description = null)
    {
        Query = query;
        Mutation = mutation;
        Subscription = subscription;
        Description = description;

        DirectiveDefinition[] allDirectives = [.. DirectiveDefinition.Specified, .. directives ?? []];
        NamedType?[] roots = [query, mutation, subscription, .. types ?? [], BuiltInScalars.String, BuiltInScalars.Boolean, Introspection.SchemaType];
        var errors = new List<string>();
        SchemaRules.AddDuplicates(allDirectives.Distinct().Select(directive => directive.Name), name => $"There are two directives named @{name}.", errors);
        var found = SchemaTypes.Collect(roots.OfType<NamedType>(), allDirectives, errors);
        this.types = found.ToFrozenDictionary(StringComparer.Ordinal);
        this.directives = allDirectives.DistinctBy(directive => directive.Name).ToFrozenDictionary(directive => directive.Name, StringComparer.Ordinal);
        Types = [.. found.Values.OrderBy(type => type.Name, StringComparer.Ordinal)];
        Directives = [.. this.directives.Values.OrderBy(directive => directive.Name, StringComparer.Ordinal)];
        CollectPossibleTypes();

        SchemaRules.Check(this, errors);
        if (errors.Count > 0)
            throw new SchemaException(errors);
    }

    /// <summary>What the schema is for.</summary>
    public string? Description { get; }

    /// <summary>The type of queries.</summary>
    public ObjectType? Query { get; }

    /// <summary>The type of mutations.</summary>
    public ObjectType? Mutation { get; }

    /// <summary>The type of subscriptions.</summary>
    public ObjectType? Subscription { get; }

    /// <summary>All types by name, those of introspection among them.</summary>
    public IReadOnlyList<NamedType> Types { get; }

    /// <summary>All directives by name.</summary>
    public IReadOnlyList<DirectiveDefinition> Directives { get; }

    /// <summary>The type of this name; null when there is none.</summary>
    public NamedType? GetType(string name) => types.GetValueOrDefault(name);

    /// <summary>The type a document refers to; null when its name is unknown.</summary>
    public GraphQLType? GetType(TypeNode node) => node switch
    {
        NonNullTypeNode wrapped => GetType(wrapped.Type)?.AsNonNull(),
        ListTypeNode wrapped => GetType(wrapped.Type)?.AsList(),
        NamedTypeNode named => GetType(named.Name),
        _ => null,
    };

    /// <summary>The directive of this name; null when there is none.</summary>
    public DirectiveDefinition? GetDirective(string name) => directives.GetValueOrDefault(name);

    /// <summary>The root type of a kind of operation; null when the schema has none.</summary>
    public ObjectType? GetRoot(OperationKind kind) => kind switch
    {
        OperationKind.Query => Query,
        OperationKind.Mutation => Mutation,
        OperationKind.Subscription => Subscription,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The field of this name on a type, <c>__typename</c>, <c>__schema</c> and <c>__type</c> among them; null when there is none.</summary>
    public FieldDefinition? GetField(CompositeType parent, string name)
    {
        if (name.StartsWith("__", StringComparison.Ordinal))
        {
            return name switch
            {
                "__typename" => Introspection.TypeNameField,
                "__schema" when parent == Query => Introspection.SchemaField,
                "__type" when parent == Query => Introspection.TypeField,
                _ => null,
            };
        }

        return (parent as ComplexType)?.GetField(name);
    }

    /// <summary>The object types a value of this type may have, by name; an object type's own alone.</summary>
    public IReadOnlyList<ObjectType> GetPossibleTypes(CompositeType type) => possibleTypes.GetValueOrDefault(type) ?? [];

    /// <summary>True when a value of the first type may be an object of the second.</summary>
    public bool IsPossibleType(CompositeType type, ObjectType candidate) =>
        type == candidate || (possibleSets.TryGetValue(type, out var set) && set.Contains(candidate));

    /// <summary>True when some object may be of both types.</summary>
    public bool Overlap(CompositeType first, CompositeType second)
    {
        if (first == second)
            return true;
        if (first is ObjectType firstObject)
            return IsPossibleType(second, firstObject);
        if (second is ObjectType secondObject)
            return IsPossibleType(first, secondObject);
        return possibleSets.TryGetValue(first, out var firstSet) && possibleSets.TryGetValue(second, out var secondSet) && firstSet.Overlaps(secondSet);
    }

    /// <summary>True when every value of the first type is one of the second.</summary>
    public bool IsSubtype(GraphQLType type, GraphQLType of) => (type, of) switch
    {
        _ when type == of => true,
        (NonNullType left, NonNullType right) => IsSubtype(left.OfType, right.OfType),
        (NonNullType left, _) => IsSubtype(left.OfType, of),
        (ListType left, ListType right) => IsSubtype(left.OfType, right.OfType),
        (ObjectType left, UnionType right) => IsPossibleType(right, left),
        (ComplexType left, InterfaceType right) => left.Interfaces.Contains(right),
        _ => false,
    };

    private void CollectPossibleTypes()
    {
        var objects = Types.OfType<ObjectType>().ToArray();
        foreach (var type in Types.OfType<CompositeType>())
        {
            possibleTypes[type] = type switch
            {
                ObjectType itself => [itself],
                InterfaceType @interface => [.. objects.Where(candidate => candidate.Interfaces.Contains(@interface))],
                UnionType union => [.. union.Members],
                _ => [],
            };
            possibleSets[type] = [.. possibleTypes[type]];
        }
    }
}
