using System.Collections.Immutable;
using GraphQL.Language;

namespace GraphQL.SchemaTools;

/// <summary>Changes of what is written beside a definition: its description and the directives that stand on it.</summary>
internal static class Annotations
{
    public static void Find(
        ChangeList changes,
        string coordinate,
        StringValueNode? oldDescription,
        StringValueNode? newDescription,
        ImmutableArray<DirectiveNode> oldDirectives,
        ImmutableArray<DirectiveNode> newDirectives)
    {
        if ((oldDescription?.Value ?? "") != (newDescription?.Value ?? ""))
            changes.Safe(SchemaChangeKind.DescriptionChanged, coordinate, $"The description of {coordinate} changed.");

        FindDeprecation(changes, coordinate, oldDirectives, newDirectives);
        var before = Text(oldDirectives, "specifiedBy");
        var after = Text(newDirectives, "specifiedBy");
        if (before != after)
            changes.Dangerous(SchemaChangeKind.SpecifiedByChanged, coordinate, $"{coordinate} changed its specification from {Shown(before)} to {Shown(after)}.");
        FindOneOf(changes, coordinate, oldDirectives, newDirectives);
        if (!Others(oldDirectives).SequenceEqual(Others(newDirectives)))
            changes.Safe(SchemaChangeKind.AppliedDirectivesChanged, coordinate, $"The directives on {coordinate} changed.");
    }

    private static void FindDeprecation(
        ChangeList changes, string coordinate, ImmutableArray<DirectiveNode> oldDirectives, ImmutableArray<DirectiveNode> newDirectives)
    {
        var before = Text(oldDirectives, "deprecated");
        var after = Text(newDirectives, "deprecated");
        if (before == after)
            return;
        var what = (before, after) switch
        {
            (null, _) => $"{coordinate} was deprecated.",
            (_, null) => $"{coordinate} is no longer deprecated.",
            _ => $"{coordinate} changed its reason for deprecation.",
        };
        changes.Safe(SchemaChangeKind.DeprecationChanged, coordinate, what);
    }

    private static void FindOneOf(
        ChangeList changes, string coordinate, ImmutableArray<DirectiveNode> oldDirectives, ImmutableArray<DirectiveNode> newDirectives)
    {
        var before = Text(oldDirectives, "oneOf");
        var after = Text(newDirectives, "oneOf");
        if (before is null && after is not null)
            changes.Breaking(SchemaChangeKind.OneOfChanged, coordinate, $"{coordinate} takes exactly one field.");
        else if (before is not null && after is null)
            changes.Safe(SchemaChangeKind.OneOfChanged, coordinate, $"{coordinate} no longer takes exactly one field.");
    }

    private static string? Text(ImmutableArray<DirectiveNode> directives, string name)
    {
        var directive = directives.FirstOrDefault(directive => directive.Name == name);
        return directive is null ? null : string.Join(", ", directive.Arguments.Select(GraphQLPrinter.Print));
    }

    private static IEnumerable<string> Others(ImmutableArray<DirectiveNode> directives) =>
        directives.Where(directive => directive.Name is not ("deprecated" or "specifiedBy" or "oneOf")).Select(GraphQLPrinter.Print);

    private static string Shown(string? text) => text ?? "none";
}
