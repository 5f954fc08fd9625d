using System.Text.Json;
using Experiments.Flags;
using Experiments.Lifecycle;

namespace Marketplace.Jobs;

/// <summary>The flags, metrics and draft experiments that every environment has.</summary>
public static class ReferenceExperiments
{
    public static ReferenceData Data { get; } = new(
        [
            new Fact("connects-spent", "marketplace.fact_connects_spent", "Connects a proposal cost."),
            new Fact("connects-refunded", "marketplace.fact_connects_refunded", "Connects that came back when a job closed."),
            new Fact("proposals", "marketplace.fact_proposals", "A proposal was submitted."),
            new Fact("jobs-posted", "marketplace.fact_jobs_posted", "A job was posted."),
            new Fact("purchases-cents", "marketplace.fact_purchases_cents", "A bundle of Connects was bought, in cents."),
        ],
        [
            new Metric("connects-spent", "Connects spent", MetricKind.Mean, HigherIsBetter: true, "connects-spent"),
            new Metric("connects-per-proposal", "Connects spent per proposal", MetricKind.Ratio, HigherIsBetter: true, "connects-spent", "proposals"),
            new Metric("proposals", "Proposals", MetricKind.Mean, HigherIsBetter: true, "proposals"),
            new Metric("proposals-per-job", "Proposals per job", MetricKind.Ratio, HigherIsBetter: true, "proposals", "jobs-posted"),
            new Metric("connects-refunded", "Connects refunded", MetricKind.Mean, HigherIsBetter: false, "connects-refunded"),
            new Metric("purchases", "Purchases of Connects, in cents", MetricKind.Mean, HigherIsBetter: true, "purchases-cents"),
        ],
        [
            new NewFlag(
                RateCardChoice.FlagKey,
                "Which rate card prices a new job of a category.",
                [new FlagVariant("standard", Json("""{"rateCard": null}""")), new FlagVariant("doubled", Json("""{"rateCard": "doubled"}"""))],
                Enabled: true, DefaultVariant: "standard", OffVariant: "standard"),
        ],
        [
            // XPR-01..03: by category, so that everybody sees one price on one job.
            new NewExperiment(
                "double-rate-card",
                "Double the rate card",
                "Charging 4/8/12/16 instead of 2/4/6/8 Connects leads to fewer, better proposals and a higher win rate.",
                RateCardChoice.FlagKey,
                ExperimentUnit.JobCategory,
                [new ExperimentArm("standard", 50, Control: true), new ExperimentArm("doubled", 50, Control: false)],
                "connects-spent",
                SecondaryMetrics: ["proposals-per-job", "connects-per-proposal"]),
        ]);

    /// <summary>The rate card is chosen when a job is posted, by its category: an experiment on another unit would price by category all the same.</summary>
    public static string? UnitProblem(string flagKey, ExperimentUnit unit) => flagKey == RateCardChoice.FlagKey && unit != ExperimentUnit.JobCategory
        ? "The rate card is chosen by job category, so that everybody sees one price on one job: the unit must be JOB_CATEGORY."
        : null;

    private static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
