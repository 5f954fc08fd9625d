using System.Collections.Immutable;
using GraphQL.Language;

namespace GraphQL;

/// <summary>An error as a response carries it.</summary>
/// <param name="Message">What went wrong, for the developer of the client.</param>
public sealed record GraphQLError(string Message)
{
    /// <summary>The pieces of the document the error belongs to.</summary>
    public ImmutableArray<SourceLocation> Locations { get; init; } = [];

    /// <summary>The response position that failed: names and indexes; null for an error of the whole request.</summary>
    public IReadOnlyList<object>? Path { get; init; }

    /// <summary>A stable word for programs, written as <c>extensions.code</c>.</summary>
    public string? Code { get; init; }

    /// <summary>Further entries of <c>extensions</c>; values are strings, numbers, booleans or JSON elements.</summary>
    public IReadOnlyDictionary<string, object?>? Extensions { get; init; }
}
