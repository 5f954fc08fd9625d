using GraphQL.Execution;
using GraphQL.Instrumentation;

namespace GraphQL.Requests;

/// <summary>Answers a request that has one answer: from the bytes of a document to the bytes of a response.</summary>
internal sealed class RequestRunner(RequestPreparer preparer, OperationRunner runner, Instruments instruments)
{
    public ValueTask<RequestOutcome> RunAsync(RequestContext context, GraphQLRequest request, AllowedOperations allowed, PooledBuffer output) =>
        instruments.IsListening ? MeasureAsync(context, request, allowed, output) : AnswerAsync(context, request, allowed, output);

    private async ValueTask<RequestOutcome> MeasureAsync(RequestContext context, GraphQLRequest request, AllowedOperations allowed, PooledBuffer output)
    {
        using var measurement = instruments.Begin();
        measurement.Read(request);
        try
        {
            return await AnswerAsync(context with { Measurement = measurement }, request, allowed, output);
        }
        catch (Exception exception)
        {
            measurement.Throw(exception);
            throw;
        }
    }

    private async ValueTask<RequestOutcome> AnswerAsync(RequestContext context, GraphQLRequest request, AllowedOperations allowed, PooledBuffer output)
    {
        var preparation = await preparer.PrepareAsync(context, request, allowed);
        if (preparation.Operation is { } operation)
            return await runner.RunAsync(context, operation, output);
        context.Measurement?.Refuse(preparation.Errors);
        OperationExecutor.WriteErrors(output, preparation.Errors);
        return preparation.Outcome;
    }
}
