using GraphQL.Language;
using GraphQL.Pricing;
using GraphQL.TypeSystem;

namespace GraphQL.Planning;

/// <summary>Everything about an operation that does not depend on a request but for its conditions: made once, used for every request like it.</summary>
internal sealed class OperationPlan
{
    private CostPlan? cost;

    public required OperationDefinitionNode Operation { get; init; }

    public required SelectionPlan Root { get; init; }

    /// <summary>The coerced types of the variables.</summary>
    public required VariablePlan[] Variables { get; init; }

    public required int ColumnCount { get; init; }

    /// <summary>How many fields call a resolver of the schema's own.</summary>
    public required int ResolverCount { get; init; }

    /// <summary>The policies of the fields in the plan, null for the default one.</summary>
    public required string?[] Policies { get; init; }

    /// <summary>How many fields the plan has, counted for every type that has them.</summary>
    public int Size { get; init; }

    public OperationKind Kind => Operation.Kind;

    /// <summary>The places that ask for the schema.</summary>
    public required FieldNode[] Introspection { get; init; }

    /// <summary>The price of the operation, planned when first asked for.</summary>
    public CostPlan CostPlan(GraphQLOptions options) => cost ??= CostPlanner.Plan(this, options.AssumedListSize);
}

/// <summary>One variable of an operation.</summary>
internal sealed record VariablePlan(string Name, GraphQLType Type, ValueNode? Default, VariableDefinitionNode Node);
