using System.Text.Json;
using GraphQL.TypeSystem;

namespace Marketplace.Schema.Scalars;

public sealed class CountryCodeScalar() : ScalarType<CountryCode>("CountryCode", "ISO 3166-1 alpha-2.")
{
    public override CountryCode Parse(ScalarInput input) =>
        input.Kind == ScalarInputKind.String && CountryCode.TryParse(input.Text, out var code)
            ? code
            : throw new FormatException("CountryCode expects two capital letters such as \"US\".");

    public override void Write(Utf8JsonWriter writer, CountryCode value) => writer.WriteStringValue(value.Value);
}
