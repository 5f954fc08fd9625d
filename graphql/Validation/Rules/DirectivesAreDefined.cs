using System.Collections.Immutable;
using GraphQL.Language;
using GraphQL.TypeSystem;

namespace GraphQL.Validation.Rules;

/// <summary>5.7.1 Directives Are Defined.</summary>
internal sealed class DirectivesAreDefined : ValidationRule
{
    public override void Directives(ValidationContext context, ImmutableArray<DirectiveNode> nodes, DirectiveLocation location)
    {
        foreach (var node in nodes)
        {
            if (context.Schema.GetDirective(node.Name) is null)
                context.Report($"Unknown directive \"@{node.Name}\".", node.Location);
        }
    }
}
