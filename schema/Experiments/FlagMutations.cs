using System.Text.Json;
using Experiments.Flags;
using Experiments.Lifecycle;
using Marketplace.Schema.Errors;

namespace Marketplace.Schema.Experiments;

public sealed record VariantInput(string Name, JsonElement Configuration);

public sealed record CreateFlagInput(string Key, string Description, IReadOnlyList<VariantInput> Variants, string DefaultVariant, string OffVariant, bool Enabled = false);

public sealed record CreateFlagPayload(Flag? Flag);

/// <summary>Give the version you read: an edit made from a stale read is refused. A null field is left as it is.</summary>
public sealed record UpdateFlagInput(string Key, int ExpectedVersion, string Reason, bool? Enabled = null, string? Description = null, JsonElement? Definition = null);

public sealed record UpdateFlagPayload(Flag? Flag);

public sealed record ArchiveFlagInput(string Key, int ExpectedVersion, string Reason);

public sealed record ArchiveFlagPayload(Flag? Flag);

/// <summary>Forces one unit into one arm for testing; such units are left out of the results. A null variant lifts the override.</summary>
public sealed record SetVariantOverrideInput(string Key, [property: GraphQLType("ID!")] string UnitId, string Reason, string? Variant = null);

public sealed record SetVariantOverridePayload(AssignmentExplanation? Explanation);

[MutationType]
public static class FlagMutations
{
    /// <summary>Creates a flag without rules: when it is enabled everybody gets the default variant.</summary>
    [Authorize(Policy = Policies.ProductManager)]
    [Error<ForbiddenError>, Error<ValidationError>]
    public static async Task<MutationResult<CreateFlagPayload>> CreateFlagAsync(CreateFlagInput input, FlagService flags, CallerAccess caller, CancellationToken cancellation)
    {
        var flag = new NewFlag(
            input.Key, input.Description, [.. input.Variants.Select(v => new FlagVariant(v.Name, v.Configuration))], input.Enabled, input.DefaultVariant, input.OffVariant);
        return (await flags.CreateAsync(flag, caller.Actor, cancellation)).Answer(f => new CreateFlagPayload(f));
    }

    /// <summary>
    /// Edits a flag: the switch, the description, the whole definition. What Microsoft.FeatureManagement would pass over or stumble over is refused by its place. While an experiment runs on the
    /// flag, allocation and conditions stay as they are.
    /// </summary>
    [Authorize(Policy = Policies.ProductManager)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<ValidationError>, Error<VersionConflictError>, Error<WrongStateError>]
    public static async Task<MutationResult<UpdateFlagPayload>> UpdateFlagAsync(UpdateFlagInput input, FlagService flags, CallerAccess caller, CancellationToken cancellation)
    {
        var definition = input.Definition is { ValueKind: not JsonValueKind.Null } given ? given : (JsonElement?)null;
        var edit = new FlagEdit(input.Key, input.ExpectedVersion, input.Enabled, input.Description, definition, caller.Actor, input.Reason);
        return (await flags.UpdateAsync(edit, cancellation)).Answer(f => new UpdateFlagPayload(f));
    }

    /// <summary>Puts a flag away for good: it evaluates as a disabled one and takes no more edits or experiments.</summary>
    [Authorize(Policy = Policies.ProductManager)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<ValidationError>, Error<VersionConflictError>, Error<WrongStateError>]
    public static async Task<MutationResult<ArchiveFlagPayload>> ArchiveFlagAsync(ArchiveFlagInput input, FlagService flags, CallerAccess caller, CancellationToken cancellation) =>
        (await flags.ArchiveAsync(new FlagChange(input.Key, input.ExpectedVersion, caller.Actor, input.Reason), cancellation)).Answer(f => new ArchiveFlagPayload(f));

    /// <summary>Forces one unit (an account's or a job's id, or a category's key) into one arm of a draft or a running experiment, or lifts that, and explains what the unit sees now.</summary>
    [Authorize(Policy = Policies.ProductManager)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<ValidationError>]
    public static async Task<MutationResult<SetVariantOverridePayload>> SetVariantOverrideAsync(
        SetVariantOverrideInput input, ExperimentReader experiments, UnitIds units, VariantOverrides overrides, AssignmentExplainer explainer, CallerAccess caller,
        CancellationToken cancellation)
    {
        if (await experiments.FindAsync(input.Key, cancellation) is not { } experiment)
        {
            return new NotFoundError($"There is no experiment with the key '{input.Key}'.", input.Key);
        }

        var (unit, problem) = await units.ReadAsync(experiment.Unit, input.UnitId, cancellation);
        if (unit is null)
        {
            return problem!;
        }

        var outcome = await overrides.SetAsync(new VariantOverride(input.Key, unit.UserId, input.Variant, caller.Actor, input.Reason), cancellation);
        return outcome.Refusal is { } refusal
            ? refusal.ToError()
            : new SetVariantOverridePayload(await explainer.ExplainAsync(input.Key, unit, cancellation));
    }

    private static MutationResult<TPayload> Answer<TPayload>(this global::Experiments.Lifecycle.Outcome<Flag> outcome, Func<Flag, TPayload> payload) where TPayload : class =>
        outcome.Value is { } flag ? payload(flag) : outcome.Refusal!.ToError();
}
