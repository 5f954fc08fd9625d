using System.Text.Json;

namespace Experiments.Flags;

/// <summary>What a flag says for one unit, and why.</summary>
/// <param name="Variant">The variant's name.</param>
/// <param name="Configuration">The variant's configuration; <see cref="JsonValueKind.Undefined"/> never occurs.</param>
/// <param name="Reason">The step of the order that decided.</param>
/// <param name="Treatment">The running experiment's arm when the unit is in it: what belongs beside a charge. Otherwise null.</param>
public readonly record struct Evaluation(string Variant, JsonElement Configuration, EvaluationReason Reason, Treatment? Treatment);

/// <summary>An experiment's arm that applied to something.</summary>
/// <param name="ExperimentKey">The experiment.</param>
/// <param name="Variant">The arm.</param>
public sealed record Treatment(string ExperimentKey, string Variant);

/// <summary>Why an evaluation came out as it did.</summary>
public enum EvaluationReason
{
    /// <summary>Disabled, archived, or refused by the flag's own conditions: the variant for disabled.</summary>
    Off,

    /// <summary>No rule applied and no experiment runs on the flag: the default variant.</summary>
    Default,

    /// <summary>A user or group rule of the flag itself; no part of any experiment's results.</summary>
    Targeted,

    /// <summary>A percentile range, or an experiment's draw.</summary>
    Allocated,

    /// <summary>Forced for testing; no part of any experiment's results.</summary>
    Overridden,

    /// <summary>An experiment runs on the flag and this unit is not in it: outside its audience, its traffic or its draw.</summary>
    NotInExperiment,
}
