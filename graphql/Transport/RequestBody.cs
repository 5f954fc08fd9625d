using GraphQL.Execution;
using Microsoft.AspNetCore.Http;

namespace GraphQL.Transport;

/// <summary>Reads the bytes of a POST request up to the limit.</summary>
internal static class RequestBody
{
    /// <summary>A first size for the memory a body is read into.</summary>
    public static int SizeOf(HttpRequest request) => (int)Math.Clamp(request.ContentLength ?? 1024, 256, 65_536) + 256;

    public static async Task ReadAsync(HttpContext context, long limit, PooledBuffer body)
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

    /// <summary>True when somebody still has to decode the body: ASP.NET's request decompression takes the header away when it has.</summary>
    public static bool IsEncoded(HttpRequest request)
    {
        foreach (var encoding in request.Headers.ContentEncoding)
        {
            if (!string.IsNullOrWhiteSpace(encoding) && !encoding.Trim().Equals("identity", StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static BadHttpRequestException TooLarge(long limit) =>
        new($"A request's body may have {limit} bytes.", StatusCodes.Status413PayloadTooLarge);
}
