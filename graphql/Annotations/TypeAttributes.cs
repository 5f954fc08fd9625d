namespace GraphQL;

/// <summary>The public static methods of the class are fields of the query type.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class QueryTypeAttribute : Attribute;

/// <summary>The public static methods of the class are fields of the mutation type.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class MutationTypeAttribute : Attribute;

/// <summary>The public static methods of the class are fields of the subscription type.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SubscriptionTypeAttribute : Attribute;

/// <summary>What the attributes of object and interface types have in common.</summary>
public abstract class ComplexTypeAttribute : Attribute
{
    private protected ComplexTypeAttribute(Type runtimeType) => RuntimeType = runtimeType;

    /// <summary>The C# type of the values.</summary>
    public Type RuntimeType { get; }

    /// <summary>The GraphQL name; the C# type's own when null.</summary>
    public string? Name { get; set; }

    /// <summary>The properties that become fields; no others do.</summary>
    public string[]? Include { get; set; }

    /// <summary>The properties that become no fields; all others do.</summary>
    public string[]? Ignore { get; set; }
}

/// <summary>The static class describes the object type of <typeparamref name="T" />: its public static methods are fields.</summary>
/// <typeparam name="T">The C# type of the objects.</typeparam>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ObjectTypeAttribute<T>() : ComplexTypeAttribute(typeof(T));

/// <summary>The static class describes the interface type of <typeparamref name="T" />: every object type whose C# type is a T has its fields.</summary>
/// <typeparam name="T">A C# class or interface.</typeparam>
[AttributeUsage(AttributeTargets.Class)]
public sealed class InterfaceTypeAttribute<T>() : ComplexTypeAttribute(typeof(T));

/// <summary>The C# interface or abstract class is a union of all object types whose C# types derive from it.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface)]
public sealed class UnionTypeAttribute(string? name = null) : Attribute
{
    /// <summary>The GraphQL name; the C# type's own when null.</summary>
    public string? Name => name;
}

/// <summary>What the attributes of enum types have in common.</summary>
public abstract class EnumTypeAttribute : Attribute
{
    private protected EnumTypeAttribute(Type runtimeType) => RuntimeType = runtimeType;

    /// <summary>The C# enum.</summary>
    public Type RuntimeType { get; }

    /// <summary>The GraphQL name; the C# enum's own when null.</summary>
    public string? Name { get; set; }
}

/// <summary>The static class renames the enum type of <typeparamref name="T" />.</summary>
/// <typeparam name="T">A C# enum.</typeparam>
[AttributeUsage(AttributeTargets.Class)]
public sealed class EnumTypeAttribute<T>() : EnumTypeAttribute(typeof(T))
    where T : struct, Enum;

/// <summary>On the class of an object or interface type: its objects are nodes, with a global id and a place in <c>node(id:)</c>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NodeAttribute : Attribute
{
    /// <summary>The property of the C# type that holds the key; <c>Id</c> when null.</summary>
    public string? Key { get; set; }

    /// <summary>The name in front of the key in global ids; the GraphQL type's own when null.</summary>
    public string? IdName { get; set; }
}

/// <summary>The method finds a node type's objects by their keys: <c>(IReadOnlyList&lt;TKey&gt; ids, services…)</c> to a dictionary; what is missing in it is null.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeResolverAttribute : Attribute;

/// <summary>Exactly one field of the input object must be given.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class OneOfAttribute : Attribute;
