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
}

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
