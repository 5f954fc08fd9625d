using System.Security.Claims;
using GraphQL.Instrumentation;
using GraphQL.Planning;
using GraphQL.TypeSystem;
using Microsoft.AspNetCore.Http;

namespace GraphQL.Execution;

/// <summary>One request while it is answered.</summary>
internal sealed class OperationState
{
    private IReadOnlyDictionary<string, GraphQLError>? refusals;
    private long values;

    public required Schema Schema { get; init; }

    public required OperationPlan Plan { get; init; }

    public required VariableValues Variables { get; init; }

    /// <summary>The scope of this operation, where it has one of its own.</summary>
    public IServiceProvider? OwnServices { get; init; }

    /// <summary>The operation's scope; else the request's, which is made when it is first asked for.</summary>
    public IServiceProvider Services => OwnServices ?? HttpContext!.RequestServices;

    public required ErrorReporter Errors { get; init; }

    public required GraphQLOptions Options { get; init; }

    /// <summary>The parent of the root fields: for a subscription, the event.</summary>
    public object Root { get; init; } = RootValue.Instance;

    /// <summary>What listeners will hear of the request; null when there are none.</summary>
    public OperationMeasurement? Measurement { get; init; }

    /// <summary>Where each call of a resolver has a span; null when none has.</summary>
    public Instruments? ResolverSpans { get; init; }

    public HttpContext? HttpContext { get; init; }

    public required ClaimsPrincipal User { get; init; }

    public CancellationToken Cancellation { get; init; }

    /// <summary>What the response says besides; null when it says nothing more.</summary>
    public ResponseExtensions? Extensions { get; init; }

    /// <summary>The columns by <see cref="FieldPlan.ColumnIndex" />.</summary>
    public Column?[] Columns { get; private set; } = [];

    public void Begin(IReadOnlyDictionary<string, GraphQLError>? refused)
    {
        Columns = Plan.ColumnCount == 0 ? [] : new Column?[Plan.ColumnCount];
        refusals = refused;
    }

    /// <summary>The operation's name for logs.</summary>
    public string OperationName => Plan.Operation.Name ?? "(anonymous operation)";

    /// <summary>Why the user may not read the field; null when they may.</summary>
    public GraphQLError? RefusalOf(FieldPlan field)
    {
        if (refusals is null || field.Field.Authorization is not { AllowsAnonymous: false } authorization)
            return null;
        foreach (var policy in authorization.Policies)
        {
            if (refusals.TryGetValue(policy ?? "", out var refusal))
                return refusal;
        }

        return null;
    }

    /// <summary>True when the request itself has ended: the client left, time is up, or the response would be too large.</summary>
    public bool IsAbort(Exception exception) => exception is ResponseTooLargeException || (exception is OperationCanceledException && Cancellation.IsCancellationRequested);

    /// <summary>Counts values before they are resolved, so that a small request cannot multiply into more than memory holds.</summary>
    public void Count(int more)
    {
        if (Interlocked.Add(ref values, more) > Options.MaximumValues)
            throw new ResponseTooLargeException($"The operation resolves more than {Options.MaximumValues} values.");
    }

    /// <summary>The error a client sees for an exception.</summary>
    public GraphQLError Report(Exception exception, FieldPlan field) => Errors.Report(exception, OperationName, field.Path, User);
}
