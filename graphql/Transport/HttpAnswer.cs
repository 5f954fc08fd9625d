using System.Buffers;
using GraphQL.Execution;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace GraphQL.Transport;

/// <summary>Sends what was written, and refusals of requests that never became one.</summary>
internal static class HttpAnswer
{
    public static ValueTask<System.IO.Pipelines.FlushResult> WriteAsync(HttpContext context, int status, string mediaType, PooledBuffer output)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = mediaType == MediaTypes.GraphQL ? "application/graphql-response+json; charset=utf-8" : "application/json; charset=utf-8";
        response.ContentLength = output.Length;
        response.Headers.XContentTypeOptions = "nosniff";
        if (!HttpMethods.IsPost(context.Request.Method))
            ForCaches(response);
        response.BodyWriter.Write(output.Written.Span);
        return response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    public static async Task RefuseAsync(HttpContext context, int status, string mediaType, string message)
    {
        using var output = new PooledBuffer();
        OperationExecutor.WriteErrors(output, [new GraphQLError(message) { Code = ErrorCodes.BadRequest }]);
        await WriteAsync(context, status, mediaType, output);
    }

    // An answer depends on who asks and on when. Caches keep no answer to a POST anyway; a host that wants one to a GET kept says so itself.
    private static void ForCaches(HttpResponse response)
    {
        if (response.Headers.CacheControl.Count == 0)
            response.Headers.CacheControl = "no-store";
        response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
    }
}
