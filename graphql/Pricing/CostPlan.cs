using GraphQL.Planning;
using GraphQL.TypeSystem;

namespace GraphQL.Pricing;

/// <summary>The price of an operation: what no variable changes is added up once, the rest is computed in one pass for each request.</summary>
internal sealed class CostPlan
{
    private const int OnStack = 64;

    /// <summary>The fields whose price depends on variables, every field after those below it.</summary>
    public required CostNode[] Nodes { get; init; }

    public required TypedCost Root { get; init; }

    /// <summary>Fields that must be given exactly one slicing argument.</summary>
    public required SlicedField[] Sliced { get; init; }

    public OperationCost Of(VariableValues variables)
    {
        if (Nodes.Length == 0)
            return Root.Constant;
        var costs = Nodes.Length <= OnStack ? stackalloc OperationCost[OnStack] : new OperationCost[Nodes.Length];
        for (var index = 0; index < Nodes.Length; index++)
            costs[index] = Nodes[index].Of(variables, costs);
        return Root.Of(costs);
    }
}

/// <summary>The price of one object of one type with everything selected on it.</summary>
/// <param name="Constant">The type's weight and the fields that cost the same in every request.</param>
/// <param name="Nodes">The places of the other fields.</param>
internal sealed record TypedCost(OperationCost Constant, int[] Nodes)
{
    public OperationCost Of(ReadOnlySpan<OperationCost> costs)
    {
        var sum = Constant;
        foreach (var node in Nodes)
            sum += costs[node];
        return sum;
    }
}

/// <summary>A field whose price depends on variables.</summary>
internal sealed class CostNode
{
    /// <summary>The weight of the field and of its constant arguments.</summary>
    public required double Weight { get; init; }

    /// <summary>The arguments that weigh something and hold variables.</summary>
    public required ArgumentPlan[] Weighed { get; init; }

    public required SizeRule Size { get; init; }

    /// <summary>For each type that the objects may have; the most expensive one counts.</summary>
    public required TypedCost[] Types { get; init; }

    public OperationCost Of(VariableValues variables, ReadOnlySpan<OperationCost> costs)
    {
        var weight = Weight;
        foreach (var argument in Weighed)
            weight += InputWeights.Of(argument, variables);
        var each = default(OperationCost);
        foreach (var type in Types)
            each = OperationCost.Larger(each, type.Of(costs));
        return Of(weight, Size.Of(variables), each);
    }

    /// <summary>A field that is cheaper than nothing costs nothing; its list multiplies what is under it, not the field itself.</summary>
    public static OperationCost Of(double weight, double size, OperationCost each) =>
        new(Math.Max(0, weight) + (size * each.FieldCost), size * each.TypeCost);
}
