using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace GraphQL.TypeSystem.Scalars;

internal sealed class DateTimeScalar() : ScalarType<DateTimeOffset>(
    "DateTime", "An instant in UTC, RFC 3339 with a 'Z'.", "https://scalars.graphql.org/andimarek/date-time")
{
    public override DateTimeOffset Parse(ScalarInput input)
    {
        // RFC 3339 demands the offset that DateTimeOffset would make up.
        var text = input.Text;
        if (input.Kind == ScalarInputKind.String && text.Length >= 20 && text[10] is 'T' or 't' && HasOffset(text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var value))
        {
            return value;
        }

        throw new FormatException($"DateTime cannot represent {input}: an instant such as \"2026-01-31T12:00:00Z\" is expected.");
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value) => writer.WriteStringValue(value.UtcDateTime);

    private static bool HasOffset(string text) => text[^1] is 'Z' or 'z' || (text[^3] == ':' && text[^6] is '+' or '-');
}

internal sealed class LocalDateScalar() : ScalarType<DateOnly>(
    "LocalDate", "A calendar date, YYYY-MM-DD.", "https://scalars.graphql.org/andimarek/local-date")
{
    public override DateOnly Parse(ScalarInput input) =>
        input.Kind == ScalarInputKind.String
        && DateOnly.TryParseExact(input.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var value)
            ? value
            : throw new FormatException($"LocalDate cannot represent {input}: a date such as \"2026-01-31\" is expected.");

    public override void Write(Utf8JsonWriter writer, DateOnly value)
    {
        Span<char> text = stackalloc char[10];
        value.TryFormat(text, out var written, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..written]);
    }
}

internal sealed class DecimalScalar() : ScalarType<decimal>("Decimal", "An exact decimal number, written as a JSON string so that no client rounds it.")
{
    public override decimal Parse(ScalarInput input) =>
        input.Kind is ScalarInputKind.String or ScalarInputKind.Int or ScalarInputKind.Float
        && decimal.TryParse(
            input.Text,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture,
            out var value)
            ? value
            : throw new FormatException($"Decimal cannot represent {input}: a number such as \"12.50\" is expected.");

    public override void Write(Utf8JsonWriter writer, decimal value)
    {
        Span<char> text = stackalloc char[32];
        value.TryFormat(text, out var written, default, CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..written]);
    }
}

internal sealed class LongScalar() : ScalarType<long>("Long", "A whole number beyond 32 bits, written as a JSON number.")
{
    public override long Parse(ScalarInput input) =>
        input.Kind == ScalarInputKind.Int && long.TryParse(input.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new FormatException($"Long cannot represent {input}: a whole number of 64 bits is expected.");

    public override void Write(Utf8JsonWriter writer, long value) => writer.WriteNumberValue(value);
}

internal sealed class UrlScalar() : ScalarType<Uri>("URL", "An absolute URL.", "https://url.spec.whatwg.org/")
{
    private static readonly SearchValues<char> Blanks = SearchValues.Create(" \t\r\n");

    public override Uri Parse(ScalarInput input) =>
        input.Kind == ScalarInputKind.String && !input.Text.AsSpan().ContainsAny(Blanks)
        && !input.Text.StartsWith('/') && Uri.TryCreate(input.Text, UriKind.Absolute, out var value)
            ? value
            : throw new FormatException($"URL cannot represent {input}: an absolute address is expected.");

    public override void Write(Utf8JsonWriter writer, Uri value) => writer.WriteStringValue(value.AbsoluteUri);
}

internal sealed class JsonScalar() : ScalarType<JsonElement>("JSON", "Any JSON value; used for a flag variant's configuration alone.")
{
    public override JsonElement Parse(ScalarInput input) => input.ToJson();

    public override void Write(Utf8JsonWriter writer, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Undefined)
            writer.WriteNullValue();
        else
            value.WriteTo(writer);
    }
}
