namespace Experiments.Lifecycle;

/// <summary>Where a layer still has room.</summary>
internal static class LayerBlocks
{
    /// <summary>The start of the first free block of this size, or null.</summary>
    internal static decimal? FirstFit(IEnumerable<(decimal Start, decimal Share)> taken, decimal share)
    {
        foreach (var (start, length) in Free(taken))
        {
            if (length >= share)
                return start;
        }

        return null;
    }

    /// <summary>The largest block still free.</summary>
    internal static decimal LargestFree(IEnumerable<(decimal Start, decimal Share)> taken)
        => Free(taken).Select(block => block.Length).DefaultIfEmpty(0).Max();

    private static IEnumerable<(decimal Start, decimal Length)> Free(IEnumerable<(decimal Start, decimal Share)> taken)
    {
        var at = 0m;
        foreach (var (start, share) in taken.OrderBy(block => block.Start))
        {
            if (start > at)
                yield return (at, start - at);
            at = Math.Max(at, start + share);
        }

        if (at < 100)
            yield return (at, 100 - at);
    }
}
