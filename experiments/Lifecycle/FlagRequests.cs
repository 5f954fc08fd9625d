using System.Text.Json;

namespace Experiments.Lifecycle;

/// <summary>An edit of a flag; what is null stays as it is.</summary>
/// <param name="Key">The flag.</param>
/// <param name="ExpectedVersion">The version the person read; any other is refused.</param>
/// <param name="Enabled">Whether it is on.</param>
/// <param name="Description">What it decides, for people.</param>
/// <param name="Definition">
/// The whole definition in Microsoft.FeatureManagement's schema v2.0.0, with the flag's key as its id and a seed. Its <c>enabled</c> and <c>description</c> count too;
/// given twice, both must say the same.
/// </param>
/// <param name="Actor">Who edits it, as the audit log names them.</param>
/// <param name="Reason">Why; never empty.</param>
public sealed record FlagEdit(string Key, int ExpectedVersion, bool? Enabled, string? Description, JsonElement? Definition, string Actor, string Reason);

/// <summary>A change of a flag's state.</summary>
/// <param name="Key">The flag.</param>
/// <param name="ExpectedVersion">The version the person read; any other is refused.</param>
/// <param name="Actor">Who changes it.</param>
/// <param name="Reason">Why; never empty.</param>
public sealed record FlagChange(string Key, int ExpectedVersion, string Actor, string Reason);

/// <summary>Forces one unit into one arm, or no longer.</summary>
/// <param name="ExperimentKey">The experiment.</param>
/// <param name="Unit">The unit's key: of the experiment's kind, and one that exists, which the host has made sure of.</param>
/// <param name="Variant">One of the experiment's arms; null lifts the override.</param>
/// <param name="Actor">Who does it.</param>
/// <param name="Reason">Why; never empty.</param>
public sealed record VariantOverride(string ExperimentKey, string Unit, string? Variant, string Actor, string Reason);
