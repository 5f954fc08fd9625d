using GraphQL.Planning;

namespace GraphQL.Execution;

/// <summary>Finds out what a request wants of a field's objects.</summary>
internal static class SelectedFields
{
    public static bool Contains(FieldPlan field, string name) =>
        field.Selection is { } selection
        && Array.Exists(selection.Types, typed => Array.Exists(typed.Fields, child => child.Field.Name == name));
}
