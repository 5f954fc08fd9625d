using GraphQL.Planning;

namespace GraphQL.Execution;

/// <summary>One call of a field's resolver, for all parents of a level.</summary>
internal sealed class FieldCall(OperationState state, FieldPlan plan, ParentRows parents, object?[] arguments)
{
    public OperationState State => state;

    public FieldPlan Plan => plan;

    public ParentRows Parents => parents;

    /// <summary>The coerced arguments in the order of the field's definition.</summary>
    public object?[] Arguments => arguments;

    public CancellationToken Cancellation => state.Cancellation;
}
