using System.Diagnostics;
using System.Security.Claims;
using Microsoft.Extensions.Logging;

namespace GraphQL.Execution;

/// <summary>
/// Turns exceptions into errors that a client may see; what it may not see is logged under the id that it gets. The id is that of the
/// trace where there is one. Variables are never logged: they hold what users wrote.
/// </summary>
internal sealed partial class ErrorReporter(ILogger<ErrorReporter> logger)
{
    public GraphQLError Report(Exception exception, string operation, string? path = null, ClaimsPrincipal? user = null)
    {
        if (exception is GraphQLException { Error: var error })
            return error;

        var id = Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.TraceId.ToHexString() : Guid.CreateVersion7().ToString("N");
        LogFailure(logger, exception, operation, path ?? "(whole operation)", NameOf(user), id);
        return new GraphQLError($"Internal error (id {id}).") { Code = ErrorCodes.InternalServerError };
    }

    private static string NameOf(ClaimsPrincipal? user) =>
        user?.FindFirst(ClaimTypes.NameIdentifier)?.Value ?? user?.FindFirst("sub")?.Value ?? user?.Identity?.Name ?? "(nobody)";

    [LoggerMessage(Level = LogLevel.Error, Message = "GraphQL operation {Operation} failed at {Path} for user {User}; the client was given id {ErrorId}")]
    private static partial void LogFailure(ILogger logger, Exception exception, string operation, string path, string user, string errorId);
}
