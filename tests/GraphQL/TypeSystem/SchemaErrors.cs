using GraphQL.Tests.Validation;
using GraphQL.TypeSystem;

namespace GraphQL.Tests.TypeSystem;

/// <summary>What is wrong with a schema, from its text.</summary>
internal static class SchemaErrors
{
    public static IReadOnlyList<string> Of(string sdl)
    {
        try
        {
            SdlSchema.Build(sdl);
            return [];
        }
        catch (SchemaException failure)
        {
            return failure.Errors;
        }
    }
}
