using System.Linq.Expressions;
using System.Reflection;
using GraphQL.Execution;
using GraphQL.Execution.Resolvers;

namespace GraphQL.TypeSystem.Building;

/// <summary>Makes the payload types of mutations: the record's properties, all nullable, and <c>errors</c>.</summary>
internal sealed class MutationFactory(SchemaBuilder builder)
{
    private readonly Dictionary<Type, (MethodInfo Method, ObjectType Type)> payloads = [];

    /// <summary>How a mutation answers a user who may not call it, when its errors include one for that.</summary>
    public static Func<UserError, Column?>? RefusalOf(MethodInfo method, Type resultType)
    {
        if (!ClrTypes.IsGeneric(resultType, typeof(MutationResult<>)))
            return null;
        var known = method.GetCustomAttributes<ErrorAttribute>().Select(attribute => attribute.ErrorType).ToArray();
        var answer = typeof(MutationFactory).GetMethod(nameof(Answer), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(resultType.GenericTypeArguments[0]).CreateDelegate<Func<UserError, Column>>();
        return error => Array.Exists(known, type => type.IsInstanceOfType(error)) ? answer(error) : null;
    }

    public GraphQLType PayloadOf(MethodInfo method, string fieldName, Type resultType)
    {
        var payload = resultType.GenericTypeArguments[0];
        if (payloads.TryGetValue(payload, out var known))
        {
            if (known.Method != method)
                builder.Errors.Add($"{payload.Name} is the payload of both {known.Method.Name} and {method.Name}; each mutation needs its own.");
            return known.Type.AsNonNull();
        }

        var name = Annotations.Get<GraphQLNameAttribute>(payload)?.Name ?? ClrTypes.NameOf(payload);
        var type = new ObjectType(name, () => Fields(method, fieldName, payload, resultType), description: builder.Documentation.Of(payload))
        {
            RuntimeType = resultType,
            Cost = Annotations.Cost(payload),
        };
        payloads.Add(payload, (method, type));
        return type.AsNonNull();
    }

    private IEnumerable<FieldDefinition> Fields(MethodInfo method, string fieldName, Type payload, Type resultType)
    {
        var fields = ClrTypes.Properties(payload)
            .Select(property => builder.Fields.FromProperty(property, Getter(property, resultType), [], isNullable: true))
            .OfType<FieldDefinition>()
            .ToList();
        var errors = method.GetCustomAttributes<ErrorAttribute>().Select(attribute => attribute.ErrorType).ToArray();
        if (errors.Length > 0)
            fields.Add(ErrorsField(char.ToUpperInvariant(fieldName[0]) + fieldName[1..] + "Error", errors, resultType));
        return fields.OrderBy(field => field.Name, StringComparer.Ordinal);
    }

    private FieldDefinition ErrorsField(string unionName, Type[] errors, Type resultType)
    {
        var union = new UnionType(unionName, () => errors.Select(builder.Outputs.Object));
        var result = Expression.Parameter(resultType, "result");
        return new FieldDefinition("errors", union.AsNonNull().AsList(), description: "What the caller can act on; null when the mutation succeeded.")
        {
            Resolver = new PureResolver(Expression.Lambda(Expression.Property(result, nameof(MutationResult<object>.Errors)), result)),
        };
    }

    private static Column<MutationResult<T>> Answer<T>(UserError error)
        where T : class
    {
        var column = new Column<MutationResult<T>>(1);
        column.Values[0] = error;
        return column;
    }

    // With errors there is no payload: every property of it is null.
    private static LambdaExpression Getter(PropertyInfo property, Type resultType)
    {
        var result = Expression.Parameter(resultType, "result");
        var payload = Expression.Property(result, nameof(MutationResult<object>.Payload));
        var type = property.PropertyType;
        if (type.IsValueType && Nullable.GetUnderlyingType(type) is null)
            type = typeof(Nullable<>).MakeGenericType(type);
        Expression read = Expression.Property(payload, property);
        return Expression.Lambda(
            Expression.Condition(
                Expression.ReferenceEqual(payload, Expression.Constant(null)),
                Expression.Default(type),
                read.Type == type ? read : Expression.Convert(read, type)),
            result);
    }
}
