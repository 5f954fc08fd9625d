using System.Text.Json;

namespace GraphQL.Requests;

/// <summary>The parameters of a request (GraphQL over HTTP, 5.1 and its appendix on persisted documents), however they came.</summary>
/// <param name="Query">The document in UTF-8; empty when the request names a document by an id instead.</param>
/// <param name="OperationName">Which operation of the document to run.</param>
/// <param name="Variables">An object, or nothing.</param>
internal readonly record struct GraphQLRequest(ReadOnlyMemory<byte> Query, string? OperationName, JsonElement Variables)
{
    /// <summary>The id of a document that the server has.</summary>
    public string? DocumentId { get; init; }

    /// <summary>The hash by which an automatically persisted document is asked for or, with <see cref="Query" />, made known.</summary>
    public string? PersistedQueryHash { get; init; }

    /// <summary>Everything in <c>extensions</c>: an object, or nothing.</summary>
    public JsonElement Extensions { get; init; }
}

/// <summary>The request is no GraphQL request.</summary>
internal sealed class BadRequestException(string message) : Exception(message);
