using GraphQL.Planning;
using GraphQL.Requests;

namespace GraphQL.PersistedDocuments;

/// <summary>The document of a request, or why there is none.</summary>
internal readonly struct FoundDocument
{
    private FoundDocument(PreparedDocument? document, RequestOutcome outcome, IReadOnlyList<GraphQLError> errors)
    {
        Document = document;
        Outcome = outcome;
        Errors = errors;
    }

    // The messages are the protocol: clients of automatic persisted queries compare them.
    public static FoundDocument PersistedQueryNotFound { get; } =
        new(null, RequestOutcome.Unknown, [new GraphQLError("PersistedQueryNotFound") { Code = ErrorCodes.PersistedQueryNotFound }]);

    public static FoundDocument PersistedQueryNotSupported { get; } =
        new(null, RequestOutcome.Unknown, [new GraphQLError("PersistedQueryNotSupported") { Code = ErrorCodes.PersistedQueryNotSupported }]);

    public PreparedDocument? Document { get; }

    public RequestOutcome Outcome { get; }

    public IReadOnlyList<GraphQLError> Errors { get; }

    public static implicit operator FoundDocument(PreparedDocument document) => new(document, RequestOutcome.Executed, []);

    public static FoundDocument Invalid(IReadOnlyList<GraphQLError> errors) => new(null, RequestOutcome.Refused, errors);

    public static FoundDocument NotFound(string message) => Refused(message, ErrorCodes.PersistedDocumentNotFound);

    public static FoundDocument Refused(string message, string code) => Invalid([new GraphQLError(message) { Code = code }]);
}
