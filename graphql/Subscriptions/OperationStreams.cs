using GraphQL.Pricing;
using GraphQL.Requests;

namespace GraphQL.Subscriptions;

/// <summary>Runs operations of any kind as streams of responses: one for a query or a mutation, one for each event of a subscription.</summary>
internal sealed class OperationStreams(SubscriptionRunner subscriptions, RunningStreams running)
{
    /// <summary>The responses. The stream ends, or is cancelled, when the caller's <see cref="RequestContext.Aborted" /> is.</summary>
    public async IAsyncEnumerable<OperationResponse> RunAsync(RequestContext caller, PreparedOperation operation)
    {
        running.OperationBegan();
        try
        {
            if (operation.Plan.Kind != OperationKind.Subscription || caller.Cost == CostRequest.Validate)
            {
                yield return await subscriptions.RunOnceAsync(caller, operation);
                yield break;
            }

            await foreach (var response in subscriptions.RunAsync(caller, operation))
                yield return response;
        }
        finally
        {
            running.OperationEnded();
        }
    }
}
