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

    /// <summary>A value that the types allow and the server does not.</summary>
    public const string BadUserInput = "BAD_USER_INPUT";

    /// <summary>Nobody is signed in, and somebody must be.</summary>
    public const string Unauthenticated = "UNAUTHENTICATED";

    /// <summary>Whoever is signed in may not do this.</summary>
    public const string Forbidden = "FORBIDDEN";

    /// <summary>The execution took longer than it may.</summary>
    public const string Timeout = "TIMEOUT";

    /// <summary>A defect or an outage; the message holds the id under which it was logged.</summary>
    public const string InternalServerError = "INTERNAL_SERVER_ERROR";
}
