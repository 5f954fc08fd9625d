using System.Text.Json;

namespace Experiments.Flags;

/// <summary>A feature flag as it stands.</summary>
/// <param name="Key">Kebab-case, never changed.</param>
/// <param name="Description">What it decides, for people.</param>
/// <param name="Enabled">Off means: everybody gets the variant for disabled.</param>
/// <param name="Archived">An archived flag evaluates as a disabled one and cannot be used by a new experiment.</param>
/// <param name="Variants">In the definition's order.</param>
/// <param name="Definition">Microsoft.FeatureManagement's own definition (schema v2.0.0), as it is evaluated.</param>
/// <param name="Version">Grows by one with every change; edits name the version they were made from.</param>
/// <param name="UpdatedAt">When it last changed.</param>
public sealed record Flag(
    string Key,
    string Description,
    bool Enabled,
    bool Archived,
    IReadOnlyList<FlagVariant> Variants,
    JsonElement Definition,
    int Version,
    DateTimeOffset UpdatedAt);

/// <summary>One of a flag's variants.</summary>
/// <param name="Name">Unique within the flag.</param>
/// <param name="Configuration">Any JSON value.</param>
public sealed record FlagVariant(string Name, JsonElement Configuration);
