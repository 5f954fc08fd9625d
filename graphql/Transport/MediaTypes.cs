using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace GraphQL.Transport;

/// <summary>The media types of GraphQL over HTTP, and which one a client gets.</summary>
internal static class MediaTypes
{
    public const string GraphQL = "application/graphql-response+json";
    public const string Json = "application/json";
    public const string EventStream = "text/event-stream";
    public const string Html = "text/html";

    /// <summary>The type of the response; null when the client takes none of ours.</summary>
    public static string? Negotiate(StringValues accept, bool allowHtml)
    {
        var header = accept.ToString();
        if (header.Length == 0 || header == "*/*")
            return Json;
        if (header == GraphQL)
            return GraphQL;
        if (!MediaTypeHeaderValue.TryParseList(accept, out var accepted))
            return null;
        return accepted.OrderByDescending(type => type.Quality ?? 1).Where(type => type.Quality != 0)
            .Select(type => Match(type, allowHtml))
            .FirstOrDefault(match => match is not null);
    }

    /// <summary>True for a body of JSON in UTF-8.</summary>
    public static bool IsJson(string? contentType)
    {
        if (contentType is Json or "application/json; charset=utf-8")
            return true;
        return MediaTypeHeaderValue.TryParse(contentType, out var parsed)
            && parsed.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase)
            && (!parsed.Charset.HasValue || parsed.Charset.Value.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase));
    }

    private static string? Match(MediaTypeHeaderValue type, bool allowHtml)
    {
        if (type.Charset.HasValue && !type.Charset.Value.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            return null;
        if (type.MediaType.Equals(GraphQL, StringComparison.OrdinalIgnoreCase))
            return GraphQL;
        if (type.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase) || type.MatchesAllTypes || type.MediaType == "application/*")
            return Json;
        if (type.MediaType.Equals(EventStream, StringComparison.OrdinalIgnoreCase))
            return EventStream;
        return allowHtml && type.MediaType.Equals(Html, StringComparison.OrdinalIgnoreCase) ? Html : null;
    }
}
