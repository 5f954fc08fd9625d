using System.Text.Json;
using Experiments.Flags;
using Experiments.Lifecycle;

namespace Experiments.Tests.Support;

public static class Samples
{
    public const string RateCard = "connects-rate-card";
    public const string DoubleRateCard = "double-rate-card";

    public static NewFlag Flag(string key = RateCard, bool enabled = true) => new(
        key,
        "Which card prices a job",
        [new("standard", Json("""{"rateCard":"2023-03"}""")), new("doubled", Json("""{"rateCard":"doubled"}"""))],
        enabled,
        "standard",
        "standard");

    public static NewExperiment Draft(string key = DoubleRateCard, ExperimentUnit unit = ExperimentUnit.JobCategory, string flag = RateCard) => new(
        key,
        "Double the rate card",
        "Doubling the price of a proposal raises revenue more than it costs proposals.",
        flag,
        unit,
        [new("standard", 50, Control: true), new("doubled", 50, Control: false)],
        "connects-spent",
        Seed: "seed-of-" + key);

    public static ReferenceData Reference { get; } = new(
        [new("connects-spent", "marketplace.fact_connects_spent", "Connects spent"), new("proposals", "marketplace.fact_proposals", "Proposals sent"),
            new("refunds", "marketplace.fact_refunds", "Connects that came back"), new("visits", "marketplace.fact_visits", "Visits of people without a number")],
        [
            new("connects-spent", "Connects spent", MetricKind.Mean, HigherIsBetter: true, "connects-spent"),
            new("proposals", "Any proposal", MetricKind.Proportion, HigherIsBetter: true, "proposals"),
            new("refunds", "Connects refunded", MetricKind.Mean, HigherIsBetter: false, "refunds"),
            new("visits", "Visits", MetricKind.Mean, HigherIsBetter: true, "visits"),
            new("connects-per-proposal", "Connects a proposal", MetricKind.Ratio, HigherIsBetter: true, "connects-spent", "proposals"),
        ],
        [Flag()],
        [Draft()]);

    public static ExperimentChange Change(string key = DoubleRateCard, int version = 1, string reason = "It is time") => new(key, version, "pm@example.com", reason);

    public static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);

    public static T Value<T>(this Outcome<T> outcome)
        where T : class
    {
        outcome.Refusal.ShouldBeNull();
        return outcome.Value.ShouldNotBeNull();
    }

    public static TRefusal Refused<T, TRefusal>(this Outcome<T> outcome)
        where T : class
        where TRefusal : Refusal
    {
        outcome.Value.ShouldBeNull();
        return outcome.Refusal.ShouldBeOfType<TRefusal>();
    }

    public static TRefusal Refused<TRefusal>(this Outcome<Experiment> outcome)
        where TRefusal : Refusal
        => outcome.Refused<Experiment, TRefusal>();
}
