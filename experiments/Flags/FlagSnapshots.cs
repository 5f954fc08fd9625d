namespace Experiments.Flags;

/// <summary>Holds the snapshot that this node evaluates with.</summary>
public sealed class FlagSnapshots
{
    private FlagSnapshot? current;

    /// <summary>
    /// Raised on this node after a newer snapshot took the place of an older one, wherever the change was made; not for the first one.
    /// Handlers run where the snapshot was loaded: they must be quick and must not throw. Whoever could have missed an event
    /// remembers the snapshot it knows and asks the current one for <see cref="FlagSnapshot.ChangedSince"/>.
    /// </summary>
    public event EventHandler<DefinitionsChangedEventArgs>? Changed;

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
            {
                if (seen is not null)
                    Changed?.Invoke(this, new DefinitionsChangedEventArgs(snapshot.ChangedSince(seen)));
                return;
            }

            seen = before;
        }
    }
}
