using System.Collections.Immutable;
using GraphQL.Language;
using GraphQL.TypeSystem;

namespace GraphQL.Validation.Rules;

/// <summary>5.4.1 Argument Names: a given argument exists.</summary>
internal sealed class ArgumentNames : ValidationRule
{
    public override void Field(ValidationContext context, FieldNode node, CompositeType? parent, FieldDefinition? definition)
    {
        if (definition is null)
            return;
        foreach (var argument in node.Arguments)
        {
            if (definition.GetArgument(argument.Name) is null)
                Report(context, argument, $"field \"{parent!.Name}.{definition.Name}\"", definition.Arguments);
        }
    }

    public override void Directives(ValidationContext context, ImmutableArray<DirectiveNode> nodes, DirectiveLocation location)
    {
        foreach (var node in nodes)
        {
            if (context.Schema.GetDirective(node.Name) is not { } definition)
                continue;
            foreach (var argument in node.Arguments)
            {
                if (definition.GetArgument(argument.Name) is null)
                    Report(context, argument, $"directive \"@{definition.Name}\"", definition.Arguments);
            }
        }
    }

    private static void Report(ValidationContext context, ArgumentNode node, string owner, IReadOnlyList<ArgumentDefinition> known)
    {
        var suggestion = context.SuggestsNames ? NameSuggestions.DidYouMean(NameSuggestions.Near(node.Name, known.Select(argument => argument.Name))) : "";
        context.Report($"Unknown argument \"{node.Name}\" on {owner}.{suggestion}", node.Location);
    }
}
