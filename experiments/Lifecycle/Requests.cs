using System.Text.Json;
using Experiments.Flags;

namespace Experiments.Lifecycle;

/// <summary>A flag to create. Its definition has no rules yet: everybody gets the default variant when it is enabled.</summary>
/// <param name="Key">Kebab-case, unique.</param>
/// <param name="Description">What it decides, for people.</param>
/// <param name="Variants">At least one; names are unique.</param>
/// <param name="Enabled">Whether it starts enabled.</param>
/// <param name="DefaultVariant">For everybody whom no rule concerns.</param>
/// <param name="OffVariant">For everybody while it is disabled, and for those outside an audience.</param>
public sealed record NewFlag(string Key, string Description, IReadOnlyList<FlagVariant> Variants, bool Enabled, string DefaultVariant, string OffVariant);

/// <summary>An experiment to draft.</summary>
/// <param name="Key">Kebab-case, unique.</param>
/// <param name="Name">For people.</param>
/// <param name="Hypothesis">What is expected to happen, and why.</param>
/// <param name="FlagKey">The flag whose variants are the arms.</param>
/// <param name="Unit">What is assigned to an arm.</param>
/// <param name="Arms">At least two variants of the flag; weights above 0 that sum to 100; exactly one control.</param>
/// <param name="PrimaryMetric">A known metric's key.</param>
/// <param name="Layer">A layer to share with other experiments, created when new; null gives it one of its own.</param>
/// <param name="LayerShare">The share of the layer it reserves while it runs, above 0 to 100.</param>
/// <param name="Traffic">The share of that block in use, 0 to 100.</param>
/// <param name="Audience">
/// Who may be in it: an object with any of users, groups (lists of names), attributes (lists of values by name), from and until
/// (instants). All that is given must hold. Those outside get the variant for disabled.
/// </param>
/// <param name="SecondaryMetrics">Known metrics' keys.</param>
/// <param name="Guardrails">Known metrics, each once, with the relative harm that is still borne: above 0 to 1.</param>
/// <param name="Seed">Decides the draw; null draws a fresh one. It is kept with the experiment.</param>
public sealed record NewExperiment(
    string Key,
    string Name,
    string Hypothesis,
    string FlagKey,
    ExperimentUnit Unit,
    IReadOnlyList<ExperimentArm> Arms,
    string PrimaryMetric,
    string? Layer = null,
    decimal LayerShare = 100,
    decimal Traffic = 100,
    JsonElement? Audience = null,
    IReadOnlyList<string>? SecondaryMetrics = null,
    IReadOnlyList<Guardrail>? Guardrails = null,
    string? Seed = null);

/// <summary>A change of an experiment's state.</summary>
/// <param name="Key">The experiment.</param>
/// <param name="ExpectedVersion">The version the person saw; any other is refused.</param>
/// <param name="Actor">Who changes it, as the audit log names them.</param>
/// <param name="Reason">Why; never empty.</param>
public sealed record ExperimentChange(string Key, int ExpectedVersion, string Actor, string Reason);

/// <summary>What becomes of an experiment that has not ended; null leaves a part as it is.</summary>
/// <param name="Change">Which experiment, from which version, by whom and why.</param>
/// <param name="Name">For people.</param>
/// <param name="Hypothesis">What is expected to happen, and why.</param>
/// <param name="Arms">All of them; of a draft alone.</param>
/// <param name="Audience">Who may be in it; of a draft alone.</param>
/// <param name="PrimaryMetric">A known metric's key.</param>
/// <param name="SecondaryMetrics">All of them.</param>
/// <param name="Guardrails">All of them.</param>
public sealed record ExperimentEdit(
    ExperimentChange Change,
    string? Name = null,
    string? Hypothesis = null,
    IReadOnlyList<ExperimentArm>? Arms = null,
    NewAudience? Audience = null,
    string? PrimaryMetric = null,
    IReadOnlyList<string>? SecondaryMetrics = null,
    IReadOnlyList<Guardrail>? Guardrails = null);

/// <summary>An audience that takes the place of another.</summary>
/// <param name="Audience">As in <see cref="NewExperiment"/>; null is everybody.</param>
public sealed record NewAudience(JsonElement? Audience);

/// <summary>What a host needs to exist: written where it is missing, so that it may be given at every start.</summary>
/// <param name="Facts">Kept as given: they describe the host's own views.</param>
/// <param name="Metrics">Kept as given: they are configuration of the host.</param>
/// <param name="Flags">Created when missing; existing ones stay as product managers left them.</param>
/// <param name="Experiments">Drafted when missing; existing ones stay as product managers left them.</param>
public sealed record ReferenceData(
    IReadOnlyList<Fact> Facts,
    IReadOnlyList<Metric> Metrics,
    IReadOnlyList<NewFlag> Flags,
    IReadOnlyList<NewExperiment> Experiments);
