using Experiments.Lifecycle;
using Marketplace.Schema.Errors;

namespace Marketplace.Schema.Experiments;

/// <summary>From the inputs of experiments' mutations to the engine's requests, and back from its outcomes.</summary>
internal static class ExperimentInputs
{
    public static IReadOnlyList<ExperimentArm> ToArms(this IEnumerable<ExperimentArmInput> arms) => [.. arms.Select(a => new ExperimentArm(a.Variant, a.Weight, a.Control))];

    public static IReadOnlyList<Guardrail> ToGuardrails(this IEnumerable<GuardrailInput> guardrails) =>
        [.. guardrails.Select(g => new Guardrail(g.Metric, g.MaximumHarm, g.StopsExperiment))];

    public static MutationResult<TPayload> Answer<TPayload>(this global::Experiments.Lifecycle.Outcome<Experiment> outcome, Func<Experiment, TPayload> payload) where TPayload : class =>
        outcome.Value is { } experiment ? payload(experiment) : outcome.Refusal!.ToError();
}
