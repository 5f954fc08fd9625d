using GraphQL.Requests;
using Microsoft.AspNetCore.Http;

namespace GraphQL.Transport;

/// <summary>The status codes of GraphQL over HTTP, all in one place: the draft and its published audits disagree here and there, the audits win.</summary>
internal static class ResponseStatus
{
    public static int Of(RequestOutcome outcome, string mediaType) => outcome switch
    {
        RequestOutcome.Executed => StatusCodes.Status200OK,
        // Clients of automatic persisted queries give up on them for good when they see a 400 here.
        RequestOutcome.Unknown => StatusCodes.Status200OK,
        RequestOutcome.NotAllowed => StatusCodes.Status405MethodNotAllowed,
        _ when mediaType == MediaTypes.Json => StatusCodes.Status200OK,
        RequestOutcome.Refused => StatusCodes.Status400BadRequest,
        RequestOutcome.TimedOut => StatusCodes.Status503ServiceUnavailable,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };
}
