using System.Text.Json;
using Experiments.Lifecycle;
using Marketplace.Schema.Errors;

namespace Marketplace.Schema.Experiments;

/// <summary>What is left out stays as it is.</summary>
public sealed record UpdateExperimentInput(
    string Key, int ExpectedVersion, string Reason, string? Name = null, string? Hypothesis = null, IReadOnlyList<ExperimentArmInput>? Arms = null, string? PrimaryMetric = null,
    IReadOnlyList<string>? SecondaryMetrics = null, IReadOnlyList<GuardrailInput>? Guardrails = null)
{
    /// <summary>Null lets everybody in.</summary>
    public JsonElement? Audience
    {
        get;
        set
        {
            field = value;
            AudienceGiven = true;
        }
    }

    internal bool AudienceGiven { get; private set; }
}

public sealed record UpdateExperimentPayload(Experiment? Experiment);

/// <summary>Traffic only grows while an experiment runs, so that nobody who is in it drops out.</summary>
public sealed record ChangeTrafficInput(string Key, int ExpectedVersion, decimal Traffic, string Reason);

public sealed record ChangeTrafficPayload(Experiment? Experiment);

public sealed record RollOutVariantInput(string Key, int ExpectedVersion, string Variant, string Reason);

public sealed record RollOutVariantPayload(Experiment? Experiment);

public sealed record ArchiveExperimentInput(string Key, int ExpectedVersion, string Reason);

public sealed record ArchiveExperimentPayload(Experiment? Experiment);

[MutationType]
public static class ExperimentLifeMutations
{
    /// <summary>Edits an experiment: all of a draft; while it runs everything but its arms and audience. Give the version you read.</summary>
    [Authorize(Policy = Policies.ProductManager)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<ValidationError>, Error<VersionConflictError>, Error<WrongStateError>]
    public static async Task<MutationResult<UpdateExperimentPayload>> UpdateExperimentAsync(
        UpdateExperimentInput input, ExperimentService experiments, CallerAccess caller, CancellationToken cancellation)
    {
        var edit = new ExperimentEdit(
            new ExperimentChange(input.Key, input.ExpectedVersion, caller.Actor, input.Reason), input.Name, input.Hypothesis, input.Arms?.ToArms(),
            input.AudienceGiven ? new NewAudience(input.Audience) : null, input.PrimaryMetric, input.SecondaryMetrics, input.Guardrails?.ToGuardrails());
        return (await experiments.UpdateAsync(edit, cancellation)).Answer(e => new UpdateExperimentPayload(e));
    }

    /// <summary>Lets more units into a running experiment: nobody who is in it changes sides. Of a draft it is any percentage.</summary>
    [Authorize(Policy = Policies.ProductManager)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<ValidationError>, Error<VersionConflictError>, Error<WrongStateError>]
    public static async Task<MutationResult<ChangeTrafficPayload>> ChangeTrafficAsync(
        ChangeTrafficInput input, ExperimentService experiments, CallerAccess caller, CancellationToken cancellation) =>
        (await experiments.ChangeTrafficAsync(new ExperimentChange(input.Key, input.ExpectedVersion, caller.Actor, input.Reason), input.Traffic, cancellation)).Answer(e => new ChangeTrafficPayload(e));

    /// <summary>Makes an arm's variant the flag's default, from a running or a stopped experiment. A flag that was off is on afterwards.</summary>
    [Authorize(Policy = Policies.ProductManager)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<ValidationError>, Error<VersionConflictError>, Error<WrongStateError>]
    public static async Task<MutationResult<RollOutVariantPayload>> RollOutVariantAsync(
        RollOutVariantInput input, ExperimentService experiments, CallerAccess caller, CancellationToken cancellation) =>
        (await experiments.RollOutAsync(new ExperimentChange(input.Key, input.ExpectedVersion, caller.Actor, input.Reason), input.Variant, cancellation)).Answer(e => new RollOutVariantPayload(e));

    /// <summary>Puts a stopped experiment away; its record stays.</summary>
    [Authorize(Policy = Policies.ProductManager)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<ValidationError>, Error<VersionConflictError>, Error<WrongStateError>]
    public static async Task<MutationResult<ArchiveExperimentPayload>> ArchiveExperimentAsync(
        ArchiveExperimentInput input, ExperimentService experiments, CallerAccess caller, CancellationToken cancellation) =>
        (await experiments.ArchiveAsync(new ExperimentChange(input.Key, input.ExpectedVersion, caller.Actor, input.Reason), cancellation)).Answer(e => new ArchiveExperimentPayload(e));
}
