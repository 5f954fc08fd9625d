namespace Experiments.Flags;

/// <summary>Holds the snapshot that this node evaluates with.</summary>
public sealed class FlagSnapshots
{
    private FlagSnapshot? current;

    /// <summary>The snapshot in force.</summary>
    /// <exception cref="InvalidOperationException">None was loaded yet.</exception>
    public FlagSnapshot Current => Volatile.Read(ref current)
        ?? throw new InvalidOperationException("Flags are not loaded yet: await FlagSnapshotLoader.LoadAsync, or start the host.");

    /// <summary>The version in force, or -1 before the first was loaded.</summary>
    public long Version => Volatile.Read(ref current)?.Version ?? -1;

    /// <summary>Puts a newer snapshot in the place of an older one; loads that overlap may end in any order.</summary>
    internal void Offer(FlagSnapshot snapshot)
    {
        var seen = Volatile.Read(ref current);
        while (seen is null || seen.Version < snapshot.Version)
        {
            var before = Interlocked.CompareExchange(ref current, snapshot, seen);
            if (ReferenceEquals(before, seen))
                return;
            seen = before;
        }
    }
}
