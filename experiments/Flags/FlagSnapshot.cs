using System.Collections.Frozen;
using System.Text.Json;
using Experiments.ApiKeys;
using Microsoft.FeatureManagement;

namespace Experiments.Flags;

/// <summary>Every flag as of one version of the state. It never changes; a new one takes its place.</summary>
public sealed class FlagSnapshot : IFlagEvaluator
{
    private readonly FrozenDictionary<string, CompiledFlag> flags;
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
