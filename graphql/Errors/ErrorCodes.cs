namespace GraphQL;

/// <summary>The values of <c>extensions.code</c> that the library itself uses.</summary>
public static class ErrorCodes
{
    /// <summary>The document is not GraphQL.</summary>
    public const string ParseFailed = "GRAPHQL_PARSE_FAILED";

    /// <summary>The document does not fit the schema.</summary>
    public const string ValidationFailed = "GRAPHQL_VALIDATION_FAILED";

    /// <summary>The request is malformed: no such operation, bad variables, bad parameters.</summary>
    public const string BadRequest = "BAD_REQUEST";

    /// <summary>No document is known by this hash yet: the client sends it again with its text (automatic persisted queries).</summary>
    public const string PersistedQueryNotFound = "PERSISTED_QUERY_NOT_FOUND";

    /// <summary>The server keeps no documents for clients: they send every document with its text.</summary>
    public const string PersistedQueryNotSupported = "PERSISTED_QUERY_NOT_SUPPORTED";

    /// <summary>There is no document with this <c>documentId</c>.</summary>
    public const string PersistedDocumentNotFound = "PERSISTED_DOCUMENT_NOT_FOUND";

    /// <summary>The server runs trusted documents alone, and this is none of them.</summary>
    public const string NotTrusted = "QUERY_NOT_IN_SAFELIST";

    /// <summary>A value that the types allow and the server does not.</summary>
    public const string BadUserInput = "BAD_USER_INPUT";

    /// <summary>The operation costs more than one may; the numbers are beside the code.</summary>
    public const string CostLimitExceeded = "COST_LIMIT_EXCEEDED";

    /// <summary>Nobody is signed in, and somebody must be.</summary>
    public const string Unauthenticated = "UNAUTHENTICATED";

    /// <summary>Whoever is signed in may not do this.</summary>
    public const string Forbidden = "FORBIDDEN";

    /// <summary>The execution took longer than it may.</summary>
    public const string Timeout = "TIMEOUT";

    /// <summary>What the operation selects is more than a response may hold.</summary>
    public const string ResponseTooLarge = "RESPONSE_TOO_LARGE";

    /// <summary>The socket runs as many operations as it may.</summary>
    public const string TooManyOperations = "TOO_MANY_OPERATIONS";

    /// <summary>A defect or an outage; the message holds the id under which it was logged.</summary>
    public const string InternalServerError = "INTERNAL_SERVER_ERROR";
}
