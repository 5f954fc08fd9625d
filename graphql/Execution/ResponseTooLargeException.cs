namespace GraphQL.Execution;

/// <summary>An operation is ended whole: what it selects is more than a response may hold.</summary>
internal sealed class ResponseTooLargeException(string message) : Exception(message);
