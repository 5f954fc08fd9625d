using System.Text.Json;
using Experiments.Lifecycle;
using Marketplace.Jobs;
using Marketplace.Schema.Errors;

namespace Marketplace.Schema.Experiments;

public sealed record ExperimentArmInput(string Variant, decimal Weight, bool Control = false);

public sealed record GuardrailInput(string Metric, decimal MaximumHarm, bool StopsExperiment = true);

public sealed record CreateExperimentInput(
    string Key, string Name, string Hypothesis, string FlagKey, ExperimentUnit Unit, IReadOnlyList<ExperimentArmInput> Arms, string PrimaryMetric,
    [property: GraphQLDefault("[]")] IReadOnlyList<string> SecondaryMetrics, [property: GraphQLDefault("[]")] IReadOnlyList<GuardrailInput> Guardrails, string? Layer = null,
    [property: GraphQLDefault("\"100\"")] decimal LayerShare = 100, [property: GraphQLDefault("\"100\"")] decimal Traffic = 100, JsonElement? Audience = null);

public sealed record CreateExperimentPayload(Experiment? Experiment);

public sealed record StartExperimentInput(string Key, int ExpectedVersion, string Reason);

public sealed record StartExperimentPayload(Experiment? Experiment);

public sealed record StopExperimentInput(string Key, int ExpectedVersion, string Reason);

public sealed record StopExperimentPayload(Experiment? Experiment);

[MutationType]
public static class ExperimentMutations
{
    /// <summary>Drafts an experiment: nobody is in it before it starts.</summary>
    [Authorize(Policy = Policies.ProductManager)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<ValidationError>, Error<LayerFullError>]
    public static async Task<MutationResult<CreateExperimentPayload>> CreateExperimentAsync(
        CreateExperimentInput input, ExperimentService experiments, CallerAccess caller, CancellationToken cancellation)
    {
        if (ReferenceExperiments.UnitProblem(input.FlagKey, input.Unit) is { } problem)
        {
            return new ValidationError(problem, "unit");
        }

        var draft = new NewExperiment(
            input.Key, input.Name, input.Hypothesis, input.FlagKey, input.Unit, input.Arms.ToArms(), input.PrimaryMetric,
            input.Layer, input.LayerShare, input.Traffic, input.Audience, input.SecondaryMetrics, input.Guardrails.ToGuardrails());
        return (await experiments.CreateAsync(draft, caller.Actor, cancellation)).Answer(e => new CreateExperimentPayload(e));
    }

    /// <summary>Starts an experiment: from this moment its arms decide. Give the version you read.</summary>
    [Authorize(Policy = Policies.ProductManager)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<ValidationError>, Error<VersionConflictError>, Error<WrongStateError>, Error<LayerFullError>]
    public static async Task<MutationResult<StartExperimentPayload>> StartExperimentAsync(
        StartExperimentInput input, ExperimentService experiments, CallerAccess caller, CancellationToken cancellation) =>
        (await experiments.StartAsync(new ExperimentChange(input.Key, input.ExpectedVersion, caller.Actor, input.Reason), cancellation)).Answer(e => new StartExperimentPayload(e));

    /// <summary>Stops an experiment: the flag falls back to its default. What was quoted or posted under it stays as it was.</summary>
    [Authorize(Policy = Policies.ProductManager)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<ValidationError>, Error<VersionConflictError>, Error<WrongStateError>]
    public static async Task<MutationResult<StopExperimentPayload>> StopExperimentAsync(
        StopExperimentInput input, ExperimentService experiments, CallerAccess caller, CancellationToken cancellation) =>
        (await experiments.StopAsync(new ExperimentChange(input.Key, input.ExpectedVersion, caller.Actor, input.Reason), cancellation)).Answer(e => new StopExperimentPayload(e));
}
