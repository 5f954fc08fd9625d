using System.Reflection;

namespace GraphQL.TypeSystem.Building;

/// <summary>The enum types of C# enums.</summary>
internal sealed class EnumTypes(SchemaBuilder builder)
{
    private static readonly MethodInfo CreateMethod = typeof(EnumTypes).GetMethod(nameof(Create), BindingFlags.NonPublic | BindingFlags.Instance)!;
    private readonly Dictionary<Type, EnumType> types = [];

    public EnumType Of(Type type)
    {
        if (!types.TryGetValue(type, out var found))
            types.Add(type, found = (EnumType)CreateMethod.MakeGenericMethod(type).Invoke(this, null)!);
        return found;
    }

    public EnumType? Find(string name) => types.Values.FirstOrDefault(type => type.Name == name);

    private RuntimeEnumType<T> Create<T>()
        where T : struct, Enum
    {
        var source = builder.Sources.Enums.GetValueOrDefault(typeof(T));
        var name = source?.GetCustomAttribute<EnumTypeAttribute>()?.Name ?? Annotations.Get<GraphQLNameAttribute>(typeof(T))?.Name ?? typeof(T).Name;
        var values = typeof(T).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(member => !member.IsDefined(typeof(GraphQLIgnoreAttribute)))
            .Select(member => new EnumValueDefinition(
                Annotations.Get<GraphQLNameAttribute>(member)?.Name ?? Naming.Constant(member.Name),
                builder.Documentation.Of(member),
                Annotations.Deprecation(member),
                member.GetValue(null)));
        return new RuntimeEnumType<T>(name, [.. values], builder.Documentation.Of(typeof(T)) ?? (source is null ? null : builder.Documentation.Of(source)))
        {
            Cost = Annotations.Cost(typeof(T)) ?? (source is null ? null : Annotations.Cost(source)),
        };
    }
}
