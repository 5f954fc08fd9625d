namespace GraphQL.TypeSystem;

/// <summary>A type whose value needs a selection set: an object, interface or union.</summary>
public abstract class CompositeType : NamedType
{
    private protected CompositeType(string name, string? description)
        : base(name, description)
    {
    }
}

/// <summary>A type with fields: an object or interface.</summary>
public abstract class ComplexType : CompositeType
{
    private readonly Lazy<FieldMap> fields;
    private readonly Lazy<IReadOnlyList<InterfaceType>> interfaces;

    private protected ComplexType(
        string name, Func<IEnumerable<FieldDefinition>> fields, Func<IEnumerable<InterfaceType>>? interfaces, string? description)
        : base(name, description)
    {
        this.fields = new(() => new FieldMap(fields()));
        this.interfaces = new(() => interfaces is null ? [] : [.. interfaces()]);
    }

    /// <summary>The fields in the order in which they were declared.</summary>
    public IReadOnlyList<FieldDefinition> Fields => fields.Value.All;

    /// <summary>The interfaces the type says it implements.</summary>
    public IReadOnlyList<InterfaceType> Interfaces => interfaces.Value;

    /// <summary>The field of this name, without the meta fields; null when there is none.</summary>
    public FieldDefinition? GetField(string name) => fields.Value.ByName.GetValueOrDefault(name);

    private sealed class FieldMap
    {
        public FieldMap(IEnumerable<FieldDefinition> fields)
        {
            All = [.. fields];
            foreach (var field in All)
                ByName.TryAdd(field.Name, field);
        }

        public IReadOnlyList<FieldDefinition> All { get; }

        public Dictionary<string, FieldDefinition> ByName { get; } = new(StringComparer.Ordinal);
    }
}

/// <summary>An object type.</summary>
public sealed class ObjectType : ComplexType
{
    /// <summary>Creates the type; fields and interfaces are asked for once, when first needed, so that types may refer to each other.</summary>
    public ObjectType(
        string name, Func<IEnumerable<FieldDefinition>> fields, Func<IEnumerable<InterfaceType>>? interfaces = null, string? description = null)
        : base(name, fields, interfaces, description)
    {
    }

    /// <summary>The C# type of its values; null where nothing is executed.</summary>
    public Type? RuntimeType { get; init; }
}

/// <summary>An interface type.</summary>
public sealed class InterfaceType : ComplexType
{
    /// <summary>Creates the type; fields and interfaces are asked for once, when first needed.</summary>
    public InterfaceType(
        string name, Func<IEnumerable<FieldDefinition>> fields, Func<IEnumerable<InterfaceType>>? interfaces = null, string? description = null)
        : base(name, fields, interfaces, description)
    {
    }

    /// <summary>The C# type its values have in common; null where nothing is executed.</summary>
    public Type? RuntimeType { get; init; }
}

/// <summary>A union type.</summary>
public sealed class UnionType : CompositeType
{
    private readonly Lazy<IReadOnlyList<ObjectType>> members;

    /// <summary>Creates the type; members are asked for once, when first needed.</summary>
    public UnionType(string name, Func<IEnumerable<ObjectType>> members, string? description = null)
        : base(name, description) => this.members = new(() => [.. members()]);

    /// <summary>The types a value may have.</summary>
    public IReadOnlyList<ObjectType> Members => members.Value;
}
