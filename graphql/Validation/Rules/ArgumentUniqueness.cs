using System.Collections.Immutable;
using GraphQL.Language;

namespace GraphQL.Validation.Rules;

/// <summary>5.4.2 Argument Uniqueness: an argument is given once.</summary>
internal sealed class ArgumentUniqueness : ValidationRule
{
    private readonly Dictionary<string, SourceLocation> known = new(StringComparer.Ordinal);

    public override void Arguments(ValidationContext context, ImmutableArray<ArgumentNode> nodes)
    {
        if (nodes.Length < 2)
            return;
        known.Clear();
        foreach (var node in nodes)
        {
            if (!known.TryAdd(node.Name, node.Location))
                context.Report($"There can be only one argument named \"{node.Name}\".", known[node.Name], node.Location);
        }
    }
}
