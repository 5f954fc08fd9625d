using GraphQL.Execution;

namespace GraphQL.PersistedDocuments;

/// <summary>The documents that clients made known. A storage that is away costs a round trip, not the answer: the client sends the document again.</summary>
internal sealed class KnownDocuments(IPersistedDocumentStorage storage, GraphQLOptions options, ErrorReporter errors)
{
    public async ValueTask<ReadOnlyMemory<byte>?> FindAsync(string hash, CancellationToken aborted)
    {
        if (!options.EnableAutomaticPersistedQueries || !DocumentHash.IsHash(hash))
            return null;
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

    public async ValueTask KeepAsync(string hash, ReadOnlyMemory<byte> document, CancellationToken aborted)
    {
        if (!options.EnableAutomaticPersistedQueries)
            return;
        try
        {
            await storage.StoreAsync(hash, document.ToArray(), aborted);
        }
        catch (Exception failure) when (!aborted.IsCancellationRequested)
        {
            errors.Report(failure, nameof(IPersistedDocumentStorage));
        }
    }
}
