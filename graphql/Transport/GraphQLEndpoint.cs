using System.Buffers;
using GraphQL.Execution;
using GraphQL.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQL.Transport;

/// <summary>Serves GraphQL over HTTP: POST with JSON, GET for queries, GraphiQL for browsers.</summary>
internal static class GraphQLEndpoint
{
    public static async Task HandleAsync(HttpContext context)
    {
        var options = context.RequestServices.GetRequiredService<GraphQLOptions>();
        var request = context.Request;
        var isGet = HttpMethods.IsGet(request.Method);
        if (!isGet && !HttpMethods.IsPost(request.Method))
        {
            context.Response.Headers.Allow = "GET, POST";
            await RefuseAsync(context, StatusCodes.Status405MethodNotAllowed, MediaTypes.Json, "Only GET and POST are served.");
            return;
        }

        var mediaType = MediaTypes.Negotiate(request.Headers.Accept, isGet && options.EnableGraphiQL);
        if (mediaType is null)
        {
            await RefuseAsync(context, StatusCodes.Status406NotAcceptable, MediaTypes.Json, $"Accept {MediaTypes.GraphQL} or {MediaTypes.Json}.");
            return;
        }

        if (mediaType == MediaTypes.Html)
        {
            await GraphiQLPage.WriteAsync(context);
            return;
        }

        // Without this content type a browser would send a foreign site's request before asking whether it may.
        if (!isGet && !MediaTypes.IsJson(request.ContentType))
        {
            await RefuseAsync(context, StatusCodes.Status415UnsupportedMediaType, mediaType, $"Send {MediaTypes.Json} in UTF-8.");
            return;
        }

        try
        {
            await AnswerAsync(context, options, isGet, mediaType);
        }
        catch (BadRequestException failure)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, mediaType, failure.Message);
        }
        catch (BadHttpRequestException failure)
        {
            await RefuseAsync(context, failure.StatusCode, mediaType, failure.Message);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client left: there is nobody to answer.
        }
    }

    private static async Task AnswerAsync(HttpContext context, GraphQLOptions options, bool isGet, string mediaType)
    {
        using var body = new PooledBuffer(isGet ? 16 : (int)Math.Clamp(context.Request.ContentLength ?? 1024, 256, 65_536) + 256);
        if (!isGet)
            await ReadBodyAsync(context, options.MaximumRequestSize, body);

        var request = isGet ? RequestReader.Read(context.Request.Query) : RequestReader.Read(body.Written);
        using var output = new PooledBuffer(16_384);
        var outcome = await context.RequestServices.GetRequiredService<RequestRunner>().RunAsync(RequestContext.Of(context), request, isGet ? AllowedOperations.Queries : AllowedOperations.Queries | AllowedOperations.Mutations, output);
        if (outcome == RequestOutcome.NotAllowed)
            context.Response.Headers.Allow = "POST";
        await WriteAsync(context, ResponseStatus.Of(outcome, mediaType), mediaType, output);
    }

    private static async Task ReadBodyAsync(HttpContext context, long limit, PooledBuffer body)
    {
        if (context.Request.ContentLength > limit)
            throw TooLarge(limit);
        var reader = context.Request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(context.RequestAborted);
            foreach (var segment in result.Buffer)
                body.Write(segment.Span);
            reader.AdvanceTo(result.Buffer.End);
            if (body.Length > limit)
                throw TooLarge(limit);
            if (result.IsCompleted)
                return;
        }
    }

    private static BadHttpRequestException TooLarge(long limit) =>
        new($"A request's body may have {limit} bytes.", StatusCodes.Status413PayloadTooLarge);

    private static async Task RefuseAsync(HttpContext context, int status, string mediaType, string message)
    {
        using var output = new PooledBuffer();
        OperationExecutor.WriteErrors(output, [new GraphQLError(message) { Code = ErrorCodes.BadRequest }]);
        await WriteAsync(context, status, mediaType, output);
    }

    private static ValueTask<System.IO.Pipelines.FlushResult> WriteAsync(HttpContext context, int status, string mediaType, PooledBuffer output)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = mediaType == MediaTypes.GraphQL ? "application/graphql-response+json; charset=utf-8" : "application/json; charset=utf-8";
        response.ContentLength = output.Length;
        response.Headers.XContentTypeOptions = "nosniff";
        response.BodyWriter.Write(output.Written.Span);
        return response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
