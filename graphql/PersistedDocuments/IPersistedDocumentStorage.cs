namespace GraphQL;

/// <summary>
/// Keeps the documents that clients made known by their hash (automatic persisted queries). The server has one in memory; a host whose
/// nodes should know each other's documents registers its own as a singleton.
/// </summary>
public interface IPersistedDocumentStorage
{
    /// <summary>The document in UTF-8; null when it is not known, and the client then sends it again.</summary>
    /// <param name="hash">SHA-256 of the document's bytes, 64 hexadecimal digits in lower case.</param>
    /// <param name="cancellation">Cancelled when the client has left.</param>
    ValueTask<ReadOnlyMemory<byte>?> FindAsync(string hash, CancellationToken cancellation);

    /// <summary>Keeps a document, valid against the schema and with this hash. It may be forgotten at any time.</summary>
    /// <param name="hash">SHA-256 of the document's bytes, 64 hexadecimal digits in lower case.</param>
    /// <param name="document">The document in UTF-8; the memory is the storage's to keep.</param>
    /// <param name="cancellation">Cancelled when the client has left.</param>
    ValueTask StoreAsync(string hash, ReadOnlyMemory<byte> document, CancellationToken cancellation);
}
