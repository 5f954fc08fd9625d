using System.Reflection;
using GraphQL.Nodes;

namespace GraphQL.TypeSystem.Building;

/// <summary>Makes coerced values into the C# types that resolvers take.</summary>
internal sealed class InputConverters(SchemaBuilder builder)
{
    private static readonly MethodInfo ArrayMethod = typeof(InputConverters).GetMethod(nameof(ToArray), BindingFlags.NonPublic | BindingFlags.Static)!;
    private static readonly MethodInfo ListMethod = typeof(InputConverters).GetMethod(nameof(ToList), BindingFlags.NonPublic | BindingFlags.Static)!;
    private readonly Dictionary<Type, Lazy<Func<object?, object?>>> objects = [];

    public Func<object?, object?> For(ICustomAttributeProvider member, Type type, string where) => For(type, Annotations.Get<IDAttribute>(member), where);

    private Func<object?, object?> For(Type type, IDAttribute? id, string where)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (builder.Scalars.Find(type) is null && ClrTypes.ElementOf(type) is { } element)
            return ForList(type, element, For(element, id, where), where);
        if (id is not null || type == typeof(GlobalId))
            return ForId(type, id, where);
        if (builder.Scalars.Find(type) is { } binding)
            return binding.FromScalar is { } fromScalar ? value => value is null ? null : fromScalar(value) : value => value;
        return type.IsEnum ? value => value : ForObject(type, where);
    }

    private Func<object?, object?> ForId(Type type, IDAttribute? id, string where)
    {
        var keys = type == typeof(GlobalId) ? null : KeyReader.For(type);
        if (keys is null && type != typeof(GlobalId))
            builder.Errors.Add($"{where}: {type} cannot be the key of an id, it has no static TryParse (IParsable).");
        var reader = new IdReader(id?.Names ?? [], keys);
        return value => value is null ? null : reader.Read((string)value);
    }

    private Func<object?, object?> ForList(Type type, Type element, Func<object?, object?> convert, string where)
    {
        var isArray = type.IsAssignableFrom(element.MakeArrayType());
        if (!isArray && !type.IsAssignableFrom(typeof(List<>).MakeGenericType(element)))
        {
            builder.Errors.Add($"{where}: {type} cannot take a list; use IReadOnlyList, an array or List.");
            return value => value;
        }

        var create = (isArray ? ArrayMethod : ListMethod).MakeGenericMethod(element).CreateDelegate<Func<object?[], Func<object?, object?>, object>>();
        return value => value is null ? null : create((object?[])value, convert);
    }

    private Func<object?, object?> ForObject(Type type, string where)
    {
        if (!objects.TryGetValue(type, out var factory))
            objects.Add(type, factory = new(() => ObjectFactory(type, where)));
        return value => value is null ? null : factory.Value(value);
    }

    private Func<object?, object?> ObjectFactory(Type type, string where)
    {
        var members = InputTypes.Members(type);
        var converters = members.Select(member => For(member.Attributes, member.Type, $"{where}.{member.GraphQLName}")).ToArray();
        var defaults = members.Select(member => DefaultOf(member.Type)).ToArray();
        var constructor = ConstructorInvoker.Create(Annotations.PrimaryConstructor(type)!);
        var parameters = members.Count(member => member.Parameter is not null);
        return value =>
        {
            var input = (InputObjectValue)value!;
            var arguments = new object?[parameters];
            for (var index = 0; index < parameters; index++)
                arguments[index] = converters[index](input.Values[index]) ?? defaults[index];
            var created = constructor.Invoke(arguments.AsSpan());
            for (var index = parameters; index < members.Count; index++)
            {
                if (input.IsGiven(input.Type.Fields[index]))
                    members[index].Property!.SetValue(created, converters[index](input.Values[index]) ?? defaults[index]);
            }

            return created;
        };
    }

    private static object? DefaultOf(Type type) => type.IsValueType && Nullable.GetUnderlyingType(type) is null ? Activator.CreateInstance(type) : null;

    private static T[] ToArray<T>(object?[] values, Func<object?, object?> convert)
    {
        var result = new T[values.Length];
        for (var index = 0; index < result.Length; index++)
            result[index] = (T)convert(values[index])!;
        return result;
    }

    private static List<T> ToList<T>(object?[] values, Func<object?, object?> convert) => [.. ToArray<T>(values, convert)];
}
