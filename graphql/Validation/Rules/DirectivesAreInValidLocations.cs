using System.Collections.Immutable;
using GraphQL.Language;
using GraphQL.TypeSystem;

namespace GraphQL.Validation.Rules;

/// <summary>5.7.2 Directives Are in Valid Locations.</summary>
internal sealed class DirectivesAreInValidLocations : ValidationRule
{
    public override void Directives(ValidationContext context, ImmutableArray<DirectiveNode> nodes, DirectiveLocation location)
    {
        foreach (var node in nodes)
        {
            if (context.Schema.GetDirective(node.Name) is { } definition && !definition.Locations.Contains(location))
                context.Report($"Directive \"@{node.Name}\" may not be used on {Naming.Constant(location.ToString())}.", node.Location);
        }
    }
}
