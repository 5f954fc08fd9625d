using System.Collections.Immutable;
using GraphQL.Language;

namespace GraphQL.SchemaTools;

/// <summary>Changes of arguments and of the fields of input objects.</summary>
internal static class InputChanges
{
    public static void FindFields(ChangeList changes, InputObjectTypeDefinitionNode old, InputObjectTypeDefinitionNode @new) =>
        ChangeList.Match(
            old.Fields,
            @new.Fields,
            field => field.Name,
            removed => changes.Breaking(SchemaChangeKind.FieldRemoved, $"{old.Name}.{removed.Name}", $"{old.Name}.{removed.Name} was removed."),
            added =>
            {
                var coordinate = $"{old.Name}.{added.Name}";
                if (IsRequired(added))
                    changes.Breaking(SchemaChangeKind.RequiredInputFieldAdded, coordinate, $"A required field {added.Name} on input type {old.Name} was added.");
                else
                    changes.Dangerous(SchemaChangeKind.OptionalInputFieldAdded, coordinate, $"An optional field {added.Name} on input type {old.Name} was added.");
            },
            (before, after) => Find(changes, $"{old.Name}.{before.Name}", SchemaChangeKind.FieldChangedType, before, after));

    /// <summary>Changes of the arguments of a field or directive.</summary>
    public static void FindArguments(
        ChangeList changes, string owner, ImmutableArray<InputValueDefinitionNode> old, ImmutableArray<InputValueDefinitionNode> @new) =>
        ChangeList.Match(
            old,
            @new,
            argument => argument.Name,
            removed => changes.Breaking(SchemaChangeKind.ArgumentRemoved, $"{owner}({removed.Name}:)", $"{owner} arg {removed.Name} was removed."),
            added =>
            {
                var coordinate = $"{owner}({added.Name}:)";
                if (IsRequired(added))
                    changes.Breaking(SchemaChangeKind.RequiredArgumentAdded, coordinate, $"A required arg {added.Name} on {owner} was added.");
                else
                    changes.Dangerous(SchemaChangeKind.OptionalArgumentAdded, coordinate, $"An optional arg {added.Name} on {owner} was added.");
            },
            (before, after) => Find(changes, $"{owner}({before.Name}:)", SchemaChangeKind.ArgumentChangedType, before, after));

    private static void Find(
        ChangeList changes, string coordinate, SchemaChangeKind kind, InputValueDefinitionNode old, InputValueDefinitionNode @new)
    {
        Annotations.Find(changes, coordinate, old.Description, @new.Description, old.Directives, @new.Directives);
        var (before, after) = (GraphQLPrinter.Print(old.Type), GraphQLPrinter.Print(@new.Type));
        if (before != after)
        {
            // A default makes a new demand harmless for who gave nothing, but not for who gave null.
            var severity = TypeReferences.IsSafeForInput(old.Type, @new.Type) ? SchemaChangeSeverity.Safe : SchemaChangeSeverity.Breaking;
            changes.Add(kind, severity, coordinate, $"{coordinate} changed type from {before} to {after}.");
        }

        switch (old.DefaultValue, @new.DefaultValue)
        {
            case (null, null):
                break;
            case (null, { } added):
                changes.Safe(SchemaChangeKind.DefaultValueChanged, coordinate, $"{coordinate} has the default {GraphQLPrinter.Print(added)}.");
                break;
            case ({ }, null):
                changes.Dangerous(SchemaChangeKind.DefaultValueChanged, coordinate, $"{coordinate} lost its default.");
                break;
            case ({ } left, { } right) when !Validation.ValueComparison.AreSame(left, right):
                changes.Dangerous(
                    SchemaChangeKind.DefaultValueChanged,
                    coordinate,
                    $"{coordinate} changed its default from {GraphQLPrinter.Print(left)} to {GraphQLPrinter.Print(right)}.");
                break;
        }
    }

    private static bool IsRequired(InputValueDefinitionNode node) => node is { Type: NonNullTypeNode, DefaultValue: null };
}
