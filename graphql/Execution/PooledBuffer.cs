using System.Buffers;

namespace GraphQL.Execution;

/// <summary>Memory for a response, rented and given back; can be cut back to begin a part again.</summary>
internal sealed class PooledBuffer : IBufferWriter<byte>, IDisposable
{
    private const int LargestIdle = 16 * 1024;

    private byte[] bytes;

    public PooledBuffer(int size = 4096) => bytes = ArrayPool<byte>.Shared.Rent(size);

    public int Length { get; private set; }

    /// <summary>How long it may become; beyond it the operation ends.</summary>
    public long Limit { get; set; } = Array.MaxLength;

    public ReadOnlyMemory<byte> Written => bytes.AsMemory(0, Length);

    public void Truncate(int length) => Length = length;

    /// <summary>Gives back what a long content needed once it is gone.</summary>
    public void Shrink()
    {
        if (Length > 0 || bytes.Length <= LargestIdle)
            return;
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = ArrayPool<byte>.Shared.Rent(LargestIdle);
    }

    public void Replace(int index, byte value) => bytes[index] = value;

    public void RemoveAt(int index)
    {
        bytes.AsSpan(index + 1, Length - index - 1).CopyTo(bytes.AsSpan(index));
        Length--;
    }

    public void Write(ReadOnlySpan<byte> content)
    {
        content.CopyTo(GetSpan(content.Length));
        Length += content.Length;
    }

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return bytes.AsSpan(Length);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = [];
    }

    private void Reserve(int sizeHint)
    {
        var needed = (long)Length + Math.Max(sizeHint, 256);
        if (needed <= bytes.Length)
            return;
        if (needed > Limit)
            throw new ResponseTooLargeException($"The response is larger than {Limit} bytes.");
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Math.Max(needed, bytes.Length * 2L), Array.MaxLength));
        bytes.AsSpan(0, Length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = larger;
    }
}
