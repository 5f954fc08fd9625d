namespace GraphQL.TypeSystem;

/// <summary>A type of the schema, or a list or non-null form of one. Each form exists once: compare by reference.</summary>
public abstract class GraphQLType
{
    private ListType? list;
    private NonNullType? nonNull;

    /// <summary>The list of this type.</summary>
    public ListType AsList() => list ?? Interlocked.CompareExchange(ref list, new ListType(this), null) ?? list;

    /// <summary>This type without null; itself when it already is.</summary>
    public GraphQLType AsNonNull() =>
        this is NonNullType ? this : nonNull ?? Interlocked.CompareExchange(ref nonNull, new NonNullType(this), null) ?? nonNull;

    /// <summary>This type with null.</summary>
    public GraphQLType Nullable => this is NonNullType wrapped ? wrapped.OfType : this;

    /// <summary>The type under all lists and non-null marks.</summary>
    public NamedType NamedType => this switch
    {
        NonNullType wrapped => wrapped.OfType.NamedType,
        ListType wrapped => wrapped.OfType.NamedType,
        _ => (NamedType)this,
    };

    /// <summary>True for what an argument may be: scalars, enums, input objects and lists of them.</summary>
    public bool IsInput => NamedType is ScalarType or EnumType or InputObjectType;

    /// <summary>True for what a field may return.</summary>
    public bool IsOutput => NamedType is not InputObjectType;

    /// <summary>True for scalars and enums (not lists of them).</summary>
    public bool IsLeaf => this is ScalarType or EnumType;

    /// <summary>The type as GraphQL writes it.</summary>
    public abstract override string ToString();
}

/// <summary>A list.</summary>
public sealed class ListType : GraphQLType
{
    internal ListType(GraphQLType ofType) => OfType = ofType;

    /// <summary>The type of the elements.</summary>
    public GraphQLType OfType { get; }

    /// <inheritdoc />
    public override string ToString() => $"[{OfType}]";
}

/// <summary>A type without null.</summary>
public sealed class NonNullType : GraphQLType
{
    internal NonNullType(GraphQLType ofType) => OfType = ofType;

    /// <summary>The nullable type.</summary>
    public GraphQLType OfType { get; }

    /// <inheritdoc />
    public override string ToString() => $"{OfType}!";
}

/// <summary>A type with a name.</summary>
public abstract class NamedType : GraphQLType
{
    private protected NamedType(string name, string? description)
    {
        Name = name;
        Description = description;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>What the type is for.</summary>
    public string? Description { get; }

    /// <summary>What a value of the type weighs in the price of an operation; null for the default: objects 1, scalars and enums 0.</summary>
    public double? Cost { get; init; }

    /// <summary>True for the types that introspection brings along.</summary>
    public bool IsIntrospection => Name.StartsWith("__", StringComparison.Ordinal);

    /// <inheritdoc />
    public override string ToString() => Name;
}
