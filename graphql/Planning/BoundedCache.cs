using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace GraphQL.Planning;

/// <summary>
/// Keeps values by the bytes they were made of, in two generations: when the younger one is full it becomes the older one, and what
/// was not asked for since is dropped. The bytes themselves are compared, so a hash that collides finds nothing wrong.
/// </summary>
internal sealed class BoundedCache<T>(int capacity)
    where T : class
{
    private readonly Lock turning = new();
    private Generation young = new();
    private Generation old = new();

    public bool TryGet(ReadOnlySpan<byte> key, [NotNullWhen(true)] out T? value)
    {
        if (young.ByKey.TryGetValue(key, out value))
            return true;
        if (!old.ByKey.TryGetValue(key, out value))
            return false;
        Add(key, value);
        return true;
    }

    public void Add(ReadOnlySpan<byte> key, T value)
    {
        if (capacity <= 0)
            return;
        var generation = young;
        if (!generation.Values.TryAdd(key.ToArray(), value) || generation.Values.Count < Math.Max(1, capacity / 2))
            return;
        lock (turning)
        {
            if (young == generation)
                (old, young) = (young, new Generation());
        }
    }

    private sealed class Generation
    {
        public Generation()
        {
            Values = new ConcurrentDictionary<byte[], T>(ByteComparer.Instance);
            ByKey = Values.GetAlternateLookup<ReadOnlySpan<byte>>();
        }

        public ConcurrentDictionary<byte[], T> Values { get; }

        public ConcurrentDictionary<byte[], T>.AlternateLookup<ReadOnlySpan<byte>> ByKey { get; }
    }
}

/// <summary>Compares keys by their bytes.</summary>
internal sealed class ByteComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    public static ByteComparer Instance { get; } = new();

    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(byte[] obj) => GetHashCode((ReadOnlySpan<byte>)obj);

    public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

    public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

    public int GetHashCode(ReadOnlySpan<byte> alternate)
    {
        var hash = default(HashCode);
        hash.AddBytes(alternate);
        return hash.ToHashCode();
    }
}
