using System.Text.Json;

namespace Experiments.Lifecycle;

/// <summary>An experiment as it stands.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Key">Kebab-case, never changed.</param>
/// <param name="Name">For people.</param>
/// <param name="Hypothesis">What is expected to happen, and why.</param>
/// <param name="FlagKey">The flag whose variants are its arms.</param>
/// <param name="Unit">What is assigned to an arm.</param>
/// <param name="State">Where it is in its life.</param>
/// <param name="Arms">In the order in which they divide the block.</param>
/// <param name="LayerKey">The layer it shares with others; null when it has one of its own.</param>
/// <param name="LayerShare">The share of the layer that is this experiment's to use, above 0 to 100.</param>
/// <param name="Traffic">The share of that part in use, 0 to 100.</param>
/// <param name="Audience">Who may be in it at all; null is everybody.</param>
/// <param name="PrimaryMetric">The metric that decides.</param>
/// <param name="SecondaryMetrics">Metrics to look at besides.</param>
/// <param name="Guardrails">Metrics that must not suffer.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="StoppedAt">When it stopped.</param>
/// <param name="Version">Grows by one with every change; edits name the version they were made from.</param>
public sealed record Experiment(
    long Id,
    string Key,
    string Name,
    string Hypothesis,
    string FlagKey,
    ExperimentUnit Unit,
    ExperimentState State,
    IReadOnlyList<ExperimentArm> Arms,
    string? LayerKey,
    decimal LayerShare,
    decimal Traffic,
    JsonElement? Audience,
    string PrimaryMetric,
    IReadOnlyList<string> SecondaryMetrics,
    IReadOnlyList<Guardrail> Guardrails,
    DateTimeOffset? StartedAt,
    DateTimeOffset? StoppedAt,
    int Version);

/// <summary>One arm.</summary>
/// <param name="Variant">A variant of the experiment's flag.</param>
/// <param name="Weight">Percent of the experiment's block; all arms together make 100.</param>
/// <param name="Control">Exactly one arm is what the others are compared with.</param>
public sealed record ExperimentArm(string Variant, decimal Weight, bool Control);

/// <summary>A metric that must not suffer.</summary>
/// <param name="Metric">Its key.</param>
/// <param name="MaximumHarm">The relative harm that is still borne: 0.05 is five percent.</param>
/// <param name="StopsExperiment">Whether more harm stops the experiment.</param>
public sealed record Guardrail(string Metric, decimal MaximumHarm, bool StopsExperiment);

/// <summary>What is assigned to an arm.</summary>
public enum ExperimentUnit
{
    /// <summary>An account, by its global id.</summary>
    Account,

    /// <summary>A job, by its global id.</summary>
    Job,

    /// <summary>A job category, by its key.</summary>
    JobCategory,
}

/// <summary>Where an experiment is in its life.</summary>
public enum ExperimentState
{
    /// <summary>Prepared; nobody is in it.</summary>
    Draft,

    /// <summary>Its arms are in the flag's allocation.</summary>
    Running,

    /// <summary>Ended; the record stays.</summary>
    Stopped,

    /// <summary>Ended, with one variant made the flag's default.</summary>
    RolledOut,

    /// <summary>Put away.</summary>
    Archived,
}
