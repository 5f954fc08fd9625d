using System.Linq.Expressions;
using System.Reflection;
using GraphQL.Execution.Resolvers;
using GraphQL.TypeSystem;
using GraphQL.TypeSystem.Building;

namespace GraphQL.Execution.Output;

/// <summary>Compiles the writing of lists of scalars and enums.</summary>
internal static class ListCompiler
{
    private static readonly MethodInfo ListMethod = typeof(ListWriting).GetMethod(nameof(ListWriting.WriterOf))!;
    private static readonly ParameterExpression Response = Expression.Parameter(typeof(ResponseWriter), "response");

    /// <summary>From the parent.</summary>
    public static PureListWriter Pure(FieldDefinition field, PureResolver resolver)
    {
        var parent = Expression.Parameter(typeof(object), "parent");
        var list = Writer(resolver.ValueType, field.Type, field.ToScalar);
        return Expression.Lambda<PureListWriter>(Expression.Invoke(Expression.Constant(list), Response, resolver.Read(parent)), Response, parent)
            .Compile();
    }

    /// <summary>An <see cref="ElementWriter{T}" /> of a C# type for a GraphQL type.</summary>
    public static Delegate Writer(Type valueType, GraphQLType type, LambdaExpression? toScalar)
    {
        if (type.Nullable is not ListType list)
            return Element(valueType, type, toScalar);
        var element = ClrTypes.ElementOf(valueType) ?? throw new InvalidOperationException($"{valueType} is no list, and {type} is one.");
        var shape = new ListShape(type is NonNullType, list.OfType is NonNullType, list.OfType.Nullable is ListType);
        return (Delegate)ListMethod.MakeGenericMethod(valueType, element).Invoke(null, [Writer(element, list.OfType, toScalar), shape])!;
    }

    private static Delegate Element(Type valueType, GraphQLType type, LambdaExpression? toScalar)
    {
        var value = Expression.Parameter(valueType, "value");
        var json = Expression.Property(Response, nameof(ResponseWriter.Json));
        var inner = ScalarCompiler.Converted(Nullable.GetUnderlyingType(valueType) is null ? value : Expression.Property(value, "Value"), toScalar);
        Expression write = type.NamedType is EnumType named
            ? Expression.Call(
                json,
                typeof(System.Text.Json.Utf8JsonWriter).GetMethod("WriteStringValue", [typeof(System.Text.Json.JsonEncodedText)])!,
                Expression.Call(Expression.Constant(named), "NameOf", null, inner))
            : Expression.Call(Expression.Constant(type.NamedType), "Write", null, json, inner);
        var ifThere = Expression.Block(write, Expression.Constant(true));
        var ifNull = type is NonNullType
            ? (Expression)Expression.Constant(false)
            : Expression.Block(Expression.Call(json, "WriteNullValue", null), Expression.Constant(true));
        var body = ScalarCompiler.HasValue(value) is { } test ? Expression.Condition(test, ifThere, ifNull) : (Expression)ifThere;
        return Expression.Lambda(typeof(ElementWriter<>).MakeGenericType(valueType), body, Response, value).Compile();
    }
}
