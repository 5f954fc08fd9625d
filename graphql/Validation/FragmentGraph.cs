using GraphQL.Language;

namespace GraphQL.Validation;

/// <summary>Which definition spreads which fragment: its cycles, and how deep each definition nests.</summary>
internal sealed class FragmentGraph
{
    // Later passes follow fragments by recursion; selections nested this deep are no client's query, and these keep them within their stack.
    private const int DeepestNesting = 500;
    private const int MostCycles = 100;

    // Each is told with all its spreads, and the longest go through every fragment.
    private const int MostCycleSteps = 2_000;
    private int cycleSteps;

    // Selection sets around the deepest fragment a definition leads to.
    private readonly Dictionary<DefinitionUses, int> nesting = [];

    /// <summary>Every definition after all fragments it leads to, but for those on a cycle.</summary>
    public List<DefinitionUses> DependenciesFirst { get; } = [];

    /// <summary>Each cycle as the spreads that lead around it.</summary>
    public List<FragmentSpreadNode[]> Cycles { get; } = [];

    /// <summary>Where fragments are nested too deeply; null where they are not.</summary>
    public DefinitionUses? TooDeep { get; private set; }

    /// <summary>True when fragments can be followed by recursion.</summary>
    public bool IsSafe => Cycles.Count == 0 && TooDeep is null;

    public static FragmentGraph Of(ValidationContext context)
    {
        var graph = new FragmentGraph();
        foreach (var definition in context.Definitions)
            graph.Visit(definition, context.Fragments);
        return graph;
    }

    // Depth first with a stack of its own: the chain may be longer than the thread's stack allows.
    private void Visit(DefinitionUses start, Dictionary<string, DefinitionUses> fragments)
    {
        if (nesting.ContainsKey(start))
            return;

        var path = new List<Step> { new(start) };
        var onPath = new Dictionary<DefinitionUses, int> { [start] = 0 };
        nesting[start] = 0;
        while (path.Count > 0)
        {
            var step = path[^1];
            if (step.Next == step.Definition.Spreads.Count)
            {
                path.RemoveAt(path.Count - 1);
                onPath.Remove(step.Definition);
                Leave(step.Definition, fragments);
                continue;
            }

            var spread = step.Definition.Spreads[step.Next++];
            if (!fragments.TryGetValue(spread.Name, out var target))
                continue;
            if (onPath.TryGetValue(target, out var from))
            {
                cycleSteps += path.Count - from;
                if (Cycles.Count == 0 || (Cycles.Count < MostCycles && cycleSteps <= MostCycleSteps))
                    Cycles.Add([.. path.Skip(from).Select(one => one.Definition.Spreads[one.Next - 1])]);
            }
            else if (nesting.TryAdd(target, 0))
            {
                onPath[target] = path.Count;
                path.Add(new Step(target));
            }
        }
    }

    private void Leave(DefinitionUses definition, Dictionary<string, DefinitionUses> fragments)
    {
        DependenciesFirst.Add(definition);
        var deepest = 0;
        for (var index = 0; index < definition.Spreads.Count; index++)
        {
            if (fragments.TryGetValue(definition.Spreads[index].Name, out var target))
                deepest = Math.Max(deepest, definition.SpreadLevels[index] + nesting[target]);
        }

        nesting[definition] = deepest;
        if (deepest > DeepestNesting)
            TooDeep ??= definition;
    }

    private sealed class Step(DefinitionUses definition)
    {
        public DefinitionUses Definition => definition;

        public int Next { get; set; }
    }
}
