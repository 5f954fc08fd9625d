using System.Collections.Immutable;
using GraphQL.Language;
using GraphQL.TypeSystem;

namespace GraphQL.Validation.Rules;

/// <summary>5.7.3 Directives Are Unique per Location, unless they say that they may be repeated.</summary>
internal sealed class DirectivesAreUniquePerLocation : ValidationRule
{
    private readonly Dictionary<string, SourceLocation> known = new(StringComparer.Ordinal);

    public override void Directives(ValidationContext context, ImmutableArray<DirectiveNode> nodes, DirectiveLocation location)
    {
        if (nodes.Length < 2)
            return;
        known.Clear();
        foreach (var node in nodes)
        {
            if (context.Schema.GetDirective(node.Name) is { IsRepeatable: false } && !known.TryAdd(node.Name, node.Location))
                context.Report($"The directive \"@{node.Name}\" can only be used once at this location.", known[node.Name], node.Location);
        }
    }
}
