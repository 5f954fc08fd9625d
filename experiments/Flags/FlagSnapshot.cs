using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;
using Experiments.ApiKeys;
using Microsoft.FeatureManagement;

namespace Experiments.Flags;

/// <summary>Every flag as of one version of the state. It never changes; a new one takes its place.</summary>
public sealed class FlagSnapshot : IFlagEvaluator
{
    private readonly FrozenDictionary<string, CompiledFlag> flags;
    private readonly CompiledFlag[] ordered;
    private readonly DefinitionVersions versions;

    internal FlagSnapshot(long version, IReadOnlyCollection<FlagSource> sources, TimeProvider clock, DefinitionVersions? versions = null, ApiKeySet? apiKeys = null)
    {
        ApiKeys = apiKeys ?? ApiKeySet.None;
        Version = version;
        this.versions = versions ?? DefinitionVersions.None;
        var definitions = sources.Select(source => (source, Definition: FlagDefinition.Parse(source.Definition))).ToArray();
        flags = definitions.ToFrozenDictionary(
            flag => flag.source.Key,
            flag => new CompiledFlag(flag.Definition, flag.source.Enabled, flag.source.Experiment, clock, flag.source.Overrides),
            StringComparer.Ordinal);
        OrderedKeys = [.. flags.Keys.Order(StringComparer.Ordinal)];
        ordered = [.. OrderedKeys.Select(key => flags[key])];
        AttributesAsked = definitions
            .SelectMany(flag => flag.Definition.Conditions.OfType<AttributesCondition>().SelectMany(condition => condition.Values.Keys))
            .ToFrozenSet(StringComparer.Ordinal);
        LibraryDefinitions = definitions.ToFrozenDictionary(
            flag => flag.source.Key,
            flag => LibraryDefinition.From(flag.source.Definition, flag.source.Enabled),
            StringComparer.Ordinal);
    }

    /// <summary>The version of the state it was read at; it grows with every change.</summary>
    public long Version { get; }

    /// <summary>The flags' keys.</summary>
    public IReadOnlyList<string> Keys => flags.Keys;

    /// <summary>The flags' keys in ordinal order.</summary>
    public IReadOnlyList<string> OrderedKeys { get; }

    /// <summary>The names of attributes that some flag's audience asks for; no other attribute decides anything.</summary>
    public IReadOnlySet<string> AttributesAsked { get; }

    /// <summary>The keys that may evaluate flags from outside.</summary>
    public ApiKeySet ApiKeys { get; }

    internal FrozenDictionary<string, FeatureDefinition> LibraryDefinitions { get; }

    /// <summary>What was created or changed after an earlier snapshot was read and before this one was.</summary>
    public DefinitionChanges ChangedSince(FlagSnapshot earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        return versions.Since(earlier.versions);
    }

    /// <summary>Evaluates every flag for one unit, each as <see cref="TryEvaluate"/> would, in the order of <see cref="OrderedKeys"/>.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="evaluations">As many as there are flags, or more.</param>
    public void EvaluateAll(UnitContext unit, Span<Evaluation> evaluations)
    {
        ArgumentNullException.ThrowIfNull(unit);
        var seeds = ArrayPool<byte[]>.Shared.Rent(ordered.Length);
        var divided = ArrayPool<int>.Shared.Rent(ordered.Length);
        var places = ArrayPool<double>.Shared.Rent(ordered.Length);
        var count = 0;
        for (var at = 0; at < ordered.Length; at++)
        {
            if (!ordered[at].IsSettled(unit.UserId, unit, out evaluations[at]))
                (seeds[count], divided[count++]) = (ordered[at].Seed, at);
        }

        BucketLanes.Of(unit.UserId, seeds.AsSpan(0, count), places);
        for (var at = 0; at < count; at++)
            evaluations[divided[at]] = ordered[divided[at]].AtPlace(places[at]);
        ArrayPool<byte[]>.Shared.Return(seeds);
        ArrayPool<int>.Shared.Return(divided);
        ArrayPool<double>.Shared.Return(places);
    }

    /// <inheritdoc />
    public Evaluation Evaluate(string flagKey, ReadOnlySpan<char> unitKey)
        => flags.TryGetValue(flagKey, out var flag) ? flag.Evaluate(unitKey, null) : throw new UnknownFlagException(flagKey);

    /// <inheritdoc />
    public Evaluation Evaluate(string flagKey, UnitContext unit)
        => TryEvaluate(flagKey, unit, out var evaluation) ? evaluation : throw new UnknownFlagException(flagKey);

    /// <inheritdoc />
    public bool TryEvaluate(string flagKey, UnitContext unit, out Evaluation evaluation)
    {
        ArgumentNullException.ThrowIfNull(unit);
        if (flags.TryGetValue(flagKey, out var flag))
        {
            evaluation = flag.Evaluate(unit.UserId, unit);
            return true;
        }

        evaluation = default;
        return false;
    }
}

/// <summary>What a snapshot is made of.</summary>
internal sealed record FlagSource(string Key, bool Enabled, JsonElement Definition, RunningExperiment? Experiment, IReadOnlyDictionary<string, string>? Overrides = null);
