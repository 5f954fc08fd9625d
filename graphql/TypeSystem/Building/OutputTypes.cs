using System.Reflection;

namespace GraphQL.TypeSystem.Building;

/// <summary>What C# types are as results of fields.</summary>
internal sealed class OutputTypes(SchemaBuilder builder)
{
    private readonly Dictionary<Type, NamedType> types = [];

    /// <summary>The interface of all errors of mutations.</summary>
    public InterfaceType ErrorInterface { get; } = new(
        "Error",
        () => ErrorFields,
        description: "A domain failure that the caller can act on. `code` is stable, `message` is for people.") { RuntimeType = typeof(UserError) };

    private static FieldDefinition[] ErrorFields { get; } =
    [
        new("code", BuiltInScalars.String.AsNonNull()) { Resolver = Execution.Resolvers.PureResolver.Of((UserError error) => error.Code) },
        new("message", BuiltInScalars.String.AsNonNull()) { Resolver = Execution.Resolvers.PureResolver.Of((UserError error) => error.Message) },
    ];

    /// <summary>The type of results of a C# type; null, and an error kept, when it can be none.</summary>
    public NamedType? Named(Type type, string where)
    {
        if (builder.Scalars.Find(type) is { } binding)
            return binding.Scalar;
        if (type.IsEnum)
            return builder.Enums.Of(type);
        if (builder.Sources.Interfaces.ContainsKey(type))
            return Interface(type);
        if (builder.Sources.Unions.Contains(type))
            return Union(type);
        if (type == typeof(UserError))
            return ErrorInterface;
        if (ClrTypes.IsGeneric(type, typeof(Connection<>)))
            return Connection(type, where);
        if (builder.Sources.Objects.ContainsKey(type) || CanBeObject(type))
            return Object(type);
        builder.Errors.Add($"{where}: {type} is no GraphQL type. Bind a scalar to it, annotate it, or leave the member out.");
        return null;
    }

    private ObjectType? Connection(Type type, string where)
    {
        if (types.TryGetValue(type, out var known))
            return (ObjectType)known;
        if (builder.Connections.Create(type, where) is not { } created)
            return null;
        types.Add(type, created);
        return created;
    }

    public ObjectType Object(Type type)
    {
        if (types.TryGetValue(type, out var known))
            return (ObjectType)known;
        var source = builder.Sources.Objects.GetValueOrDefault(type) ?? new ComplexTypeSource(type);
        var created = new ObjectType(NameOf(source), () => Fields(source), () => Interfaces(source), Description(source))
        {
            RuntimeType = type,
            Cost = source.Classes.Select(Annotations.Cost).FirstOrDefault(cost => cost is not null) ?? Annotations.Cost(type),
        };
        types.Add(type, created);
        return created;
    }

    public InterfaceType Interface(Type type)
    {
        if (types.TryGetValue(type, out var known))
            return (InterfaceType)known;
        var source = builder.Sources.Interfaces[type];
        if (source.Classes.Any(Annotations.IsDefined<CostAttribute>))
            builder.Errors.Add($"{NameOf(source)} is an interface and has no cost: that of the objects counts.");
        var created = new InterfaceType(NameOf(source), () => Fields(source), () => Interfaces(source), Description(source)) { RuntimeType = type };
        types.Add(type, created);
        return created;
    }

    public UnionType Union(Type type)
    {
        if (types.TryGetValue(type, out var known))
            return (UnionType)known;
        var name = type.GetCustomAttribute<UnionTypeAttribute>(inherit: false)!.Name ?? ClrTypes.NameOf(type);
        var created = new UnionType(
            name,
            () => builder.Sources.Implementations(type).Select(Object).OrderBy(member => member.Name, StringComparer.Ordinal),
            builder.Documentation.Of(type));
        types.Add(type, created);
        return created;
    }

    /// <summary>A type of this name among those known so far and those annotated.</summary>
    public NamedType? Find(string name)
    {
        if (builder.Enums.Find(name) is { } @enum)
            return @enum;
        if (builder.Sources.Objects.Values.FirstOrDefault(source => NameOf(source) == name) is { } objectSource)
            return Object(objectSource.RuntimeType);
        if (builder.Sources.Interfaces.Values.FirstOrDefault(source => NameOf(source) == name) is { } interfaceSource)
            return Interface(interfaceSource.RuntimeType);
        if (builder.Sources.Unions.FirstOrDefault(type => type.GetCustomAttribute<UnionTypeAttribute>(inherit: false)!.Name == name) is { } union)
            return Union(union);
        return types.Values.FirstOrDefault(type => type.Name == name);
    }

    private static string NameOf(ComplexTypeSource source) =>
        source.Name ?? Annotations.Get<GraphQLNameAttribute>(source.RuntimeType)?.Name ?? ClrTypes.NameOf(source.RuntimeType);

    private static bool CanBeObject(Type type) =>
        type is { IsPrimitive: false, IsPointer: false, IsArray: false, IsGenericParameter: false } && type != typeof(object)
        && type.Namespace is { } name && name != "System" && !name.StartsWith("System.", StringComparison.Ordinal)
        && !type.IsInterface && !type.IsSubclassOf(typeof(Delegate)) && !type.IsAbstract;

    private string? Description(ComplexTypeSource source) =>
        source.Classes.Select(builder.Documentation.Of).FirstOrDefault(text => text is not null) ?? builder.Documentation.Of(source.RuntimeType);

    // What the class itself says comes first, then what its interfaces say, then the plain properties.
    private IEnumerable<FieldDefinition> Fields(ComplexTypeSource source)
    {
        var fields = new Dictionary<string, FieldDefinition>(StringComparer.Ordinal);
        foreach (var method in source.Methods())
        {
            var field = builder.Fields.FromMethod(method, source.RuntimeType, FieldOwner.Complex, [method.DeclaringType!]);
            if (field is not null && !fields.TryAdd(field.Name, field))
                builder.Errors.Add($"Field {NameOf(source)}.{field.Name} is defined more than once.");
        }

        if (source.Node is not null && builder.Nodes.IdField(source) is { } id)
            fields.TryAdd(id.Name, id);
        foreach (var inherited in AnnotatedInterfaces(source).SelectMany(type => type.Fields))
            fields.TryAdd(inherited.Name, inherited);
        if (source.RuntimeType.IsAssignableTo(typeof(UserError)))
        {
            foreach (var field in ErrorFields)
                fields.TryAdd(field.Name, field);
        }

        foreach (var property in source.Properties())
        {
            if (!fields.ContainsKey(FieldFactory.NameOf(property)) && builder.Fields.FromProperty(property, source.RuntimeType, source.Classes) is { } field)
                fields.Add(field.Name, field);
        }

        return fields.Values.OrderBy(field => field.Name, StringComparer.Ordinal);
    }

    private IEnumerable<InterfaceType> Interfaces(ComplexTypeSource source)
    {
        var found = AnnotatedInterfaces(source).ToList();
        if (source.Node is not null || found.Any(type => builder.Sources.Interfaces[type.RuntimeType!].Node is not null))
            found.Add(builder.Nodes.Interface);
        if (source.RuntimeType.IsAssignableTo(typeof(UserError)) && source.RuntimeType != typeof(UserError))
            found.Add(ErrorInterface);
        return found.OrderBy(type => type.Name, StringComparer.Ordinal);
    }

    private IEnumerable<InterfaceType> AnnotatedInterfaces(ComplexTypeSource source) => builder.Sources.Interfaces.Keys
        .Where(type => type != source.RuntimeType && type.IsAssignableFrom(source.RuntimeType))
        .OrderByDescending(type => builder.Sources.Interfaces.Keys.Count(other => other.IsAssignableFrom(type)))
        .Select(Interface);
}
