using GraphQL.Execution;
using GraphQL.Planning;
using GraphQL.Pricing;
using GraphQL.TypeSystem;

namespace GraphQL.Requests;

/// <summary>An operation that may run: its plan, the variables of this request, and what it costs with them.</summary>
internal sealed record PreparedOperation(OperationPlan Plan, VariableValues Variables, OperationCost Cost)
{
    /// <summary>The parent of the root fields: for a subscription, the event.</summary>
    public object Root { get; init; } = RootValue.Instance;

    /// <summary>What the request wants to know of the price.</summary>
    public CostRequest CostRequest { get; init; }

    /// <summary>The operation's name for logs.</summary>
    public string Name => Plan.Operation.Name ?? "(anonymous operation)";
}

/// <summary>What became of a request before anything ran: an operation, or the errors that refuse it.</summary>
internal readonly struct Preparation
{
    private Preparation(PreparedOperation? operation, RequestOutcome outcome, IReadOnlyList<GraphQLError> errors)
    {
        Operation = operation;
        Outcome = outcome;
        Errors = errors;
    }

    /// <summary>The operation; null when the request is refused.</summary>
    public PreparedOperation? Operation { get; }

    public RequestOutcome Outcome { get; }

    public IReadOnlyList<GraphQLError> Errors { get; }

    public static implicit operator Preparation(PreparedOperation operation) => new(operation, RequestOutcome.Executed, []);

    public static Preparation Refused(IReadOnlyList<GraphQLError> errors) => new(null, RequestOutcome.Refused, errors);

    /// <summary>The document is unknown, invalid or not allowed.</summary>
    public static Preparation NotFound(RequestOutcome outcome, IReadOnlyList<GraphQLError> errors) => new(null, outcome, errors);

    public static Preparation NotAllowed(string message) =>
        new(null, RequestOutcome.NotAllowed, [new GraphQLError(message) { Code = ErrorCodes.BadRequest }]);
}
