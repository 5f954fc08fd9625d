using System.Linq.Expressions;
using System.Text.Json;
using GraphQL.Execution.Resolvers;
using GraphQL.TypeSystem;

namespace GraphQL.Execution.Output;

/// <summary>Compiles the reading and writing of scalars and enums into one delegate: no box, no allocation, one call.</summary>
internal static class ScalarCompiler
{
    private static readonly ParameterExpression Writer = Expression.Parameter(typeof(Utf8JsonWriter), "writer");
    private static readonly ParameterExpression Name = Expression.Parameter(typeof(JsonEncodedText), "name");

    /// <summary>From the parent.</summary>
    public static PureScalarWriter Pure(FieldDefinition field, PureResolver resolver)
    {
        var parent = Expression.Parameter(typeof(object), "parent");
        return Expression.Lambda<PureScalarWriter>(Write(resolver.Read(parent), field), Writer, Name, parent).Compile();
    }

    /// <summary>From a value of a column.</summary>
    public static Delegate Value(FieldDefinition field, Type type)
    {
        var value = Expression.Parameter(type, "value");
        return Expression.Lambda(typeof(ScalarWriter<>).MakeGenericType(type), Write(value, field), Writer, Name, value).Compile();
    }

    private static BlockExpression Write(Expression read, FieldDefinition field)
    {
        var value = Expression.Variable(read.Type, "value");
        var inner = Nullable.GetUnderlyingType(read.Type) is null ? value : (Expression)Expression.Property(value, "Value");
        var write = Expression.Block(Named(Converted(inner, field.ToScalar), field.Type.NamedType), Expression.Constant(true));
        var ifNull = field.Type is NonNullType
            ? (Expression)Expression.Constant(false)
            : Expression.Block(Expression.Call(Writer, nameof(Utf8JsonWriter.WriteNull), null, Name), Expression.Constant(true));
        return Expression.Block([value], Expression.Assign(value, read), HasValue(value) is { } test ? Expression.Condition(test, write, ifNull) : write);
    }

    /// <summary>Whether a value is there; null where it always is.</summary>
    public static Expression? HasValue(Expression value) =>
        Nullable.GetUnderlyingType(value.Type) is not null ? Expression.Property(value, "HasValue")
        : value.Type.IsValueType ? null
        : Expression.ReferenceNotEqual(value, Expression.Constant(null));

    public static Expression Converted(Expression value, LambdaExpression? conversion) => conversion is null
        ? value
        : new ParameterReplacer(conversion.Parameters[0], value).Visit(conversion.Body);

    private static Expression Named(Expression value, NamedType type)
    {
        if (type is EnumType)
            return Call(nameof(Utf8JsonWriter.WriteString), Expression.Call(Expression.Constant(type), "NameOf", null, value));
        if (type == BuiltInScalars.String || type == BuiltInScalars.Id)
            return Call(nameof(Utf8JsonWriter.WriteString), value);
        if (type == BuiltInScalars.Int || type == BuiltInScalars.Long)
            return Call(nameof(Utf8JsonWriter.WriteNumber), value);
        if (type == BuiltInScalars.Boolean)
            return Call(nameof(Utf8JsonWriter.WriteBoolean), value);
        return Expression.Block(
            Expression.Call(Writer, nameof(Utf8JsonWriter.WritePropertyName), null, Name),
            Expression.Call(Expression.Constant(type), "Write", null, Writer, value));
    }

    private static MethodCallExpression Call(string method, Expression value) =>
        Expression.Call(Writer, typeof(Utf8JsonWriter).GetMethod(method, [typeof(JsonEncodedText), value.Type])!, Name, value);
}
