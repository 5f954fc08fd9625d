using System.Collections.Frozen;

namespace Experiments.ApiKeys;

/// <summary>The keys that are good, as of one version of the state: made and revoked ones are known to every node as flags are.</summary>
public sealed class ApiKeySet
{
    private readonly FrozenDictionary<string, (long Id, byte[] Hash)>.AlternateLookup<ReadOnlySpan<char>> byPrefix;
    private readonly FrozenSet<long> ids;

    internal ApiKeySet(IEnumerable<(long Id, string Prefix, byte[] Hash)> keys)
    {
        var good = keys.ToFrozenDictionary(key => key.Prefix, key => (key.Id, key.Hash), StringComparer.Ordinal);
        byPrefix = good.GetAlternateLookup<ReadOnlySpan<char>>();
        ids = good.Values.Select(key => key.Id).ToFrozenSet();
    }

    internal static ApiKeySet None { get; } = new([]);

    /// <summary>Whether a text has the form of a key's secret, good or not; a token of another kind has not.</summary>
    public static bool IsSecret(ReadOnlySpan<char> text) => ApiKeySecret.TryPrefix(text, out _);

    /// <summary>The number of the key that a secret belongs to; null when it belongs to none, or to one that was revoked.</summary>
    public long? Find(ReadOnlySpan<char> secret)
        => ApiKeySecret.TryPrefix(secret, out var prefix) && byPrefix.TryGetValue(prefix, out var key) && ApiKeySecret.Matches(secret, key.Hash) ? key.Id : null;

    /// <summary>Whether the key with this number is good.</summary>
    public bool Contains(long id) => ids.Contains(id);
}
