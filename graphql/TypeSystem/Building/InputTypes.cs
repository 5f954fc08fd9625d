using System.Reflection;
using GraphQL.Language;

namespace GraphQL.TypeSystem.Building;

/// <summary>What C# types are as arguments and input fields.</summary>
internal sealed class InputTypes(SchemaBuilder builder)
{
    private readonly Dictionary<Type, InputObjectType> types = [];

    public InputObjectType? Find(string name) => types.Values.FirstOrDefault(type => type.Name == name);

    /// <summary>The members of an input object: constructor parameters, then settable properties.</summary>
    public static IReadOnlyList<InputMember> Members(Type type)
    {
        var parameters = Annotations.PrimaryConstructor(type)?.GetParameters() ?? [];
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.SetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0
                && !Annotations.IsDefined<GraphQLIgnoreAttribute>(property)
                && !parameters.Any(parameter => string.Equals(parameter.Name, property.Name, StringComparison.OrdinalIgnoreCase)));
        return [.. parameters.Select(parameter => new InputMember(parameter, null)), .. properties.Select(property => new InputMember(null, property))];
    }

    /// <summary>The type of a parameter or input member; null, and an error kept, when it can be none.</summary>
    public GraphQLType? Of(ICustomAttributeProvider member, Type type, NullabilityInfo nullability, string where)
    {
        if (Annotations.Get<GraphQLTypeAttribute>(member) is { } attribute)
            return builder.Parse(attribute.Type, where);
        var isId = Annotations.IsDefined<IDAttribute>(member);
        return Convert(type, nullability);

        GraphQLType? Convert(Type part, NullabilityInfo? info)
        {
            if (Nullable.GetUnderlyingType(part) is { } underlying)
                return isId ? BuiltInScalars.Id : Named(underlying, where);
            GraphQLType? inner;
            if (builder.Scalars.Find(part) is null && ClrTypes.ElementOf(part) is { } element)
                inner = Convert(element, ClrTypes.ElementOf(info))?.AsList();
            else
                inner = isId ? BuiltInScalars.Id : Named(part, where);
            return part.IsValueType || info?.WriteState == NullabilityState.NotNull ? inner?.AsNonNull() : inner;
        }
    }

    /// <summary>The default a member declares, by C# or by attribute.</summary>
    public ValueNode? DefaultOf(ICustomAttributeProvider member, object? declared, GraphQLType type, string where)
    {
        if (Annotations.Get<GraphQLDefaultAttribute>(member) is not { } attribute)
            return DefaultLiterals.From(declared, type);
        try
        {
            return GraphQLParser.ParseValue(attribute.Value);
        }
        catch (GraphQLSyntaxException failure)
        {
            builder.Errors.Add($"{where}: the default \"{attribute.Value}\" is no value. {failure.Message}");
            return null;
        }
    }

    private NamedType? Named(Type type, string where)
    {
        if (builder.Scalars.Find(type) is { } binding)
            return binding.Scalar;
        if (type.IsEnum)
            return builder.Enums.Of(type);
        if (type.Namespace?.StartsWith("System", StringComparison.Ordinal) != true && !type.IsAbstract && !type.IsInterface && Members(type).Count > 0)
            return Object(type);
        builder.Errors.Add($"{where}: {type} is neither a registered service nor a type an argument can have.");
        return null;
    }

    private InputObjectType Object(Type type)
    {
        if (!types.TryGetValue(type, out var found))
        {
            var name = Annotations.Get<GraphQLNameAttribute>(type)?.Name ?? ClrTypes.NameOf(type);
            found = new InputObjectType(name, () => Fields(type, name), type.IsDefined(typeof(OneOfAttribute)), builder.Documentation.Of(type));
            types.Add(type, found);
        }

        return found;
    }

    private IEnumerable<InputField> Fields(Type type, string owner)
    {
        foreach (var member in Members(type))
        {
            var where = $"{owner}.{member.GraphQLName}";
            if (Of(member.Attributes, member.Type, member.Nullability(builder.Nullability), where) is not { } fieldType)
                continue;
            yield return new InputField(
                member.GraphQLName,
                fieldType,
                DefaultOf(member.Attributes, member.Default, fieldType, where),
                member.Parameter is null ? builder.Documentation.Of(member.Property!) : builder.Documentation.Of(member.Parameter),
                Annotations.Deprecation(member.Attributes))
            {
                Cost = Annotations.Cost(member.Attributes),
            };
        }
    }
}

/// <summary>A constructor parameter or a settable property of an input object.</summary>
internal sealed record InputMember(ParameterInfo? Parameter, PropertyInfo? Property)
{
    public ICustomAttributeProvider Attributes => (ICustomAttributeProvider?)Parameter ?? Property!;

    public Type Type => Parameter?.ParameterType ?? Property!.PropertyType;

    public object? Default => Parameter is { HasDefaultValue: true } ? Parameter.DefaultValue : null;

    public string GraphQLName => Annotations.Get<GraphQLNameAttribute>(Attributes)?.Name ?? Naming.Camel(Parameter?.Name ?? Property!.Name);

    public NullabilityInfo Nullability(NullabilityInfoContext context) => Parameter is null ? context.Create(Property!) : context.Create(Parameter);
}
