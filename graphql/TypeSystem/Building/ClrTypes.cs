using System.Reflection;

namespace GraphQL.TypeSystem.Building;

/// <summary>Questions about C# types.</summary>
internal static class ClrTypes
{
    private static readonly HashSet<Type> ListDefinitions =
    [
        typeof(IEnumerable<>), typeof(ICollection<>), typeof(IList<>), typeof(IReadOnlyCollection<>), typeof(IReadOnlyList<>), typeof(List<>),
        typeof(System.Collections.Immutable.ImmutableArray<>), typeof(System.Collections.Immutable.ImmutableList<>),
    ];

    /// <summary>The public properties of a type, of its base types, and for interfaces of those it extends.</summary>
    public static IEnumerable<PropertyInfo> Properties(Type type)
    {
        IEnumerable<Type> sources = type.IsInterface ? [type, .. type.GetInterfaces()] : [type];
        return sources.SelectMany(source => source.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            .Where(property => property.GetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0
                && !Annotations.IsDefined<GraphQLIgnoreAttribute>(property))
            .DistinctBy(property => property.Name);
    }

    /// <summary>The public static methods of a class that are fields.</summary>
    public static IEnumerable<MethodInfo> FieldMethods(Type type) => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .Where(method => !method.IsSpecialName && !method.IsDefined(typeof(GraphQLIgnoreAttribute)) && !method.IsDefined(typeof(NodeResolverAttribute)));

    /// <summary>The type of the elements of a list; null for what is no list.</summary>
    public static Type? ElementOf(Type type)
    {
        if (type.IsArray)
            return type.GetElementType();
        return type.IsGenericType && ListDefinitions.Contains(type.GetGenericTypeDefinition()) ? type.GenericTypeArguments[0] : null;
    }

    public static NullabilityInfo? ElementOf(NullabilityInfo? info) =>
        info is null ? null : info.ElementType ?? (info.GenericTypeArguments.Length == 1 ? info.GenericTypeArguments[0] : null);

    public static bool IsGeneric(Type type, Type definition) => type.IsGenericType && type.GetGenericTypeDefinition() == definition;

    public static bool IsTask(Type type) => IsGeneric(type, typeof(Task<>)) || IsGeneric(type, typeof(ValueTask<>));

    /// <summary>The name of a type without the mark of generic types.</summary>
    public static string NameOf(Type type)
    {
        if (!type.IsGenericType)
            return type.Name;
        var arguments = string.Concat(type.GenericTypeArguments.Select(NameOf));
        return arguments + type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)];
    }
}
