using System.Buffers;
using System.Text.Json;

namespace Marketplace.Api.Ofrep;

/// <summary>The headers and errors that all of the protocol's answers share.</summary>
internal static class OfrepHttp
{
    private const string Json = "application/json; charset=utf-8";

    /// <summary>Pages of any site may ask: what lets them in is a key or token that they bring themselves, never a cookie.</summary>
    public static void Begin(HttpResponse response)
    {
        response.Headers.CacheControl = "private";
        response.Headers.AccessControlAllowOrigin = "*";
        response.Headers.AccessControlExposeHeaders = "ETag, Retry-After";
        response.Headers.XContentTypeOptions = "nosniff";
    }

    public static Task PreflightAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = "*";
        headers.AccessControlAllowMethods = "GET, POST";
        headers.AccessControlAllowHeaders = "content-type, authorization, if-none-match, x-api-key";
        headers.AccessControlMaxAge = "3600";
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    public static async Task WriteAsync(HttpResponse response, ReadOnlyMemory<byte> json, CancellationToken cancellation)
    {
        response.ContentType = Json;
        response.ContentLength = json.Length;
        response.BodyWriter.Write(json.Span);
        await response.BodyWriter.FlushAsync(cancellation);
    }

    public static async Task RefuseAsync(HttpContext context, string? flagKey, OfrepProblem problem)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            // Clients tell failures of one flag by its key; those of all flags have none to name.
            json.WriteString("key"u8, flagKey ?? "");
            json.WriteString("errorCode"u8, problem.Code);
            json.WriteString("errorDetails"u8, problem.Details);
            json.WriteEndObject();
        }

        context.Response.StatusCode = problem.Status;
        if (problem.Status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        await WriteAsync(context.Response, buffer.WrittenMemory, context.RequestAborted);
    }
}
