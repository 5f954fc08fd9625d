using System.Reflection;

namespace GraphQL.TypeSystem.Building;

/// <summary>The annotated classes of the assemblies a schema is made of.</summary>
internal sealed class AnnotatedTypes
{
    private readonly Type[] all;

    public AnnotatedTypes(IEnumerable<Assembly> assemblies, IEnumerable<Type> further)
    {
        all = [.. assemblies.Distinct().SelectMany(assembly => assembly.GetTypes()).Concat(further).Distinct()
            .OrderBy(type => type.FullName, StringComparer.Ordinal)];
        QueryClasses = [.. all.Where(type => type.IsDefined(typeof(QueryTypeAttribute)))];
        MutationClasses = [.. all.Where(type => type.IsDefined(typeof(MutationTypeAttribute)))];
        SubscriptionClasses = [.. all.Where(type => type.IsDefined(typeof(SubscriptionTypeAttribute)))];
        Objects = Collect(typeof(ObjectTypeAttribute<>));
        Interfaces = Collect(typeof(InterfaceTypeAttribute<>));
        Unions = [.. all.Where(type => type.GetCustomAttribute<UnionTypeAttribute>(inherit: false) is not null)];
        Enums = all.Select(type => (Class: type, Attribute: type.GetCustomAttribute<EnumTypeAttribute>()))
            .Where(pair => pair.Attribute is not null)
            .DistinctBy(pair => pair.Attribute!.RuntimeType)
            .ToDictionary(pair => pair.Attribute!.RuntimeType, pair => pair.Class);
    }

    public IReadOnlyList<Type> QueryClasses { get; }

    public IReadOnlyList<Type> MutationClasses { get; }

    public IReadOnlyList<Type> SubscriptionClasses { get; }

    /// <summary>The classes that describe each object type, by its C# type.</summary>
    public Dictionary<Type, ComplexTypeSource> Objects { get; }

    public Dictionary<Type, ComplexTypeSource> Interfaces { get; }

    public IReadOnlyList<Type> Unions { get; }

    public Dictionary<Type, Type> Enums { get; }

    /// <summary>The classes that can be values of a C# interface or class.</summary>
    public IEnumerable<Type> Implementations(Type of) =>
        all.Concat(of.Assembly.GetTypes()).Distinct()
            .Where(type => type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false } && type != of && of.IsAssignableFrom(type)
                && !type.IsDefined(typeof(GraphQLIgnoreAttribute)));

    private Dictionary<Type, ComplexTypeSource> Collect(Type definition)
    {
        var found = new Dictionary<Type, ComplexTypeSource>();
        foreach (var type in all)
        {
            if (type.GetCustomAttribute<ComplexTypeAttribute>() is not { } attribute || attribute.GetType().GetGenericTypeDefinition() != definition)
                continue;
            if (!found.TryGetValue(attribute.RuntimeType, out var source))
                found.Add(attribute.RuntimeType, source = new ComplexTypeSource(attribute.RuntimeType));
            source.Add(type, attribute);
        }

        return found;
    }
}

/// <summary>Everything said about one object or interface type, by one or several classes; or nothing, for types reached by use alone.</summary>
internal sealed class ComplexTypeSource(Type runtimeType)
{
    private readonly List<Type> classes = [];
    private HashSet<string>? included;
    private HashSet<string>? ignored;

    public Type RuntimeType => runtimeType;

    public IReadOnlyList<Type> Classes => classes;

    public string? Name { get; private set; }

    /// <summary>The class that makes the type a node.</summary>
    public Type? NodeClass => classes.Find(type => type.IsDefined(typeof(NodeAttribute)));

    public NodeAttribute? Node => NodeClass?.GetCustomAttribute<NodeAttribute>();

    public void Add(Type type, ComplexTypeAttribute attribute)
    {
        classes.Add(type);
        Name ??= attribute.Name;
        if (attribute.Include is not null)
            (included ??= new(StringComparer.Ordinal)).UnionWith(attribute.Include);
        if (attribute.Ignore is not null)
            (ignored ??= new(StringComparer.Ordinal)).UnionWith(attribute.Ignore);
    }

    /// <summary>The properties that become fields.</summary>
    public IEnumerable<PropertyInfo> Properties() => ClrTypes.Properties(runtimeType)
        .Where(property => (included is null || included.Contains(property.Name)) && (ignored is null || !ignored.Contains(property.Name)));

    /// <summary>The methods that become fields.</summary>
    public IEnumerable<MethodInfo> Methods() => classes.SelectMany(ClrTypes.FieldMethods);

    /// <summary>Properties that were named and do not exist.</summary>
    public IEnumerable<string> UnknownProperties()
    {
        var known = ClrTypes.Properties(runtimeType).Select(property => property.Name).ToHashSet(StringComparer.Ordinal);
        return (included ?? []).Concat(ignored ?? []).Where(name => !known.Contains(name));
    }
}
