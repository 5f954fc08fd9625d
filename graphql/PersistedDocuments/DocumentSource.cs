using GraphQL.Execution;
using GraphQL.Planning;
using GraphQL.Requests;

namespace GraphQL.PersistedDocuments;

/// <summary>Finds the document of a request: in the request itself, or by the id or hash that it gives instead.</summary>
internal sealed class DocumentSource(DocumentStore documents, GraphQLOptions options, IPersistedDocumentStorage storage, ErrorReporter errors)
{
    public ValueTask<FoundDocument> FindAsync(RequestContext context, in GraphQLRequest request, bool mayIntrospect)
    {
        if (request.DocumentId is { } id)
            return new(FoundDocument.NotFound($"There is no document {id}."));
        return request.PersistedQueryHash is null ? new(Read(request.Query, mayIntrospect)) : PersistedAsync(context, request, mayIntrospect);
    }

    private FoundDocument Read(ReadOnlyMemory<byte> source, bool mayIntrospect) =>
        documents.Get(source.Span, mayIntrospect, out var invalid) is { } document ? document : FoundDocument.Invalid(invalid);

    private async ValueTask<FoundDocument> PersistedAsync(RequestContext context, GraphQLRequest request, bool mayIntrospect)
    {
        var hash = request.PersistedQueryHash!.ToLowerInvariant();
        if (!request.Query.IsEmpty)
            return await MadeKnownAsync(context, hash, request.Query, mayIntrospect);
        if (!options.EnableAutomaticPersistedQueries)
            return FoundDocument.PersistedQueryNotSupported;
        return DocumentHash.IsHash(hash) && await LookUpAsync(hash, context.Aborted) is { } known
            ? Read(known, mayIntrospect)
            : FoundDocument.PersistedQueryNotFound;
    }

    // A storage that is away costs a round trip, not the answer: the client sends the document again.
    private async ValueTask<ReadOnlyMemory<byte>?> LookUpAsync(string hash, CancellationToken aborted)
    {
        try
        {
            return await storage.FindAsync(hash, aborted);
        }
        catch (Exception failure) when (!aborted.IsCancellationRequested)
        {
            errors.Report(failure, nameof(IPersistedDocumentStorage));
            return null;
        }
    }

    private async ValueTask KeepAsync(string hash, ReadOnlyMemory<byte> source, CancellationToken aborted)
    {
        try
        {
            await storage.StoreAsync(hash, source.ToArray(), aborted);
        }
        catch (Exception failure) when (!aborted.IsCancellationRequested)
        {
            errors.Report(failure, nameof(IPersistedDocumentStorage));
        }
    }

    // Only what is valid is kept: anything else would let strangers fill the storage with noise.
    private async ValueTask<FoundDocument> MadeKnownAsync(RequestContext context, string hash, ReadOnlyMemory<byte> source, bool mayIntrospect)
    {
        if (DocumentHash.Of(source.Span) != hash)
            return FoundDocument.Refused("provided sha does not match query", ErrorCodes.BadRequest);
        var found = Read(source, mayIntrospect);
        if (found.Document is not null && options.EnableAutomaticPersistedQueries)
            await KeepAsync(hash, source, context.Aborted);
        return found;
    }
}
