using System.Globalization;
using GraphQL.Language;

namespace GraphQL.TypeSystem.Building;

/// <summary>Defaults of C# parameters as GraphQL values.</summary>
internal static class DefaultLiterals
{
    public static ValueNode? From(object? value, GraphQLType type) => value switch
    {
        null or DBNull => null,
        bool flag => new BooleanValueNode(flag),
        string text => new StringValueNode(text),
        Enum constant when type.NamedType is EnumType @enum =>
            @enum.Values.FirstOrDefault(candidate => Equals(candidate.RuntimeValue, constant)) is { } found ? new EnumValueNode(found.Name) : null,
        // Reflection gives the default of a nullable enum as its bare number.
        IConvertible number when type.NamedType is EnumType { Values: [{ RuntimeValue: Enum member }, ..] } =>
            From(Enum.ToObject(member.GetType(), number), type),
        double or float => Number(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture)),
        decimal number => type.NamedType == BuiltInScalars.Decimal
            ? new StringValueNode(number.ToString(CultureInfo.InvariantCulture))
            : Number(number.ToString(CultureInfo.InvariantCulture)),
        IFormattable number => new IntValueNode(number.ToString(null, CultureInfo.InvariantCulture)),
        _ => null,
    };

    private static ValueNode Number(string text) =>
        text.AsSpan().ContainsAny('.', 'E') ? new FloatValueNode(text.Replace('E', 'e')) : new IntValueNode(text);
}
