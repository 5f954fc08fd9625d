namespace GraphQL.SchemaTools;

/// <summary>The changes found so far.</summary>
internal sealed class ChangeList
{
    private readonly List<SchemaChange> all = [];

    public IReadOnlyList<SchemaChange> All => all;

    public void Safe(SchemaChangeKind kind, string coordinate, string description) => Add(kind, SchemaChangeSeverity.Safe, coordinate, description);

    public void Dangerous(SchemaChangeKind kind, string coordinate, string description) => Add(kind, SchemaChangeSeverity.Dangerous, coordinate, description);

    public void Breaking(SchemaChangeKind kind, string coordinate, string description) => Add(kind, SchemaChangeSeverity.Breaking, coordinate, description);

    public void Add(SchemaChangeKind kind, SchemaChangeSeverity severity, string coordinate, string description) =>
        all.Add(new SchemaChange(kind, severity, coordinate, description));

    /// <summary>Calls one of three for each name: gone, new, or in both.</summary>
    public static void Match<T>(
        IEnumerable<T> old, IEnumerable<T> @new, Func<T, string> name, Action<T> removed, Action<T> added, Action<T, T>? kept = null)
    {
        var before = ByName(old, name);
        var after = ByName(@new, name);
        foreach (var (key, value) in before)
        {
            if (!after.TryGetValue(key, out var other))
                removed(value);
            else
                kept?.Invoke(value, other);
        }

        foreach (var (key, value) in after)
        {
            if (!before.ContainsKey(key))
                added(value);
        }
    }

    private static OrderedDictionary<string, T> ByName<T>(IEnumerable<T> items, Func<T, string> name)
    {
        var found = new OrderedDictionary<string, T>(StringComparer.Ordinal);
        foreach (var item in items)
            found.TryAdd(name(item), item);
        return found;
    }
}
