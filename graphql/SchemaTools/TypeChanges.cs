using GraphQL.Language;

namespace GraphQL.SchemaTools;

/// <summary>Changes of named types.</summary>
internal static class TypeChanges
{
    public static void Find(ChangeList changes, IReadOnlyList<TypeDefinitionNode> old, IReadOnlyList<TypeDefinitionNode> @new) =>
        ChangeList.Match(
            old,
            @new,
            type => type.Name,
            removed => changes.Breaking(SchemaChangeKind.TypeRemoved, removed.Name, $"{removed.Name} was removed."),
            added => changes.Safe(SchemaChangeKind.TypeAdded, added.Name, $"{added.Name} was added."),
            (before, after) => Find(changes, before, after));

    private static void Find(ChangeList changes, TypeDefinitionNode old, TypeDefinitionNode @new)
    {
        Annotations.Find(changes, old.Name, old.Description, @new.Description, old.Directives, @new.Directives);
        switch (old, @new)
        {
            case (ScalarTypeDefinitionNode, ScalarTypeDefinitionNode):
                break;
            case (ObjectTypeDefinitionNode before, ObjectTypeDefinitionNode after):
                FindInterfaces(changes, before, after);
                FieldChanges.Find(changes, before, after);
                break;
            case (InterfaceTypeDefinitionNode before, InterfaceTypeDefinitionNode after):
                FindInterfaces(changes, before, after);
                FieldChanges.Find(changes, before, after);
                break;
            case (UnionTypeDefinitionNode before, UnionTypeDefinitionNode after):
                FindMembers(changes, before, after);
                break;
            case (EnumTypeDefinitionNode before, EnumTypeDefinitionNode after):
                FindValues(changes, before, after);
                break;
            case (InputObjectTypeDefinitionNode before, InputObjectTypeDefinitionNode after):
                InputChanges.FindFields(changes, before, after);
                break;
            default:
                changes.Breaking(SchemaChangeKind.TypeChangedKind, old.Name, $"{old.Name} changed from {KindName(old)} to {KindName(@new)}.");
                break;
        }
    }

    private static void FindInterfaces(ChangeList changes, ComplexTypeDefinitionNode old, ComplexTypeDefinitionNode @new) =>
        ChangeList.Match(
            old.Interfaces,
            @new.Interfaces,
            type => type.Name,
            removed => changes.Breaking(
                SchemaChangeKind.ImplementedInterfaceRemoved, old.Name, $"{old.Name} no longer implements interface {removed.Name}."),
            added => changes.Dangerous(
                SchemaChangeKind.ImplementedInterfaceAdded, old.Name, $"{added.Name} added to interfaces implemented by {old.Name}."));

    private static void FindMembers(ChangeList changes, UnionTypeDefinitionNode old, UnionTypeDefinitionNode @new) =>
        ChangeList.Match(
            old.Types,
            @new.Types,
            type => type.Name,
            removed => changes.Breaking(SchemaChangeKind.TypeRemovedFromUnion, old.Name, $"{removed.Name} was removed from union type {old.Name}."),
            added => changes.Dangerous(SchemaChangeKind.TypeAddedToUnion, old.Name, $"{added.Name} was added to union type {old.Name}."));

    private static void FindValues(ChangeList changes, EnumTypeDefinitionNode old, EnumTypeDefinitionNode @new) =>
        ChangeList.Match(
            old.Values,
            @new.Values,
            value => value.Name,
            removed => changes.Breaking(
                SchemaChangeKind.ValueRemovedFromEnum, $"{old.Name}.{removed.Name}", $"{removed.Name} was removed from enum type {old.Name}."),
            added => changes.Dangerous(
                SchemaChangeKind.ValueAddedToEnum, $"{old.Name}.{added.Name}", $"{added.Name} was added to enum type {old.Name}."),
            (before, after) => Annotations.Find(
                changes, $"{old.Name}.{before.Name}", before.Description, after.Description, before.Directives, after.Directives));

    private static string KindName(TypeDefinitionNode type) => type switch
    {
        ScalarTypeDefinitionNode => "a Scalar type",
        ObjectTypeDefinitionNode => "an Object type",
        InterfaceTypeDefinitionNode => "an Interface type",
        UnionTypeDefinitionNode => "a Union type",
        EnumTypeDefinitionNode => "an Enum type",
        InputObjectTypeDefinitionNode => "an Input type",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };
}
