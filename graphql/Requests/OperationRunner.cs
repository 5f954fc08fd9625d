using GraphQL.Execution;
using GraphQL.TypeSystem;

namespace GraphQL.Requests;

/// <summary>Runs a prepared query or mutation within its time and writes the response, whatever happens.</summary>
internal sealed class OperationRunner(Schema schema, GraphQLOptions options, ErrorReporter errors)
{
    public async ValueTask<RequestOutcome> RunAsync(RequestContext context, PreparedOperation operation, PooledBuffer output)
    {
        var begin = output.Length;
        CancellationTokenSource? limit = null;
        if (operation.Plan.ResolverCount > 0 && options.ExecutionTimeout != Timeout.InfiniteTimeSpan)
        {
            limit = CancellationTokenSource.CreateLinkedTokenSource(context.Aborted);
            limit.CancelAfter(options.ExecutionTimeout);
        }

        try
        {
            await OperationExecutor.ExecuteAsync(StateOf(context, operation, limit?.Token ?? context.Aborted), output);
            return RequestOutcome.Executed;
        }
        catch (OperationCanceledException) when (limit is { IsCancellationRequested: true } && !context.Aborted.IsCancellationRequested)
        {
            output.Truncate(begin);
            OperationExecutor.WriteErrors(output, [new GraphQLError($"The operation took longer than {options.ExecutionTimeout.TotalSeconds} s.") { Code = ErrorCodes.Timeout }]);
            return RequestOutcome.TimedOut;
        }
        catch (Exception exception) when (!context.Aborted.IsCancellationRequested)
        {
            output.Truncate(begin);
            OperationExecutor.WriteFailure(output, errors.Report(exception, operation.Name));
            return RequestOutcome.Executed;
        }
        finally
        {
            limit?.Dispose();
        }
    }

    public OperationState StateOf(RequestContext context, PreparedOperation operation, CancellationToken cancellation) => new()
    {
        Schema = schema,
        Plan = operation.Plan,
        Variables = operation.Variables,
        Root = operation.Root,
        Services = context.Services,
        Errors = errors,
        Options = options,
        HttpContext = context.HttpContext,
        User = context.User,
        Cancellation = cancellation,
    };
}
