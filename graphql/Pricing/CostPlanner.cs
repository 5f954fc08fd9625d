using GraphQL.Execution.Resolvers;
using GraphQL.Planning;
using GraphQL.TypeSystem;

namespace GraphQL.Pricing;

/// <summary>Finds out what of an operation's price depends on variables.</summary>
internal sealed class CostPlanner
{
    private readonly int assumedListSize;
    private readonly List<CostNode> nodes = [];
    private readonly List<SlicedField> sliced = [];

    // A plan is a graph: fields and selections that several places share are priced once, but for lists that a connection sizes.
    private readonly Dictionary<(FieldPlan Field, FieldPlan? Sizer), Price> fields = [];
    private readonly Dictionary<SelectionPlan, TypedCost[]> selections = [];

    private CostPlanner(int assumedListSize) => this.assumedListSize = assumedListSize;

    public static CostPlan Plan(OperationPlan operation, int assumedListSize)
    {
        var planner = new CostPlanner(assumedListSize);
        var root = planner.Of(operation.Root.Single!, null);
        return new CostPlan { Nodes = [.. planner.nodes], Root = root, Sliced = [.. planner.sliced] };
    }

    private TypedCost Of(TypedSelection selection, FieldPlan? parent)
    {
        var constant = new OperationCost(0, selection.Type.Cost ?? 1);
        List<int>? dynamic = null;
        foreach (var field in selection.Fields)
        {
            var sizer = parent?.Field.ListSize?.SizedFields.Contains(field.Field.Name, StringComparer.Ordinal) == true ? parent : null;
            if (!fields.TryGetValue((field, sizer), out var price))
                fields.Add((field, sizer), price = Of(field, sizer));
            constant += price.Constant;
            if (price.Node >= 0)
                (dynamic ??= []).Add(price.Node);
        }

        return new TypedCost(constant, dynamic is null ? [] : [.. dynamic]);
    }

    private TypedCost[] Of(SelectionPlan selection, FieldPlan parent)
    {
        if (parent.Field.ListSize is { SizedFields.Count: > 0 })
            return Array.ConvertAll(selection.Types, typed => Of(typed, parent));
        if (!selections.TryGetValue(selection, out var costs))
            selections.Add(selection, costs = Array.ConvertAll(selection.Types, typed => Of(typed, parent)));
        return costs;
    }

    private Price Of(FieldPlan field, FieldPlan? sizer)
    {
        // Asking for the schema touches no resolver; it has a limit of its own.
        if (field.Resolver is IIntrospectionResolver)
            return Price.Nothing;

        var types = field.Selection is { } selection
            ? Of(selection, field)
            : [new TypedCost(new OperationCost(0, LeafWeight(field.Field.Type.NamedType)), [])];
        var size = SizeOf(field, sizer);
        var weight = field.Field.Weight;
        List<ArgumentPlan>? weighed = null;
        foreach (var argument in field.Arguments)
        {
            if (argument.Literal is null || !InputWeights.CanWeigh(argument.Definition))
                continue;
            if (argument.NeedsVariables)
                (weighed ??= []).Add(argument);
            else
                weight += InputWeights.Of(argument, VariableValues.None);
        }

        Require(field);
        if (weighed is null && size.IsConstant && Array.TrueForAll(types, type => type.Nodes.Length == 0))
        {
            var each = default(OperationCost);
            foreach (var type in types)
                each = OperationCost.Larger(each, type.Constant);
            return new Price(CostNode.Of(weight, size.Of(VariableValues.None), each), -1);
        }

        nodes.Add(new CostNode { Weight = weight, Weighed = weighed is null ? [] : [.. weighed], Size = size, Types = types });
        return new Price(default, nodes.Count - 1);
    }

    private static double LeafWeight(NamedType type) => type.Cost ?? 0;

    private void Require(FieldPlan field)
    {
        if (field.Field.ListSize is { RequireOneSlicingArgument: true, SlicingArguments: { Count: > 0 } names })
            sliced.Add(new SlicedField(field, ArgumentsOf(field, names)));
    }

    private SizeRule SizeOf(FieldPlan field, FieldPlan? sizer)
    {
        if (field.Shape.Element is not { } element)
            return SizeRule.One;
        var factor = 1d;
        for (; element.Element is not null; element = element.Element)
            factor *= assumedListSize;
        if (sizer is not null)
            return Rule(sizer, sizer.Field.ListSize!, factor);
        return field.Field.ListSize is { SizedFields.Count: 0 } own ? Rule(field, own, factor) : new SizeRule(assumedListSize, [], Factor: factor);
    }

    private SizeRule Rule(FieldPlan field, ListSize size, double factor) => new(
        size.AssumedSize ?? assumedListSize,
        ArgumentsOf(field, size.CountedArgument is { } counted ? [counted] : size.SlicingArguments),
        size.Maximum,
        factor);

    private static ArgumentPlan[] ArgumentsOf(FieldPlan field, IReadOnlyList<string> names) =>
        names.Count == 0 ? [] : Array.FindAll(field.Arguments, argument => names.Contains(argument.Definition.Name, StringComparer.Ordinal));

    /// <summary>What a field costs: always the same, or as a node computes it.</summary>
    private readonly record struct Price(OperationCost Constant, int Node)
    {
        public static Price Nothing => new(default, -1);
    }
}
