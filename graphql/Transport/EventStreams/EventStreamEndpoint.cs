using GraphQL.Execution;
using GraphQL.Requests;
using GraphQL.Subscriptions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GraphQL.Transport.EventStreams;

/// <summary>Answers an operation as an event stream: GraphQL over SSE in its distinct connections mode.</summary>
internal static class EventStreamEndpoint
{
    // A timer reaches no further; no stream lives that long.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(40);

    public static async Task AnswerAsync(HttpContext context, GraphQLRequest request, bool isGet)
    {
        var services = context.RequestServices;
        var stopping = services.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None;
        using var left = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        EndWithSignIn(context, left);
        var caller = RequestContext.Of(context) with { Aborted = left.Token };
        var byGet = AllowedOperations.Queries | AllowedOperations.Subscriptions;
        var allowed = isGet ? byGet : byGet | AllowedOperations.Mutations;
        var streams = services.GetRequiredService<OperationStreams>();
        (var preparation, caller) = await streams.PrepareAsync(caller, request, allowed);
        if (preparation.Outcome == RequestOutcome.NotAllowed)
        {
            context.Response.Headers.Allow = "POST";
            await HttpAnswer.RefuseAsync(context, StatusCodes.Status405MethodNotAllowed, MediaTypes.Json, preparation.Errors[0].Message);
            return;
        }

        Begin(context);
        var writer = new EventStreamWriter(context.Response.BodyWriter);
        if (preparation.Operation is not { } operation)
        {
            // The protocol has errors of any kind told in the stream: a browser shows a page nothing of a response with another status.
            using var refusal = OperationResponse.Of(preparation.Errors);
            await writer.NextAsync(refusal, left.Token);
            await writer.CompleteAsync(left.Token);
            return;
        }

        var interval = services.GetRequiredService<GraphQLOptions>().KeepAliveInterval;
        await StreamAsync(streams.RunAsync(caller, operation), writer, interval, left);
    }

    // As a socket does; the client comes again with new credentials.
    private static void EndWithSignIn(HttpContext context, CancellationTokenSource left)
    {
        if (SignInExpiry.Of(context) - TimeProvider.System.GetUtcNow() is { } remaining && remaining < LongestDelay)
            left.CancelAfter(remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero);
    }

    private static void Begin(HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache, no-store, no-transform";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["X-Accel-Buffering"] = "no";
        // Whatever would compress the stream would hold its events back.
        response.Headers.ContentEncoding = "identity";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
    }

    private static async Task StreamAsync(IAsyncEnumerable<OperationResponse> stream, EventStreamWriter writer, TimeSpan interval, CancellationTokenSource left)
    {
        var responses = stream.GetAsyncEnumerator(CancellationToken.None);
        var next = responses.MoveNextAsync().AsTask();
        try
        {
            if (!next.IsCompleted)
                await writer.CommentAsync(left.Token);
            while (await NextAsync(next, writer, interval, left.Token))
            {
                using (var response = responses.Current)
                    await writer.NextAsync(response, left.Token);
                next = responses.MoveNextAsync().AsTask();
            }

            // A stream that was cut off has not completed: its client may come again.
            if (!left.IsCancellationRequested)
                await writer.CompleteAsync(left.Token);
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested)
        {
            // The client left, or the server stops.
        }
        finally
        {
            await left.CancelAsync();
            await Task.WhenAny(next);
            await responses.DisposeAsync();
        }
    }

    private static async ValueTask<bool> NextAsync(Task<bool> next, EventStreamWriter writer, TimeSpan interval, CancellationToken left)
    {
        while (true)
        {
            try
            {
                return await next.WaitAsync(interval, CancellationToken.None);
            }
            catch (TimeoutException)
            {
                // An event may have come at the very moment.
                if (!next.IsCompleted)
                    await writer.CommentAsync(left);
            }
        }
    }
}
