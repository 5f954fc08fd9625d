namespace Experiments.Flags;

/// <summary>What differs between two snapshots of the definitions.</summary>
/// <param name="FlagKeys">The flags that were created or changed, by key. A flag also changes when an experiment on it starts, pauses or stops.</param>
/// <param name="ExperimentKeys">The experiments that were created or changed, drafts too, by key.</param>
public sealed record DefinitionChanges(IReadOnlyList<string> FlagKeys, IReadOnlyList<string> ExperimentKeys);

/// <summary>Tells of changes that this node has just taken over.</summary>
public sealed class DefinitionsChangedEventArgs(DefinitionChanges changes) : EventArgs
{
    /// <summary>What differs from the snapshot that was in force before.</summary>
    public DefinitionChanges Changes => changes;
}

/// <summary>The versions of everything that was there when a snapshot was read.</summary>
internal sealed record DefinitionVersions(IReadOnlyDictionary<string, int> Flags, IReadOnlyDictionary<string, int> Experiments)
{
    internal static DefinitionVersions None { get; } = new(new Dictionary<string, int>(StringComparer.Ordinal), new Dictionary<string, int>(StringComparer.Ordinal));

    internal DefinitionChanges Since(DefinitionVersions earlier) => new(Changed(earlier.Flags, Flags), Changed(earlier.Experiments, Experiments));

    private static string[] Changed(IReadOnlyDictionary<string, int> before, IReadOnlyDictionary<string, int> after)
        => [.. after.Where(entry => !before.TryGetValue(entry.Key, out var version) || version != entry.Value).Select(entry => entry.Key).Order(StringComparer.Ordinal)];
}
