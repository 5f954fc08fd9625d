using GraphQL.Language;

namespace GraphQL.Validation;

/// <summary>What an operation or fragment uses itself, not counting what the fragments it spreads use.</summary>
internal sealed class DefinitionUses(ExecutableDefinitionNode definition)
{
    private List<DefinitionUses>? reachable;

    public ExecutableDefinitionNode Definition => definition;

    public List<FragmentSpreadNode> Spreads { get; } = [];

    /// <summary>How many selection sets stand around each spread.</summary>
    public List<int> SpreadLevels { get; } = [];

    public List<VariableUse> Variables { get; } = [];

    /// <summary>The definition itself and every fragment it leads to, each once.</summary>
    public List<DefinitionUses> Reachable(ValidationContext context)
    {
        if (reachable is not null)
            return reachable;

        reachable = [this];
        if (Spreads.Count == 0)
            return reachable;

        var seen = new HashSet<DefinitionUses> { this };
        for (var index = 0; index < reachable.Count; index++)
        {
            foreach (var spread in reachable[index].Spreads)
            {
                if (context.Fragments.TryGetValue(spread.Name, out var fragment) && seen.Add(fragment))
                    reachable.Add(fragment);
            }
        }

        return reachable;
    }
}

/// <summary>The use of a variable and what is expected at its place.</summary>
internal readonly record struct VariableUse(VariableNode Node, InputPosition Position);
