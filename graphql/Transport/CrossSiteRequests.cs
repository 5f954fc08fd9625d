using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace GraphQL.Transport;

/// <summary>
/// Tells GET requests that a page of a foreign site made a browser send. The page cannot read the answer, and a query changes nothing,
/// but it can measure how long the answer takes and have expensive ones computed in its visitors' names.
/// </summary>
internal static class CrossSiteRequests
{
    // With any of these a browser asks the server first whether the page may send the request (CORS).
    private static readonly string[] PreflightHeaders = ["GraphQL-Preflight", "Apollo-Require-Preflight", "X-Apollo-Operation-Name", "X-Requested-With"];

    public const string Refusal =
        "This GET request could come from a page of another site. Send the header GraphQL-Preflight: 1 with it (or Apollo-Require-Preflight), or use POST.";

    public static bool MustRefuse(HttpRequest request, GetRequestProtection protection) => protection switch
    {
        GetRequestProtection.None => false,
        GetRequestProtection.RefuseCrossSite => request.Headers["Sec-Fetch-Site"] is ["cross-site"] && !WasAskedFirst(request),
        GetRequestProtection.RequireHeader => !WasAskedFirst(request),
        _ => throw new ArgumentOutOfRangeException(nameof(protection)),
    };

    private static bool WasAskedFirst(HttpRequest request) =>
        Array.Exists(PreflightHeaders, header => !StringValues.IsNullOrEmpty(request.Headers[header]))
        || MediaTypes.IsJson(request.ContentType)
        // Other schemes of authorization are added by browsers on their own.
        || request.Headers.Authorization is [{ } authorization] && authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase);
}
