using System.Linq.Expressions;
using System.Reflection;
using GraphQL.Execution.Resolvers;

namespace GraphQL.TypeSystem.Building;

/// <summary>Makes fields of methods and properties.</summary>
internal sealed class FieldFactory(SchemaBuilder builder)
{
    public static string NameOf(PropertyInfo property) => Annotations.Get<GraphQLNameAttribute>(property)?.Name ?? Naming.Camel(property.Name);

    public static string NameOf(MethodInfo method) => Annotations.Get<GraphQLNameAttribute>(method)?.Name ?? Naming.Method(method.Name);

    /// <summary>A field that reads a property.</summary>
    /// <param name="property">The property.</param>
    /// <param name="parentType">The C# type of the parents.</param>
    /// <param name="classes">The classes that describe the type, for their authorization.</param>
    public FieldDefinition? FromProperty(PropertyInfo property, Type parentType, IEnumerable<Type> classes)
    {
        var parent = Expression.Parameter(parentType, "parent");
        return FromProperty(property, Expression.Lambda(Expression.Property(parent, property), parent), classes, isNullable: false);
    }

    /// <summary>A field that reads a property with a getter of its own.</summary>
    public FieldDefinition? FromProperty(PropertyInfo property, LambdaExpression getter, IEnumerable<Type> classes, bool isNullable)
    {
        var name = NameOf(property);
        var where = $"{property.DeclaringType!.Name}.{name}";
        var result = new ResultType(property.PropertyType, builder.Nullability.Create(property));
        if (TypeOf(property, result, where) is not { } type)
            return null;
        return new FieldDefinition(
            name, isNullable ? type.Nullable : type, [], builder.Documentation.Of(property), Annotations.Deprecation(property))
        {
            Resolver = new PureResolver(getter),
            Cost = Annotations.Cost(property),
            ListSize = Annotations.Get<ListSizeAttribute>(property)?.ToListSize(),
            Authorization = Annotations.Authorization(property, classes),
            ToScalar = ConversionOf(property, result.Type, type, where),
        };
    }

    /// <summary>A field that calls a method.</summary>
    public FieldDefinition? FromMethod(MethodInfo method, Type parentType, FieldOwner owner, IEnumerable<Type> classes)
    {
        var name = NameOf(method);
        var where = $"{method.DeclaringType!.Name}.{method.Name}";
        if (builder.Arguments.Read(method, where) is not { } inputs)
            return null;
        StreamResolver? stream = null;
        if (owner == FieldOwner.Subscription && !builder.Subscriptions.ReadSource(method, where, ref inputs, out stream))
            return null;
        if (owner != FieldOwner.Subscription && inputs.Event is not null)
            builder.Errors.Add($"{where} takes an [EventMessage] and is no field of a subscription.");
        var isBatch = method.IsDefined(typeof(BatchResolverAttribute));
        if (CheckParent(method, inputs, parentType, owner, isBatch, where) is { } failure)
        {
            builder.Errors.Add(failure);
            return null;
        }

        var returned = new ResultType(method.ReturnType, builder.Nullability.Create(method.ReturnParameter));
        if (ClrTypes.IsTask(returned.Type))
            returned = returned.Argument;
        if (returned.Type == typeof(void) || returned.Type == typeof(Task) || returned.Type == typeof(ValueTask))
        {
            builder.Errors.Add($"{where} returns nothing; every field has a value.");
            return null;
        }

        if (isBatch)
        {
            if (ClrTypes.ElementOf(returned.Type) is null)
            {
                builder.Errors.Add($"{where} is a batch resolver and must return a list, one element per parent.");
                return null;
            }

            returned = returned.Element;
        }

        var raw = returned.Type;
        if (ClrTypes.IsGeneric(raw, typeof(FieldResult<>)))
            returned = returned.Argument;
        var type = ClrTypes.IsGeneric(returned.Type, typeof(MutationResult<>))
            ? builder.Mutations.PayloadOf(method, name, returned.Type)
            : TypeOf(method, returned, where);
        if (type is null)
            return null;
        if (inputs.IsPaged && !ClrTypes.IsGeneric(returned.Type, typeof(Connection<>)))
            builder.Errors.Add($"{where} takes PageArguments and must return a Connection.");

        return new FieldDefinition(name, type, inputs.Arguments, builder.Documentation.Of(method), Annotations.Deprecation(method))
        {
            Resolver = ResolverFactory.Create(method, inputs, parentType, raw, isBatch, owner),
            Cost = Annotations.Cost(method),
            ListSize = Annotations.Get<ListSizeAttribute>(method)?.ToListSize() ?? inputs.PageSize,
            Authorization = Annotations.Authorization(method, classes),
            ToScalar = ConversionOf(method, returned.Type, type, where),
            Refuse = MutationFactory.RefusalOf(method, returned.Type),
            Stream = stream,
        };
    }

    private static string? CheckParent(MethodInfo method, MethodInputs inputs, Type parentType, FieldOwner owner, bool isBatch, string where)
    {
        if (owner != FieldOwner.Complex)
            return inputs.Parent is null && !isBatch ? null : $"{where} is a root field: it has no parent.";
        if (inputs.Parent is null)
            return isBatch ? $"{where} is a batch resolver and must take its parents: [Parent] IReadOnlyList<{parentType.Name}>." : null;
        var type = method.GetParameters()[inputs.Parent.Value].ParameterType;
        if (isBatch)
        {
            return ClrTypes.IsGeneric(type, typeof(IReadOnlyList<>)) && type.GenericTypeArguments[0].IsAssignableFrom(parentType)
                ? null
                : $"{where} is a batch resolver and must take its parents as [Parent] IReadOnlyList<{parentType.Name}>.";
        }

        return type.IsAssignableFrom(parentType) ? null : $"{where} takes a parent of type {type.Name}, which {parentType.Name} is not.";
    }

    /// <summary>The GraphQL type of a result.</summary>
    public GraphQLType? TypeOf(ICustomAttributeProvider member, ResultType result, string where)
    {
        if (Annotations.Get<GraphQLTypeAttribute>(member) is { } attribute)
            return builder.Parse(attribute.Type, where);
        var isId = Annotations.IsDefined<IDAttribute>(member);
        return Convert(result);

        GraphQLType? Convert(ResultType part)
        {
            if (Nullable.GetUnderlyingType(part.Type) is { } underlying)
                return isId ? BuiltInScalars.Id : builder.Outputs.Named(underlying, where);
            GraphQLType? inner;
            if (builder.Scalars.Find(part.Type) is null && ClrTypes.ElementOf(part.Type) is not null)
                inner = Convert(part.Element)?.AsList();
            else
                inner = isId ? BuiltInScalars.Id : builder.Outputs.Named(part.Type, where);
            return part.Type.IsValueType || part.Nullability?.ReadState == NullabilityState.NotNull ? inner?.AsNonNull() : inner;
        }
    }

    /// <summary>How the C# values of a scalar field become the scalar's own; null where they are already.</summary>
    public LambdaExpression? ConversionOf(ICustomAttributeProvider member, Type valueType, GraphQLType type, string where)
    {
        if (type.NamedType is not ScalarType scalar)
            return null;
        var leaf = valueType;
        while (builder.Scalars.Find(leaf) is null && ClrTypes.ElementOf(leaf) is { } element)
            leaf = element;
        leaf = Nullable.GetUnderlyingType(leaf) ?? leaf;
        var value = Expression.Parameter(leaf, "value");
        if (Annotations.Get<IDAttribute>(member) is { Names: [var idName, ..] })
            return NodeTypes.Encoding(idName, leaf);
        if (leaf == scalar.RuntimeType)
            return null;
        if (builder.Scalars.Find(leaf) is { } binding && binding.Scalar.RuntimeType == scalar.RuntimeType)
            return binding.ToScalar;
        if (scalar.RuntimeType == typeof(string))
            return Expression.Lambda(Expression.Call(typeof(GlobalId), nameof(GlobalId.TextOf), [leaf], value), value);
        if (leaf.IsPrimitive && scalar.RuntimeType.IsValueType)
            return Expression.Lambda(Expression.Convert(value, scalar.RuntimeType), value);
        builder.Errors.Add($"{where}: {leaf} cannot be written as {scalar}.");
        return null;
    }
}

/// <summary>A C# type with what is known of its nulls.</summary>
internal readonly record struct ResultType(Type Type, NullabilityInfo? Nullability)
{
    /// <summary>The type inside a task or another wrapper.</summary>
    public ResultType Argument => new(Type.GenericTypeArguments[0], Nullability is { GenericTypeArguments: [var only] } ? only : null);

    /// <summary>The type of a list's elements.</summary>
    public ResultType Element => new(ClrTypes.ElementOf(Type)!, ClrTypes.ElementOf(Nullability));
}
