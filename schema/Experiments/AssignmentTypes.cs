using System.Text.Json;
using Experiments.Flags;
using Experiments.Lifecycle;

namespace Marketplace.Schema.Experiments;

[ObjectType<AssignmentExplanation>(Include = [nameof(AssignmentExplanation.Variant), nameof(AssignmentExplanation.Reason), nameof(AssignmentExplanation.Bucket), nameof(AssignmentExplanation.Steps)])]
[Authorize(Policy = Policies.ExperimentReader)]
public static class AssignmentExplanationType
{
    [GraphQLType("ID!")]
    public static string GetUnitId([Parent] AssignmentExplanation explanation) => explanation.UnitId;
}

[ObjectType<Experiment>]
public static class ExperimentExplanations
{
    /// <summary>Who would see what, and why: the whole decision for one unit (an account's or a job's id, or a category's key), step by step.</summary>
    [Cost(20)]
    public static async Task<AssignmentExplanation> ExplainAsync(
        [Parent] Experiment experiment, [GraphQLType("ID!")] string unitId, UnitIds units, AssignmentExplainer explainer, CancellationToken cancellation)
    {
        var (unit, problem) = await units.ReadAsync(experiment.Unit, unitId, cancellation);
        return unit is null ? throw new GraphQLException(problem!.Message, "BAD_USER_INPUT") : await explainer.ExplainAsync(experiment.Key, unit, cancellation);
    }

    /// <summary>
    /// What a change would do to real units: all there are where they are few, otherwise those seen in the last 30 days. The change is played and taken back: nothing is saved. What it would be refused with
    /// is an error, in the same words. `traffic` goes with CHANGE_TRAFFIC, `variant` with ROLL_OUT.
    /// </summary>
    [Cost(1_000)]
    public static async Task<ExperimentChangePreview> PreviewAsync(
        [Parent] Experiment experiment, ExperimentAction action, ExperimentPreview preview, CancellationToken cancellation, decimal? traffic = null, string? variant = null)
    {
        var outcome = await preview.PreviewAsync(experiment, new PreviewedChange(action, traffic, variant), cancellation);
        return outcome.Value ?? throw new GraphQLException(outcome.Refusal!.Message, "BAD_USER_INPUT");
    }

    /// <summary>Units that are forced into an arm for testing, the latest first.</summary>
    [BatchResolver]
    public static async Task<IReadOnlyList<IReadOnlyList<ForcedUnit>>> GetOverridesAsync(
        [Parent] IReadOnlyList<Experiment> experiments, OverrideReader overrides, CancellationToken cancellation)
    {
        var found = await overrides.ByExperimentsAsync([.. experiments.Select(e => e.Id).Distinct()], cancellation);
        return [.. experiments.Select(e => (IReadOnlyList<ForcedUnit>)[.. found[e.Id]])];
    }
}

[ObjectType<ForcedUnit>(Name = "VariantOverride", Include = [nameof(ForcedUnit.Variant), nameof(ForcedUnit.SetAt)])]
[Authorize(Policy = Policies.ExperimentReader)]
public static class VariantOverrideType
{
    [GraphQLType("ID!")]
    public static string GetUnitId([Parent] ForcedUnit forced) => forced.Unit;
}

[ObjectType<ExperimentChangePreview>]
[Authorize(Policy = Policies.ExperimentReader)]
public static class ExperimentChangePreviewType;

[ObjectType<ArmPreview>]
public static class ArmPreviewType;

[ObjectType<VariantMove>]
[Authorize(Policy = Policies.ExperimentReader)]
public static class VariantMoveType;

[ObjectType<FlagChangePreview>]
[Authorize(Policy = Policies.ExperimentReader)]
public static class FlagChangePreviewType;

[ObjectType<Flag>]
public static class FlagPreviews
{
    /// <summary>
    /// What would change for real units, seen in the last 30 days, if this definition were saved: nothing is saved. `openQuotesAffected` counts what was promised to the switching ones under the flag and is
    /// still open, jobs that take proposals at the price they were posted with; promises are kept whatever is saved. A definition that could not be saved is an error that names the place.
    /// </summary>
    [Cost(1_000)]
    public static async Task<FlagChangePreview> PreviewAsync([Parent] Flag flag, JsonElement definition, FlagPreview preview, CancellationToken cancellation)
    {
        var outcome = await preview.PreviewAsync(flag, definition, cancellation);
        return outcome.Value ?? throw new GraphQLException(
            outcome.Refusal is global::Experiments.Lifecycle.Invalid invalid ? $"{invalid.Field}: {invalid.Message}" : outcome.Refusal!.Message, "BAD_USER_INPUT");
    }
}
