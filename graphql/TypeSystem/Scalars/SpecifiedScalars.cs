using System.Globalization;
using System.Text.Json;

namespace GraphQL.TypeSystem.Scalars;

// Names and messages are those of the specification and of its reference implementation.
internal sealed class IntScalar() : ScalarType<int>(
    "Int", "The `Int` scalar type represents non-fractional signed whole numeric values. Int can represent values between -(2^31) and 2^31 - 1.")
{
    public override int Parse(ScalarInput input)
    {
        if (input.Kind == ScalarInputKind.Int)
        {
            return int.TryParse(input.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
                ? value
                : throw new FormatException($"Int cannot represent non 32-bit signed integer value: {input}");
        }

        // JSON has one kind of number: 3.0 in a variable is 3.
        if (input is { Kind: ScalarInputKind.Float, IsLiteral: false }
            && double.TryParse(input.Text, CultureInfo.InvariantCulture, out var number) && Math.Truncate(number) == number)
        {
            return number is >= int.MinValue and <= int.MaxValue
                ? (int)number
                : throw new FormatException($"Int cannot represent non 32-bit signed integer value: {input}");
        }

        throw new FormatException($"Int cannot represent non-integer value: {input}");
    }

    public override void Write(Utf8JsonWriter writer, int value) => writer.WriteNumberValue(value);
}

internal sealed class FloatScalar() : ScalarType<double>(
    "Float",
    "The `Float` scalar type represents signed double-precision fractional values as specified by [IEEE 754](https://en.wikipedia.org/wiki/IEEE_floating_point).")
{
    public override double Parse(ScalarInput input) =>
        input.Kind is ScalarInputKind.Int or ScalarInputKind.Float
        && double.TryParse(input.Text, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : throw new FormatException($"Float cannot represent non numeric value: {input}");

    public override void Write(Utf8JsonWriter writer, double value)
    {
        if (!double.IsFinite(value))
            throw new InvalidOperationException("Float cannot represent a value that is not finite.");
        writer.WriteNumberValue(value);
    }
}

internal sealed class StringScalar() : ScalarType<string>(
    "String",
    "The `String` scalar type represents textual data, represented as UTF-8 character sequences. "
    + "The String type is most often used by GraphQL to represent free-form human-readable text.")
{
    public override string Parse(ScalarInput input) =>
        input.Kind != ScalarInputKind.String ? throw new FormatException($"String cannot represent a non string value: {input}")
        // Databases and logs end or refuse text at it, so it is refused where it comes in.
        : input.Text.Contains('\0', StringComparison.Ordinal) ? throw new FormatException("String cannot contain the character U+0000")
        : input.Text;

    public override void Write(Utf8JsonWriter writer, string value) => writer.WriteStringValue(value);
}

internal sealed class BooleanScalar() : ScalarType<bool>("Boolean", "The `Boolean` scalar type represents `true` or `false`.")
{
    public override bool Parse(ScalarInput input) =>
        input.Kind == ScalarInputKind.Boolean
            ? input.Text is "true"
            : throw new FormatException($"Boolean cannot represent a non boolean value: {input}");

    public override void Write(Utf8JsonWriter writer, bool value) => writer.WriteBooleanValue(value);
}

internal sealed class IdScalar() : ScalarType<string>(
    "ID",
    "The `ID` scalar type represents a unique identifier, often used to refetch an object or as key for a cache. The ID type appears in a JSON response as "
    + "a String; however, it is not intended to be human-readable. When expected as an input type, any string (such as `\"4\"`) or integer (such as `4`) "
    + "input value will be accepted as an ID.")
{
    public override string Parse(ScalarInput input) =>
        input.Kind is ScalarInputKind.String or ScalarInputKind.Int
            ? input.Text
            : throw new FormatException($"ID cannot represent a non-string and non-integer value: {input}");

    public override void Write(Utf8JsonWriter writer, string value) => writer.WriteStringValue(value);
}
