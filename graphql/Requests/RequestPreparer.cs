using System.Text.Json;
using GraphQL.Execution;
using GraphQL.Instrumentation;
using GraphQL.Language;
using GraphQL.PersistedDocuments;
using GraphQL.Planning;
using GraphQL.TypeSystem;

namespace GraphQL.Requests;

/// <summary>Everything before the first resolver: finds the document, the operation and its plan, and coerces the variables.</summary>
internal sealed class RequestPreparer(DocumentSource documents, Instruments instruments)
{
    public ValueTask<Preparation> PrepareAsync(RequestContext context, GraphQLRequest request, AllowedOperations allowed)
    {
        var found = documents.FindAsync(context, request);
        return found.IsCompletedSuccessfully ? new(Prepare(context, found.Result, request, allowed)) : AwaitAsync(context, found, request, allowed);
    }

    private async ValueTask<Preparation> AwaitAsync(RequestContext context, ValueTask<FoundDocument> found, GraphQLRequest request, AllowedOperations allowed) =>
        Prepare(context, await found, request, allowed);

    private Preparation Prepare(RequestContext context, in FoundDocument found, in GraphQLRequest request, AllowedOperations allowed)
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
        return document.PlanOf(operation, variables, out var refusal) is { } plan
            ? new PreparedOperation(plan, variables)
            : Preparation.Refused([refusal!]);
    }

    private VariableValues Coerce(PreparedDocument document, OperationDefinitionNode operation, JsonElement given, List<GraphQLError> errors)
    {
        using var phase = operation.VariableDefinitions.IsEmpty ? null : instruments.Begin(Phase.VariableCoercion);
        phase?.Of(operation);
        var variables = VariableCoercion.Coerce(document.VariablesOf(operation), given, errors);
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
