using System.Collections.Immutable;
using GraphQL.Language;
using GraphQL.TypeSystem;

namespace GraphQL.Validation.Rules;

/// <summary>5.4.3 Required Arguments: a non-null argument without a default is given.</summary>
internal sealed class RequiredArguments : ValidationRule
{
    public override void Field(ValidationContext context, FieldNode node, CompositeType? parent, FieldDefinition? definition)
    {
        if (definition is null)
            return;
        foreach (var argument in definition.Arguments)
        {
            if (argument.IsRequired && !IsGiven(node.Arguments, argument.Name))
            {
                context.Report(
                    $"Field \"{definition.Name}\" argument \"{argument.Name}\" of type \"{argument.Type}\" is required, but it was not provided.", node.Location);
            }
        }
    }

    public override void Directives(ValidationContext context, ImmutableArray<DirectiveNode> nodes, DirectiveLocation location)
    {
        foreach (var node in nodes)
        {
            foreach (var argument in context.Schema.GetDirective(node.Name)?.Arguments ?? [])
            {
                if (argument.IsRequired && !IsGiven(node.Arguments, argument.Name))
                {
                    context.Report(
                        $"Directive \"@{node.Name}\" argument \"{argument.Name}\" of type \"{argument.Type}\" is required, but it was not provided.",
                        node.Location);
                }
            }
        }
    }

    private static bool IsGiven(ImmutableArray<ArgumentNode> nodes, string name)
    {
        foreach (var node in nodes)
        {
            if (node.Name == name)
                return true;
        }

        return false;
    }
}
