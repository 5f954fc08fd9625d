using GraphQL.Language;

namespace GraphQL.SchemaTools;

/// <summary>Which changes of a type reference clients do not notice.</summary>
internal static class TypeReferences
{
    /// <summary>True when everything of the new type was allowed by the old one: a field may become non-null.</summary>
    public static bool IsSafeForOutput(TypeNode old, TypeNode @new) => (old, @new) switch
    {
        (NonNullTypeNode before, NonNullTypeNode after) => IsSafeForOutput(before.Type, after.Type),
        (NonNullTypeNode, _) => false,
        (_, NonNullTypeNode after) => IsSafeForOutput(old, after.Type),
        (ListTypeNode before, ListTypeNode after) => IsSafeForOutput(before.Type, after.Type),
        (NamedTypeNode before, NamedTypeNode after) => before.Name == after.Name,
        _ => false,
    };

    /// <summary>True when everything of the old type is allowed by the new one: an argument may become nullable.</summary>
    public static bool IsSafeForInput(TypeNode old, TypeNode @new) => (old, @new) switch
    {
        (NonNullTypeNode before, NonNullTypeNode after) => IsSafeForInput(before.Type, after.Type),
        (NonNullTypeNode before, _) => IsSafeForInput(before.Type, @new),
        (_, NonNullTypeNode) => false,
        (ListTypeNode before, ListTypeNode after) => IsSafeForInput(before.Type, after.Type),
        (NamedTypeNode before, NamedTypeNode after) => before.Name == after.Name,
        _ => false,
    };
}
