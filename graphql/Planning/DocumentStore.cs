using GraphQL.Instrumentation;
using GraphQL.Language;
using GraphQL.TypeSystem;
using GraphQL.Validation;

namespace GraphQL.Planning;

/// <summary>Reads, checks and keeps documents: what was seen before is looked up.</summary>
internal sealed class DocumentStore(Schema schema, GraphQLOptions options, Instruments? instruments = null)
{
    private readonly BoundedCache<PreparedDocument> documents = new(options.DocumentCacheSize, options.DocumentCacheMemory, document => document.Memory);
    private readonly ParserOptions parserOptions = options.Parsing;

    // Where a policy decides, a document is kept for everybody; the operation says whether it asks for the schema.
    private readonly ValidationOptions validationOptions = new()
    {
        MaximumDepth = options.MaximumDepth,
        MaximumListItems = options.MaximumListItems,
        AllowIntrospection = options.IntrospectionPolicy is not null || options.EnableIntrospection,
    };

    /// <summary>The document, ready to be planned; null, and the errors, when it cannot be executed.</summary>
    public PreparedDocument? Get(ReadOnlySpan<byte> source, out IReadOnlyList<GraphQLError> errors) => Get(source, options.EnableIntrospection, out errors);

    /// <summary>The document, ready to be planned; null, and the errors, when it cannot be executed.</summary>
    /// <param name="source">The document's bytes.</param>
    /// <param name="mayIntrospect">Whether the one who asks may know the schema: errors suggest names to nobody else.</param>
    /// <param name="errors">What is wrong.</param>
    public PreparedDocument? Get(ReadOnlySpan<byte> source, bool mayIntrospect, out IReadOnlyList<GraphQLError> errors)
    {
        errors = [];
        var isKnown = documents.TryGet(source, out var known);
        instruments?.LookedUp(isKnown);
        if (isKnown)
            return known;
        if (Parse(source, out errors) is not { } document)
            return null;
        errors = Validate(document, mayIntrospect);
        if (errors.Count > 0)
            return null;
        var prepared = new PreparedDocument(schema, document, instruments, source.Length, documents.Grow);
        documents.Add(source, prepared);
        return prepared;
    }

    private DocumentNode? Parse(ReadOnlySpan<byte> source, out IReadOnlyList<GraphQLError> errors)
    {
        using var phase = instruments?.Begin(Phase.Parse);
        errors = [];
        try
        {
            return GraphQLParser.Parse(source, parserOptions);
        }
        catch (GraphQLSyntaxException failure)
        {
            phase?.Fail(ErrorCodes.ParseFailed);
            errors = [new GraphQLError(failure.Message) { Code = ErrorCodes.ParseFailed, Locations = [failure.Location] }];
            return null;
        }
    }

    private List<GraphQLError> Validate(DocumentNode document, bool mayIntrospect)
    {
        using var phase = instruments?.Begin(Phase.Validate);
        List<GraphQLError> errors = [.. DocumentValidator.Validate(schema, document, validationOptions with { SuggestNames = mayIntrospect }).Select(error => error.Code is null ? error with { Code = ErrorCodes.ValidationFailed } : error)];
        if (errors.Count > 0)
            phase?.Fail(errors[0].Code);
        return errors;
    }
}
