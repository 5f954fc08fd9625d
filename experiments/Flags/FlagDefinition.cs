using System.Text.Json;

namespace Experiments.Flags;

/// <summary>A Microsoft.FeatureManagement definition (schema v2.0.0), read and found sound: every variant it names exists.</summary>
internal sealed record FlagDefinition(
    string Id,
    bool Enabled,
    bool AllConditions,
    IReadOnlyList<Condition> Conditions,
    IReadOnlyList<FlagVariant> Variants,
    string DefaultWhenEnabled,
    string DefaultWhenDisabled,
    IReadOnlyList<NamedRule> Users,
    IReadOnlyList<NamedRule> Groups,
    IReadOnlyList<PercentileRange> Percentiles,
    string? Seed)
{
    /// <summary>The library's own: a flag without a seed is bucketed by its name.</summary>
    internal string EffectiveSeed => Seed ?? "allocation\n" + Id;

    internal static FlagDefinition Parse(JsonElement definition) => FlagDefinitionReader.Read(definition);
}

/// <summary>Whoever is named gets the variant.</summary>
internal sealed record NamedRule(string Variant, IReadOnlyList<string> Names);

/// <summary>Whoever is at or above <paramref name="From"/> and below <paramref name="To"/> (100 included) gets the variant.</summary>
internal sealed record PercentileRange(string Variant, decimal From, decimal To);

/// <summary>A definition that does not hold together, with the place where.</summary>
internal sealed class FlagDefinitionException(string message) : Exception(message);
