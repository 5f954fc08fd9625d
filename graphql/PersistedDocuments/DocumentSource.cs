using GraphQL.Execution;
using GraphQL.Planning;
using GraphQL.Requests;

namespace GraphQL.PersistedDocuments;

/// <summary>Finds the document of a request: in the request itself, or by the id or hash that it gives instead.</summary>
internal sealed class DocumentSource(DocumentStore documents, TrustedDocuments trusted, KnownDocuments known, GraphQLOptions options)
{
    private const int MostBytesKept = 128 * 1024;

    public ValueTask<FoundDocument> FindAsync(RequestContext context, in GraphQLRequest request, bool mayIntrospect)
    {
        if (request.DocumentId is { } id)
            return NamedAsync(context, id, mayIntrospect);
        return request.PersistedQueryHash is null ? ReadAsync(context, request.Query, mayIntrospect) : PersistedAsync(context, request, mayIntrospect);
    }

    /// <summary>Fails where the options name policies that the host does not have.</summary>
    public async ValueTask CheckAsync(IServiceProvider services)
    {
        if (options is { OnlyTrustedDocuments: true, AnyDocumentPolicy: { } policy })
            await PolicyCheck.FindAsync(services, policy);
        if (options.IntrospectionPolicy is { } introspection)
            await PolicyCheck.FindAsync(services, introspection);
    }

    private async ValueTask<FoundDocument> NamedAsync(RequestContext context, string id, bool mayIntrospect)
    {
        if (trusted.Find(id, out var isAmbiguous) is { } document)
            return document;
        if (isAmbiguous)
            return FoundDocument.NotFound($"Several documents are called {id}. Ask by hash: {DocumentHash.Prefix} and 64 hexadecimal digits.");
        return id.StartsWith(DocumentHash.Prefix, StringComparison.Ordinal) && await known.FindAsync(id[DocumentHash.Prefix.Length..], context.Aborted) is { } source
            ? await ReadAsync(context, source, mayIntrospect)
            : FoundDocument.NotFound($"There is no document {id}.");
    }

    private async ValueTask<FoundDocument> PersistedAsync(RequestContext context, GraphQLRequest request, bool mayIntrospect)
    {
        var hash = request.PersistedQueryHash!.ToLowerInvariant();
        if (!request.Query.IsEmpty)
            return await MadeKnownAsync(context, hash, request.Query, mayIntrospect);
        if (DocumentHash.IsHash(hash) && trusted.Find(hash, out _) is { } document)
            return document;
        if (!options.EnableAutomaticPersistedQueries)
            return FoundDocument.PersistedQueryNotSupported;
        return await known.FindAsync(hash, context.Aborted) is { } source ? await ReadAsync(context, source, mayIntrospect) : FoundDocument.PersistedQueryNotFound;
    }

    // Only what is valid is kept, and nothing that is larger than a client's documents are: strangers would fill the storage with noise.
    private async ValueTask<FoundDocument> MadeKnownAsync(RequestContext context, string hash, ReadOnlyMemory<byte> source, bool mayIntrospect)
    {
        if (DocumentHash.Of(source.Span) != hash)
            return FoundDocument.Refused("provided sha does not match query", ErrorCodes.BadRequest);
        var found = await ReadAsync(context, source, mayIntrospect);
        if (found.Document is not null && source.Length <= MostBytesKept)
            await known.KeepAsync(hash, source, context.Aborted);
        return found;
    }

    private ValueTask<FoundDocument> ReadAsync(RequestContext context, ReadOnlyMemory<byte> source, bool mayIntrospect) =>
        options.OnlyTrustedDocuments ? ReadIfTrustedAsync(context, source, mayIntrospect) : new(Read(source, mayIntrospect));

    private async ValueTask<FoundDocument> ReadIfTrustedAsync(RequestContext context, ReadOnlyMemory<byte> source, bool mayIntrospect)
    {
        if (trusted.Find(source.Span) is { } document)
            return document;
        // Refused before it is validated: what is wrong with it would tell a stranger about the schema.
        return options.AnyDocumentPolicy is { } policy && await PolicyCheck.HoldsAsync(context.Services, context.User, context.HttpContext, policy)
            ? Read(source, mayIntrospect)
            : FoundDocument.Refused("Only trusted documents are run here, and this is none of them.", ErrorCodes.NotTrusted);
    }

    private FoundDocument Read(ReadOnlyMemory<byte> source, bool mayIntrospect) =>
        documents.Get(source.Span, mayIntrospect, out var errors) is { } document ? document : FoundDocument.Invalid(errors);
}
