using GraphQL.Language;

namespace GraphQL.SchemaTools;

/// <summary>Changes of directives that documents may use.</summary>
internal static class DirectiveChanges
{
    public static void Find(ChangeList changes, IReadOnlyList<DirectiveDefinitionNode> old, IReadOnlyList<DirectiveDefinitionNode> @new) =>
        ChangeList.Match(
            old,
            @new,
            directive => directive.Name,
            removed => changes.Breaking(SchemaChangeKind.DirectiveRemoved, $"@{removed.Name}", $"@{removed.Name} was removed."),
            added => changes.Safe(SchemaChangeKind.DirectiveAdded, $"@{added.Name}", $"@{added.Name} was added."),
            (before, after) => Find(changes, $"@{before.Name}", before, after));

    private static void Find(ChangeList changes, string coordinate, DirectiveDefinitionNode old, DirectiveDefinitionNode @new)
    {
        Annotations.Find(changes, coordinate, old.Description, @new.Description, [], []);
        if (old.IsRepeatable && !@new.IsRepeatable)
            changes.Breaking(SchemaChangeKind.DirectiveRepeatableChanged, coordinate, $"Repeatable flag was removed from {coordinate}.");
        else if (!old.IsRepeatable && @new.IsRepeatable)
            changes.Safe(SchemaChangeKind.DirectiveRepeatableChanged, coordinate, $"Repeatable flag was added to {coordinate}.");

        ChangeList.Match(
            old.Locations,
            @new.Locations,
            location => location.Name,
            removed => changes.Breaking(SchemaChangeKind.DirectiveLocationRemoved, coordinate, $"{removed.Name} was removed from {coordinate}."),
            added => changes.Safe(SchemaChangeKind.DirectiveLocationAdded, coordinate, $"{added.Name} was added to {coordinate}."));
        InputChanges.FindArguments(changes, coordinate, old.Arguments, @new.Arguments);
    }
}
