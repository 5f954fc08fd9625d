using System.Text.Json;
using GraphQL.Execution;
using GraphQL.Language;
using GraphQL.Planning;
using GraphQL.TypeSystem;
using Microsoft.AspNetCore.Http;

namespace GraphQL.Transport;

/// <summary>How a request ended; the status code follows from it.</summary>
internal enum RequestOutcome
{
    /// <summary>The operation ran; fields may have failed.</summary>
    Executed,

    /// <summary>The document, the operation's name or the variables are wrong: nothing ran.</summary>
    Refused,

    /// <summary>GET asked for something else than a query.</summary>
    NotAQuery,

    /// <summary>Time was up.</summary>
    TimedOut,
}

/// <summary>Answers requests: from the bytes of a document to the bytes of a response.</summary>
internal sealed class RequestRunner(Schema schema, DocumentStore documents, GraphQLOptions options, ErrorReporter errors)
{
    public ValueTask<RequestOutcome> RunAsync(HttpContext context, in GraphQLRequest request, bool queriesOnly, PooledBuffer output)
    {
        if (documents.Get(request.Query.Span, out var failures) is not { } document)
            return Refuse(output, failures);
        if (document.Find(request.OperationName, out var unknown) is not { } operation)
            return Refuse(output, [unknown!]);
        if (queriesOnly && operation.Kind != OperationKind.Query)
        {
            OperationExecutor.WriteErrors(output, [new GraphQLError("GET requests can only execute queries.") { Code = ErrorCodes.BadRequest }]);
            return new(RequestOutcome.NotAQuery);
        }

        return RunAsync(context, document, operation, request.Variables, output);
    }

    private static ValueTask<RequestOutcome> Refuse(PooledBuffer output, IReadOnlyList<GraphQLError> failures)
    {
        OperationExecutor.WriteErrors(output, failures);
        return new(RequestOutcome.Refused);
    }

    private async ValueTask<RequestOutcome> RunAsync(
        HttpContext context, PreparedDocument document, OperationDefinitionNode operation, JsonElement json, PooledBuffer output)
    {
        CancellationTokenSource? limit = null;
        try
        {
            if (operation.Kind == OperationKind.Subscription)
                return await Refuse(output, [new GraphQLError("Subscriptions are not served over plain HTTP.") { Code = ErrorCodes.BadRequest }]);

            var plan = document.PlanOf(operation);
            var failures = new List<GraphQLError>();
            var variables = VariableCoercion.Coerce(plan, json, failures);
            if (failures.Count > 0)
                return await Refuse(output, failures);

            if (plan.ResolverCount > 0 && options.ExecutionTimeout != Timeout.InfiniteTimeSpan)
            {
                limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
                limit.CancelAfter(options.ExecutionTimeout);
            }

            var state = new OperationState
            {
                Schema = schema,
                Plan = plan,
                Variables = variables,
                Services = context.RequestServices,
                Errors = errors,
                Options = options,
                HttpContext = context,
                User = context.User,
                Cancellation = limit?.Token ?? context.RequestAborted,
            };
            await OperationExecutor.ExecuteAsync(state, output);
            return RequestOutcome.Executed;
        }
        catch (OperationCanceledException) when (limit is { IsCancellationRequested: true } && !context.RequestAborted.IsCancellationRequested)
        {
            output.Truncate(0);
            OperationExecutor.WriteErrors(output, [new GraphQLError($"The operation took longer than {options.ExecutionTimeout.TotalSeconds} s.") { Code = ErrorCodes.Timeout }]);
            return RequestOutcome.TimedOut;
        }
        catch (Exception exception) when (!context.RequestAborted.IsCancellationRequested)
        {
            output.Truncate(0);
            output.Write("{\"data\":null,"u8);
            var begin = output.Length;
            OperationExecutor.WriteErrors(output, [errors.Report(exception, operation.Name ?? "(anonymous operation)")]);
            output.RemoveAt(begin);
            return RequestOutcome.Executed;
        }
        finally
        {
            limit?.Dispose();
        }
    }
}
