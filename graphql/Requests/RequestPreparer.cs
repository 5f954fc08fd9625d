using System.Text.Json;
using GraphQL.Execution;
using GraphQL.Instrumentation;
using GraphQL.Language;
using GraphQL.PersistedDocuments;
using GraphQL.Planning;
using GraphQL.Pricing;
using GraphQL.TypeSystem;
using GraphQL.Validation.Rules;

namespace GraphQL.Requests;

/// <summary>Everything before the first resolver: finds the document, the operation and its plan, and coerces the variables.</summary>
internal sealed class RequestPreparer(DocumentSource documents, GraphQLOptions options, Instruments instruments)
{
    public ValueTask<Preparation> PrepareAsync(RequestContext context, GraphQLRequest request, AllowedOperations allowed) =>
        options.IntrospectionPolicy is { } policy
            ? PrepareByPolicyAsync(context, request, allowed, policy)
            : PrepareAsync(context, request, allowed, options.EnableIntrospection);

    // The policy is asked only where it makes a difference: a request that may run without introspection needs no answer.
    private async ValueTask<Preparation> PrepareByPolicyAsync(RequestContext context, GraphQLRequest request, AllowedOperations allowed, string policy)
    {
        var preparation = await PrepareAsync(context, request, allowed, mayIntrospect: false);
        return preparation.Outcome == RequestOutcome.Refused && await PolicyCheck.HoldsAsync(context.Services, context.User, context.HttpContext, policy)
            ? await PrepareAsync(context, request, allowed, mayIntrospect: true)
            : preparation;
    }

    private ValueTask<Preparation> PrepareAsync(RequestContext context, GraphQLRequest request, AllowedOperations allowed, bool mayIntrospect)
    {
        var found = documents.FindAsync(context, request, mayIntrospect);
        return found.IsCompletedSuccessfully ? new(Prepare(context, found.Result, request, allowed, mayIntrospect)) : AwaitAsync(context, found, request, allowed, mayIntrospect);
    }

    private async ValueTask<Preparation> AwaitAsync(RequestContext context, ValueTask<FoundDocument> found, GraphQLRequest request, AllowedOperations allowed, bool mayIntrospect) =>
        Prepare(context, await found, request, allowed, mayIntrospect);

    private Preparation Prepare(RequestContext context, in FoundDocument found, in GraphQLRequest request, AllowedOperations allowed, bool mayIntrospect)
    {
        if (found.Document is not { } document)
            return Preparation.NotFound(found.Outcome, found.Errors);
        if (document.Find(request.OperationName, out var unknown) is not { } operation)
            return Preparation.Refused([unknown!]);
        context.Measurement?.Identify(operation);
        if (!allowed.HasFlag(KindOf(operation)))
            return NotAllowed(operation.Kind, allowed);

        var errors = new List<GraphQLError>();
        var variables = Coerce(document, operation, request.Variables, errors);
        if (errors.Count > 0)
            return Preparation.Refused(errors);
        if (document.PlanOf(operation, variables, out var refusal) is not { } plan)
            return Preparation.Refused([refusal!]);
        if (!mayIntrospect && plan.Introspection.Length > 0)
            return Preparation.Refused([.. plan.Introspection.Select(IntrospectionByPolicy.Refusal)]);

        var cost = plan.CostPlan(options).Of(variables);
        if (CostLimits.Check(plan, variables, cost, options) is { } excess)
            return Preparation.Refused([excess]);
        context.Measurement?.Priced(cost.FieldCost);
        return new PreparedOperation(plan, variables, cost) { CostRequest = CostRequests.Of(context.Cost, request.Extensions) };
    }

    private VariableValues Coerce(PreparedDocument document, OperationDefinitionNode operation, JsonElement given, List<GraphQLError> errors)
    {
        using var phase = operation.VariableDefinitions.IsEmpty ? null : instruments.Begin(Phase.VariableCoercion);
        phase?.Of(operation);
        var variables = VariableCoercion.Coerce(document.VariablesOf(operation), given, errors, options.MaximumListItems);
        if (errors.Count > 0)
            phase?.Fail(errors[0].Code);
        return variables;
    }

    private static AllowedOperations KindOf(OperationDefinitionNode operation) => operation.Kind switch
    {
        OperationKind.Query => AllowedOperations.Queries,
        OperationKind.Mutation => AllowedOperations.Mutations,
        _ => AllowedOperations.Subscriptions,
    };

    private static Preparation NotAllowed(OperationKind kind, AllowedOperations allowed) =>
        kind == OperationKind.Subscription && allowed.HasFlag(AllowedOperations.Mutations)
            ? Preparation.Refused([new GraphQLError("Subscriptions are not served over plain HTTP.") { Code = ErrorCodes.BadRequest }])
            : Preparation.NotAllowed("GET requests can only execute queries.");
}
