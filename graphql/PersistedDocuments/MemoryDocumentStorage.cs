namespace GraphQL.PersistedDocuments;

/// <summary>Keeps documents in memory up to a number of bytes; those that were not asked for the longest go first.</summary>
internal sealed class MemoryDocumentStorage(long capacity) : IPersistedDocumentStorage
{
    // What an entry needs besides its document: the hash as text, the nodes of both collections.
    private const int Overhead = 400;

    private readonly Lock access = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> byHash = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> byUse = [];
    private long size;

    public ValueTask<ReadOnlyMemory<byte>?> FindAsync(string hash, CancellationToken cancellation)
    {
        lock (access)
        {
            if (!byHash.TryGetValue(hash, out var node))
                return default;
            byUse.Remove(node);
            byUse.AddFirst(node);
            return new(node.Value.Document);
        }
    }

    public ValueTask StoreAsync(string hash, ReadOnlyMemory<byte> document, CancellationToken cancellation)
    {
        var entry = new Entry(hash, document);
        lock (access)
        {
            if (entry.Size > capacity || byHash.ContainsKey(hash))
                return default;
            byHash.Add(hash, byUse.AddFirst(entry));
            size += entry.Size;
            while (size > capacity)
            {
                var oldest = byUse.Last!.Value;
                byUse.RemoveLast();
                byHash.Remove(oldest.Hash);
                size -= oldest.Size;
            }
        }

        return default;
    }

    private sealed record Entry(string Hash, ReadOnlyMemory<byte> Document)
    {
        public long Size => Document.Length + Overhead;
    }
}
