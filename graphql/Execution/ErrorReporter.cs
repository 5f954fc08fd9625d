using Microsoft.Extensions.Logging;

namespace GraphQL.Execution;

/// <summary>Turns exceptions into errors that a client may see; what it may not see is logged.</summary>
internal sealed partial class ErrorReporter(ILogger<ErrorReporter> logger)
{
    public GraphQLError Report(Exception exception, string where)
    {
        if (exception is GraphQLException { Error: var error })
            return error;

        var id = Guid.CreateVersion7().ToString("N");
        LogFailure(logger, exception, where, id);
        return new GraphQLError($"Internal error (id {id}).") { Code = ErrorCodes.InternalServerError };
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "GraphQL field {Field} failed; the client was given id {Id}")]
    private static partial void LogFailure(ILogger logger, Exception exception, string field, string id);
}
