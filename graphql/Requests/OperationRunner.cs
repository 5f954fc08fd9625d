using GraphQL.Execution;
using GraphQL.Instrumentation;
using GraphQL.Pricing;
using GraphQL.TypeSystem;

namespace GraphQL.Requests;

/// <summary>Runs a prepared query or mutation within its time and writes the response, whatever happens.</summary>
internal sealed class OperationRunner(Schema schema, GraphQLOptions options, ErrorReporter errors, Instruments instruments)
{
    public async ValueTask<RequestOutcome> RunAsync(RequestContext context, PreparedOperation operation, PooledBuffer output)
    {
        var begin = output.Length;
        if (operation.CostRequest == CostRequest.Validate)
        {
            OperationExecutor.WriteExtensions(output, ExtensionsOf(operation)!);
            return RequestOutcome.Executed;
        }

        CancellationTokenSource? limit = null;
        if (operation.Plan.ColumnCount > 0 && options.ExecutionTimeout != Timeout.InfiniteTimeSpan)
        {
            limit = CancellationTokenSource.CreateLinkedTokenSource(context.Aborted);
            limit.CancelAfter(options.ExecutionTimeout);
        }

        using var phase = instruments.Begin(Phase.Execute);
        phase?.Of(operation.Plan.Operation);
        try
        {
            output.Limit = begin + options.MaximumResponseSize;
            await OperationExecutor.ExecuteAsync(StateOf(context, operation, limit?.Token ?? context.Aborted), output);
            return RequestOutcome.Executed;
        }
        catch (OperationCanceledException) when (limit is { IsCancellationRequested: true } && !context.Aborted.IsCancellationRequested)
        {
            var error = new GraphQLError($"The operation took longer than {options.ExecutionTimeout.TotalSeconds} s.") { Code = ErrorCodes.Timeout };
            BeginAgain(error);
            OperationExecutor.WriteErrors(output, [error]);
            return RequestOutcome.TimedOut;
        }
        catch (Exception exception) when (exception is ResponseTooLargeException || !context.Aborted.IsCancellationRequested)
        {
            var error = exception is ResponseTooLargeException
                ? new GraphQLError($"{exception.Message} Ask for less at a time.") { Code = ErrorCodes.ResponseTooLarge }
                : errors.Report(exception, operation.Name, null, context.User);
            BeginAgain(error);
            OperationExecutor.WriteFailure(output, error);
            return RequestOutcome.Executed;
        }
        finally
        {
            limit?.Dispose();
        }

        // Nothing of what was written may be sent.
        void BeginAgain(GraphQLError error)
        {
            output.Truncate(begin);
            phase?.Fail(error.Code);
            context.Measurement?.Fail([error]);
        }
    }

    private static ResponseExtensions? ExtensionsOf(PreparedOperation operation)
    {
        if (operation.CostRequest == CostRequest.None)
            return null;
        var extensions = new ResponseExtensions();
        extensions.Add("operationCost", operation.Cost.Write);
        return extensions;
    }

    public OperationState StateOf(RequestContext context, PreparedOperation operation, CancellationToken cancellation) => new()
    {
        Schema = schema,
        Plan = operation.Plan,
        Variables = operation.Variables,
        Root = operation.Root,
        OwnServices = context.OwnServices,
        Errors = errors,
        Options = options,
        Measurement = context.Measurement,
        ResolverSpans = instruments.TracesResolvers ? instruments : null,
        HttpContext = context.HttpContext,
        User = context.User,
        Cancellation = cancellation,
        Extensions = ExtensionsOf(operation),
    };
}
