using GraphQL.Execution;
using GraphQL.Requests;
using GraphQL.Transport.EventStreams;
using GraphQL.Transport.Sockets;
using Microsoft.AspNetCore.Http;

namespace GraphQL.Transport;

/// <summary>Serves GraphQL over HTTP: POST with JSON, GET for queries, event streams and sockets for subscriptions, GraphiQL for browsers.</summary>
internal static class GraphQLEndpoint
{
    private const string Methods = "GET, POST, OPTIONS";

    public static async Task HandleAsync(HttpContext context, EndpointServices services)
    {
        // A POST opens no socket; asking costs it more than the rest of this method.
        if (!HttpMethods.IsPost(context.Request.Method) && SocketEndpoint.IsSocketRequest(context))
        {
            await SocketEndpoint.HandleAsync(context);
            return;
        }

        var options = services.Options;
        var request = context.Request;
        var isGet = HttpMethods.IsGet(request.Method);
        if (!isGet && !HttpMethods.IsPost(request.Method))
        {
            await OtherMethodAsync(context);
            return;
        }

        var mediaType = MediaTypes.Negotiate(request.Headers.Accept, isGet && options.EnableGraphiQL);
        if (mediaType is null)
        {
            await HttpAnswer.RefuseAsync(context, StatusCodes.Status406NotAcceptable, MediaTypes.Json, $"Accept {MediaTypes.GraphQL} or {MediaTypes.Json}.");
            return;
        }

        if (mediaType == MediaTypes.Html)
        {
            await GraphiQLPage.WriteAsync(context);
            return;
        }

        if ((isGet ? ProblemOfGet(request, options) : ProblemOfPost(context)) is { } problem)
        {
            await HttpAnswer.RefuseAsync(context, problem.Status, mediaType, problem.Message);
            return;
        }

        try
        {
            await AnswerAsync(context, services, isGet, mediaType);
        }
        catch (BadRequestException failure)
        {
            await HttpAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, mediaType, failure.Message);
        }
        catch (BadHttpRequestException failure)
        {
            await HttpAnswer.RefuseAsync(context, failure.StatusCode, mediaType, failure.Message);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client left: there is nobody to answer.
        }
    }

    /// <summary>What every request needs. A scope of services is made only for requests that ask for one.</summary>
    internal sealed record EndpointServices(GraphQLOptions Options, RequestRunner Runner);

    private static async Task OtherMethodAsync(HttpContext context)
    {
        context.Response.Headers.Allow = Methods;
        // A host that lets other sites in has answered for them before the request comes here.
        if (HttpMethods.IsOptions(context.Request.Method))
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        else
            await HttpAnswer.RefuseAsync(context, StatusCodes.Status405MethodNotAllowed, MediaTypes.Json, "Only GET and POST are served.");
    }

    private static (int Status, string Message)? ProblemOfGet(HttpRequest request, GraphQLOptions options) =>
        CrossSiteRequests.MustRefuse(request, options.GetRequestProtection) ? (StatusCodes.Status400BadRequest, CrossSiteRequests.Refusal) : null;

    private static (int Status, string Message)? ProblemOfPost(HttpContext context)
    {
        // Without this content type a browser would send a foreign site's request before asking whether it may.
        if (!MediaTypes.IsJson(context.Request.ContentType))
            return (StatusCodes.Status415UnsupportedMediaType, $"Send {MediaTypes.Json} in UTF-8.");
        if (!RequestBody.IsEncoded(context.Request))
            return null;
        context.Response.Headers.AcceptEncoding = "identity";
        return (StatusCodes.Status415UnsupportedMediaType, $"Content-Encoding {context.Request.Headers.ContentEncoding} is not decoded here: send the body as it is.");
    }

    private static async Task AnswerAsync(HttpContext context, EndpointServices services, bool isGet, string mediaType)
    {
        using var body = new PooledBuffer(isGet ? 16 : RequestBody.SizeOf(context.Request));
        using var output = new PooledBuffer(16_384);
        if (!isGet)
            await RequestBody.ReadAsync(context, services.Options.MaximumRequestSize, body);

        if (!isGet && BatchReader.IsBatch(body.Written.Span))
        {
            await BatchEndpoint.AnswerAsync(context, BatchReader.Read(body.Written, services.Options.MaximumBatchSize), output);
            await HttpAnswer.WriteAsync(context, StatusCodes.Status200OK, mediaType, output);
            return;
        }

        var request = isGet ? RequestReader.Read(context.Request.Query) : RequestReader.Read(body.Written);
        if (mediaType == MediaTypes.EventStream)
        {
            await EventStreamEndpoint.AnswerAsync(context, request, isGet);
            return;
        }

        var allowed = isGet ? AllowedOperations.Queries : AllowedOperations.Queries | AllowedOperations.Mutations;
        var outcome = await services.Runner.RunAsync(RequestContext.Of(context), request, allowed, output);
        if (outcome == RequestOutcome.NotAllowed)
            context.Response.Headers.Allow = "POST";
        await HttpAnswer.WriteAsync(context, ResponseStatus.Of(outcome, mediaType), mediaType, output);
    }
}
