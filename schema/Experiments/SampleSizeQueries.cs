using Experiments.Analysis;
using Experiments.Lifecycle;

namespace Marketplace.Schema.Experiments;

/// <param name="Baseline">The metric of the units seen in the last 28 days.</param>
/// <param name="UnitsPerArm">Units in each arm, so that results which are looked at at any time show the effect; of few units, which are drawn, for one look.</param>
/// <param name="Days">How long that takes at the recent rate; null where units are few and no more will come.</param>
public sealed record SampleSize(double Baseline, int UnitsPerArm, int? Days);

[QueryType]
public static class SampleSizeQueries
{
    /// <summary>How many units an experiment needs, by the last 28 days, so that an effect of at least this size (0.05: five percent of the baseline) is not missed.</summary>
    [Authorize(Policy = Policies.ExperimentReader)]
    public static async Task<SampleSize> GetSampleSizeAsync(
        string metric, decimal minimumRelativeEffect, SampleSizePlanner planner, CancellationToken cancellation,
        ExperimentUnit unit = ExperimentUnit.Account, int arms = 2, double alpha = 0.05, double power = 0.8)
    {
        var outcome = await planner.PlanAsync(metric, unit, minimumRelativeEffect, arms, alpha, power, cancellation);
        return outcome.Value is { } plan
            ? new SampleSize(plan.Baseline, plan.UnitsPerArm, plan.Days)
            : throw new GraphQLException(outcome.Refusal!.Message, "BAD_USER_INPUT");
    }
}
