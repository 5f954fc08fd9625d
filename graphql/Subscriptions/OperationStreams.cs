using GraphQL.Instrumentation;
using GraphQL.Pricing;
using GraphQL.Requests;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQL.Subscriptions;

/// <summary>Runs operations of any kind as streams of responses: one for a query or a mutation, one for each event of a subscription.</summary>
internal sealed class OperationStreams(RequestPreparer preparer, SubscriptionRunner subscriptions, RunningStreams running, IServiceScopeFactory scopes, Instruments instruments)
{
    /// <summary>Finds and prices what a request asks for. The caller that comes back carries the request's measurement on to <see cref="RunAsync" />.</summary>
    public async ValueTask<(Preparation Preparation, RequestContext Caller)> PrepareAsync(RequestContext caller, GraphQLRequest request, AllowedOperations allowed)
    {
        // Operations of one socket are prepared beside each other: what a policy asks must not be shared between them.
        await using var scope = scopes.CreateAsyncScope();
        if (!instruments.IsListening)
            return (await preparer.PrepareAsync(caller with { OwnServices = scope.ServiceProvider }, request, allowed), caller);

        var measurement = instruments.Begin();
        measurement.Read(request);
        caller = caller with { Measurement = measurement };
        try
        {
            var preparation = await preparer.PrepareAsync(caller with { OwnServices = scope.ServiceProvider }, request, allowed);
            if (preparation.Operation is null)
            {
                measurement.Refuse(preparation.Errors);
                measurement.Dispose();
            }

            return (preparation, caller);
        }
        catch (Exception exception)
        {
            measurement.Throw(exception);
            measurement.Dispose();
            throw;
        }
    }

    /// <summary>The responses. The stream ends, or is cancelled, when the caller's <see cref="RequestContext.Aborted" /> is.</summary>
    public async IAsyncEnumerable<OperationResponse> RunAsync(RequestContext caller, PreparedOperation operation)
    {
        running.OperationBegan();
        try
        {
            if (operation.Plan.Kind != OperationKind.Subscription || operation.CostRequest == CostRequest.Validate)
            {
                yield return await subscriptions.RunOnceAsync(caller, operation);
                yield break;
            }

            await foreach (var response in subscriptions.RunAsync(caller, operation))
                yield return response;
        }
        finally
        {
            caller.Measurement?.Dispose();
            running.OperationEnded();
        }
    }
}
