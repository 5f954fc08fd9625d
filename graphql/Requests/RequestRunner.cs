using GraphQL.Execution;

namespace GraphQL.Requests;

/// <summary>Answers a request that has one answer: from the bytes of a document to the bytes of a response.</summary>
internal sealed class RequestRunner(RequestPreparer preparer, OperationRunner runner)
{
    public async ValueTask<RequestOutcome> RunAsync(RequestContext context, GraphQLRequest request, AllowedOperations allowed, PooledBuffer output)
    {
        var preparation = await preparer.PrepareAsync(context, request, allowed);
        if (preparation.Operation is { } operation)
            return await runner.RunAsync(context, operation, output);
        OperationExecutor.WriteErrors(output, preparation.Errors);
        return preparation.Outcome;
    }
}
