using System.Linq.Expressions;
using System.Reflection;
using GraphQL.Execution.Resolvers;
using GraphQL.Nodes;

namespace GraphQL.TypeSystem.Building;

/// <summary>The interface Node, the ids of its types, and the fields that find them.</summary>
internal sealed class NodeTypes(SchemaBuilder builder)
{
    private readonly Dictionary<string, NodeLoader> loaders = new(StringComparer.Ordinal);

    public InterfaceType Interface { get; } = new(
        "Node",
        () => [new("id", BuiltInScalars.Id.AsNonNull(), description: "The global id of the object.")],
        description: "An object with a global id.");

    /// <summary>An expression that makes global ids of keys.</summary>
    public static LambdaExpression Encoding(string name, Type keyType)
    {
        var key = Expression.Parameter(keyType, "key");
        return Expression.Lambda(
            keyType == typeof(string)
                ? Expression.Call(typeof(GlobalId).GetMethod(nameof(GlobalId.Encode), 0, [typeof(string), typeof(string)])!, Expression.Constant(name), key)
                : Expression.Call(typeof(GlobalId), nameof(GlobalId.Encode), [keyType], Expression.Constant(name), key),
            key);
    }

    /// <summary>Reads the node resolvers of all annotated classes.</summary>
    public void Collect()
    {
        foreach (var source in builder.Sources.Objects.Values.Concat(builder.Sources.Interfaces.Values))
        {
            if (source.Node is null)
                continue;
            var method = source.NodeClass!.GetMethods(BindingFlags.Public | BindingFlags.Static)
                .FirstOrDefault(candidate => candidate.IsDefined(typeof(NodeResolverAttribute)));
            if (method is null)
                builder.Errors.Add($"{source.NodeClass.Name} is a [Node] and needs a [NodeResolver].");
            else if (Loader(method) is { } loader && !loaders.TryAdd(IdName(source), loader))
                builder.Errors.Add($"Two node types share the id name {IdName(source)}.");
        }
    }

    /// <summary>The field <c>id</c> of a node type.</summary>
    public FieldDefinition? IdField(ComplexTypeSource source)
    {
        var key = source.Node!.Key ?? "Id";
        if (ClrTypes.Properties(source.RuntimeType).FirstOrDefault(candidate => candidate.Name == key) is not { } property)
        {
            builder.Errors.Add($"{source.RuntimeType.Name} is a [Node] and has no property {key}.");
            return null;
        }

        var parent = Expression.Parameter(source.RuntimeType, "parent");
        return new FieldDefinition("id", BuiltInScalars.Id.AsNonNull(), description: "The global id of the object.")
        {
            Resolver = new PureResolver(Expression.Lambda(Expression.Property(parent, property), parent)),
            ToScalar = Encoding(IdName(source), property.PropertyType),
        };
    }

    /// <summary><c>node</c> and <c>nodes</c>, where there are nodes at all.</summary>
    public IEnumerable<FieldDefinition> RootFields() => loaders.Count == 0
        ? []
        :
        [
            new("node", Interface, [new("id", BuiltInScalars.Id.AsNonNull(), description: "The global id.")], "The object with this global id.")
            {
                Resolver = new NodeFieldResolver(loaders, builder.Options.MaximumNodes, isList: false),
                Authorization = new FieldAuthorization([], AllowsAnonymous: true),
            },
            new(
                "nodes",
                Interface.AsList().AsNonNull(),
                [new("ids", BuiltInScalars.Id.AsNonNull().AsList().AsNonNull(), description: "The global ids.")],
                "The objects with these global ids, in their order; null where there is none.")
            {
                Resolver = new NodeFieldResolver(loaders, builder.Options.MaximumNodes, isList: true),
                ListSize = new ListSize(builder.Options.MaximumNodes, [], []) { CountedArgument = "ids", Maximum = builder.Options.MaximumNodes },
                Authorization = new FieldAuthorization([], AllowsAnonymous: true),
            },
        ];

    private string IdName(ComplexTypeSource source) =>
        source.Node!.IdName ?? (builder.Sources.Objects.ContainsKey(source.RuntimeType)
            ? builder.Outputs.Object(source.RuntimeType).Name
            : builder.Outputs.Interface(source.RuntimeType).Name);

    private NodeLoader? Loader(MethodInfo method)
    {
        var where = $"{method.DeclaringType!.Name}.{method.Name}";
        var result = ClrTypes.IsTask(method.ReturnType) ? method.ReturnType.GenericTypeArguments[0] : method.ReturnType;
        var dictionary = new[] { result }.Concat(result.GetInterfaces()).FirstOrDefault(type => ClrTypes.IsGeneric(type, typeof(IReadOnlyDictionary<,>)));
        var parameters = method.GetParameters();
        if (dictionary is null || parameters.Length == 0 || parameters[0].ParameterType != typeof(IReadOnlyList<>).MakeGenericType(dictionary.GenericTypeArguments[0]))
        {
            builder.Errors.Add($"{where} must take IReadOnlyList<TKey> first and return IReadOnlyDictionary<TKey, T>.");
            return null;
        }

        var bindings = parameters.Skip(1).Select(parameter => builder.Arguments.ForService(parameter.ParameterType)).ToArray();
        if (Array.IndexOf(bindings, null) is var missing and >= 0)
        {
            builder.Errors.Add($"{where}: {parameters[missing + 1].ParameterType} is no registered service.");
            return null;
        }

        if (KeyReader.For(dictionary.GenericTypeArguments[0]) is not { } keys)
        {
            builder.Errors.Add($"{where}: {dictionary.GenericTypeArguments[0]} cannot be the key of an id, it has no static TryParse (IParsable).");
            return null;
        }

        return (NodeLoader)Activator.CreateInstance(
            typeof(NodeLoader<,>).MakeGenericType(dictionary.GenericTypeArguments), method, bindings, keys)!;
    }
}
