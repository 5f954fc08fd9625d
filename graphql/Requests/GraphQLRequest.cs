using System.Text.Json;

namespace GraphQL.Requests;

/// <summary>The parameters of a request (GraphQL over HTTP, 5.1), however they came.</summary>
/// <param name="Query">The document in UTF-8.</param>
/// <param name="OperationName">Which operation of the document to run.</param>
/// <param name="Variables">An object, or nothing.</param>
internal readonly record struct GraphQLRequest(ReadOnlyMemory<byte> Query, string? OperationName, JsonElement Variables);

/// <summary>The request is no GraphQL request.</summary>
internal sealed class BadRequestException(string message) : Exception(message);
