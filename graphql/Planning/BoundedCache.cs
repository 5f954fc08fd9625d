using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace GraphQL.Planning;

/// <summary>
/// Keeps values by the bytes they were made of, in two generations: when the younger one is full it becomes the older one, and what
/// was not asked for since is dropped. The bytes themselves are compared, so a hash that collides finds nothing wrong.
/// </summary>
/// <param name="capacity">How many values are kept at most.</param>
/// <param name="memory">How many bytes keys and values take at most.</param>
/// <param name="sizeOf">The bytes that a value takes; without it keys alone are counted.</param>
internal sealed class BoundedCache<T>(int capacity, long memory = long.MaxValue, Func<T, long>? sizeOf = null)
    where T : class
{
    private readonly Lock turning = new();
    private Generation young = new();
    private Generation old = new();

    /// <summary>The bytes that keys and values take.</summary>
    public long Memory
    {
        get
        {
            lock (turning)
                return young.Memory + old.Memory;
        }
    }

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
        var size = key.Length + (sizeOf?.Invoke(value) ?? 0);
        if (capacity <= 0 || size > memory / 2)
            return;
        lock (turning)
        {
            if (size > (memory / 2) - young.Memory)
                Turn();
            if (!young.Values.TryAdd(key.ToArray(), value))
                return;
            young.Memory += size;
            if (young.Values.Count >= Math.Max(1, capacity / 2))
                Turn();
        }
    }

    /// <summary>Takes note that a value, which was asked for just now, takes more bytes than before.</summary>
    public void Grow(long bytes)
    {
        lock (turning)
        {
            young.Memory += bytes;
            if (young.Memory > memory / 2)
                Turn();
        }
    }

    private void Turn() => (old, young) = (young, new Generation());

    private sealed class Generation
    {
        public Generation()
        {
            Values = new ConcurrentDictionary<byte[], T>(ByteComparer.Instance);
            ByKey = Values.GetAlternateLookup<ReadOnlySpan<byte>>();
        }

        public long Memory { get; set; }

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
