using GraphQL.Execution;
using GraphQL.Instrumentation;
using GraphQL.Planning;
using GraphQL.Requests;
using GraphQL.TypeSystem;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQL.Subscriptions;

/// <summary>
/// Subscribes to a field's events and runs the operation anew for each: in a scope of services of its own, with its own time limit,
/// authorization and interceptors (specification 6.2.3).
/// </summary>
internal sealed class SubscriptionRunner(OperationRunner runner, GraphQLOptions options, ErrorReporter errors, IServiceScopeFactory scopes, Instruments instruments)
{
    public async IAsyncEnumerable<OperationResponse> RunAsync(RequestContext caller, PreparedOperation operation)
    {
        await using var scope = scopes.CreateAsyncScope();
        using var lifetime = CancellationTokenSource.CreateLinkedTokenSource(caller.Aborted);
        var (events, refusal) = await SubscribeAsync(caller, scope.ServiceProvider, operation, lifetime);
        try
        {
            // The request is answered with the stream; its events are measured by themselves.
            if (refusal is not null)
                caller.Measurement?.Fail([refusal]);
            caller.Measurement?.Dispose();
            caller = caller with { Measurement = null };
            if (events is null)
            {
                yield return OperationResponse.Of(refusal!);
                yield break;
            }

            // Issue 532 of graphql-ws: the client may have left while the source was still subscribing.
            while (!lifetime.IsCancellationRequested)
            {
                var (hasEvent, failure) = await MoveNextAsync(events, operation, lifetime.Token);
                if (failure is not null)
                    yield return OperationResponse.Of(failure);
                if (!hasEvent)
                    yield break;
                yield return await RunOnceAsync(caller, operation with { Root = new SubscriptionEvent(events.Current) });
            }
        }
        finally
        {
            await lifetime.CancelAsync();
            await LeaveAsync(events, operation);
        }
    }

    /// <summary>Runs an operation once, in a scope of its own.</summary>
    public ValueTask<OperationResponse> RunOnceAsync(RequestContext caller, PreparedOperation operation) =>
        operation.Root is SubscriptionEvent && instruments.IsListening ? MeasureEventAsync(caller, operation) : AnswerOnceAsync(caller, operation);

    private async ValueTask<OperationResponse> MeasureEventAsync(RequestContext caller, PreparedOperation operation)
    {
        using var measurement = instruments.BeginEvent();
        measurement.Identify(operation.Plan.Operation);
        try
        {
            return await AnswerOnceAsync(caller with { Measurement = measurement }, operation);
        }
        catch (Exception exception)
        {
            measurement.Throw(exception);
            throw;
        }
    }

    private async ValueTask<OperationResponse> AnswerOnceAsync(RequestContext caller, PreparedOperation operation)
    {
        var output = new PooledBuffer();
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await runner.RunAsync(caller with { OwnServices = scope.ServiceProvider }, operation, output);
            return OperationResponse.Of(output);
        }
        catch
        {
            output.Dispose();
            throw;
        }
    }

    private async ValueTask<(IAsyncEnumerator<object?>? Events, GraphQLError? Refusal)> SubscribeAsync(
        RequestContext caller, IServiceProvider services, PreparedOperation operation, CancellationTokenSource lifetime)
    {
        var context = caller with { OwnServices = services, Aborted = lifetime.Token };
        var field = operation.Plan.Root.Single!.Fields[0];
        var state = runner.StateOf(context, operation, context.Aborted);
        try
        {
            state.Begin(await FieldAuthorizer.RefusalsAsync(state));
            if (state.RefusalOf(field) is { } refusal)
                return (null, Locate(refusal, field));

            var call = new FieldCall(state, field, default, ArgumentPlanner.Values(field, state.Variables));
            lifetime.CancelAfter(options.ExecutionTimeout);
            var events = await field.Field.Stream!.SubscribeAsync(call);
            lifetime.CancelAfter(Timeout.InfiniteTimeSpan);
            return (events, null);
        }
        catch (CoercionException failure)
        {
            return (null, Locate(new GraphQLError(failure.Message) { Code = ErrorCodes.BadUserInput }, field));
        }
        catch (Exception exception) when (!state.IsAbort(exception))
        {
            return (null, Locate(state.Report(exception, field), field));
        }
        catch (OperationCanceledException) when (!caller.Aborted.IsCancellationRequested)
        {
            var message = $"The subscription took longer than {options.ExecutionTimeout.TotalSeconds} s to begin.";
            return (null, Locate(new GraphQLError(message) { Code = ErrorCodes.Timeout }, field));
        }
    }

    private async ValueTask<(bool HasEvent, GraphQLError? Failure)> MoveNextAsync(
        IAsyncEnumerator<object?> events, PreparedOperation operation, CancellationToken cancellation)
    {
        try
        {
            return (await events.MoveNextAsync(), null);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return (false, null);
        }
        catch (Exception exception)
        {
            return (false, errors.Report(exception, operation.Name));
        }
    }

    // What a source fails with while it is left concerns nobody but the log.
    private async ValueTask LeaveAsync(IAsyncEnumerator<object?>? events, PreparedOperation operation)
    {
        try
        {
            if (events is not null)
                await events.DisposeAsync();
        }
        catch (Exception exception)
        {
            if (exception is not OperationCanceledException)
                errors.Report(exception, operation.Name);
        }
    }

    private static GraphQLError Locate(GraphQLError error, FieldPlan field) => error with
    {
        Path = [field.ResponseName],
        Locations = [.. field.Nodes.Select(node => node.Location)],
    };
}
