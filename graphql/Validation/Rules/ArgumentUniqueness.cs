using System.Collections.Immutable;
using GraphQL.Language;

namespace GraphQL.Validation.Rules;

/// <summary>5.4.2 Argument Uniqueness: an argument is given once.</summary>
internal sealed class ArgumentUniqueness : ValidationRule
{
    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    public override void Arguments(ValidationContext context, ImmutableArray<ArgumentNode> nodes)
    {
        if (nodes.Length < 2)
            return;
        known.Clear();
        foreach (var node in nodes)
            known.Add(node.Name);
        if (known.Count == nodes.Length)
            return;
        foreach (var same in nodes.GroupBy(node => node.Name).Where(same => same.Skip(1).Any()))
            context.Report($"There can be only one argument named \"{same.Key}\".", [.. same.Select(node => node.Location)]);
    }
}
