using System.Collections.Concurrent;

namespace Experiments.Exposures;

/// <summary>
/// Remembers which units were noted lately, so that a page read a thousand times is one note. It forgets the older half when it is full: what
/// is forgotten is noted again, and the database keeps the earliest.
/// </summary>
internal sealed class SeenUnits(int capacity)
{
    private readonly int generation = Math.Max(1, capacity / 2);
    private ConcurrentDictionary<(string Experiment, string Unit), (string Variant, DateTimeOffset At)> recent = new();
    private ConcurrentDictionary<(string Experiment, string Unit), (string Variant, DateTimeOffset At)> older = new();
    private int held;

    internal bool Knows(string experiment, string unit, string variant, DateTimeOffset at)
    {
        var key = (experiment, unit);
        // A unit in another arm than before is news, and so is one that was there earlier than it was known to be.
        return (Volatile.Read(ref recent).TryGetValue(key, out var known) || Volatile.Read(ref older).TryGetValue(key, out known))
            && string.Equals(known.Variant, variant, StringComparison.Ordinal) && known.At <= at;
    }

    internal void Add(string experiment, string unit, string variant, DateTimeOffset at)
    {
        Volatile.Read(ref recent)[(experiment, unit)] = (variant, at);
        if (Interlocked.Increment(ref held) == generation)
        {
            Volatile.Write(ref older, Volatile.Read(ref recent));
            Volatile.Write(ref recent, new());
            Volatile.Write(ref held, 0);
        }
    }}
