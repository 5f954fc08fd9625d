using System.Text;

namespace GraphQL.Language;

/// <summary>The names of the places where directives may stand.</summary>
internal static class DirectiveLocations
{
    private static readonly string[] All =
    [
        "QUERY", "MUTATION", "SUBSCRIPTION", "FIELD", "FRAGMENT_DEFINITION", "FRAGMENT_SPREAD", "INLINE_FRAGMENT", "VARIABLE_DEFINITION",
        "SCHEMA", "SCALAR", "OBJECT", "FIELD_DEFINITION", "ARGUMENT_DEFINITION", "INTERFACE", "UNION", "ENUM", "ENUM_VALUE", "INPUT_OBJECT",
        "INPUT_FIELD_DEFINITION",
    ];

    public static bool IsKnown(ReadOnlySpan<byte> name)
    {
        foreach (var known in All)
        {
            if (Ascii.Equals(name, known))
                return true;
        }

        return false;
    }
}
