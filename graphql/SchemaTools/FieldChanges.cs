using GraphQL.Language;

namespace GraphQL.SchemaTools;

/// <summary>Changes of the fields of objects and interfaces.</summary>
internal static class FieldChanges
{
    public static void Find(ChangeList changes, ComplexTypeDefinitionNode old, ComplexTypeDefinitionNode @new) =>
        ChangeList.Match(
            old.Fields,
            @new.Fields,
            field => field.Name,
            removed => changes.Breaking(SchemaChangeKind.FieldRemoved, $"{old.Name}.{removed.Name}", $"{old.Name}.{removed.Name} was removed."),
            added => changes.Safe(SchemaChangeKind.FieldAdded, $"{old.Name}.{added.Name}", $"{old.Name}.{added.Name} was added."),
            (before, after) => Find(changes, $"{old.Name}.{before.Name}", before, after));

    private static void Find(ChangeList changes, string coordinate, FieldDefinitionNode old, FieldDefinitionNode @new)
    {
        Annotations.Find(changes, coordinate, old.Description, @new.Description, old.Directives, @new.Directives);
        var (before, after) = (GraphQLPrinter.Print(old.Type), GraphQLPrinter.Print(@new.Type));
        if (before != after)
        {
            var severity = TypeReferences.IsSafeForOutput(old.Type, @new.Type) ? SchemaChangeSeverity.Safe : SchemaChangeSeverity.Breaking;
            changes.Add(SchemaChangeKind.FieldChangedType, severity, coordinate, $"{coordinate} changed type from {before} to {after}.");
        }

        InputChanges.FindArguments(changes, coordinate, old.Arguments, @new.Arguments);
    }
}
