using System.Text.Json;
using Experiments.Flags;
using Experiments.Lifecycle;

namespace Marketplace.Jobs;

/// <summary>The flags, metrics and draft experiments that every environment has.</summary>
public static class ReferenceExperiments
{
    /// <summary>What a won interview brings, by the talent's account.</summary>
    public const string InterviewRewardFlag = "interview-reward";

    /// <summary>What a referral brings, by the account that refers.</summary>
    public const string ReferralRewardFlag = "referral-reward";

    public static ReferenceData Data { get; } = new(
        [
            new Fact("connects-spent", "marketplace.fact_connects_spent", "Connects a proposal cost."),
            new Fact("connects-refunded", "marketplace.fact_connects_refunded", "Connects that came back, when a job closed or an interview was won."),
            new Fact("proposals", "marketplace.fact_proposals", "A proposal was submitted."),
            new Fact("jobs-posted", "marketplace.fact_jobs_posted", "A job was posted."),
            new Fact("interviews-won", "marketplace.fact_interviews_won", "A talent replied to an interview."),
            new Fact("hires", "marketplace.fact_hires", "A talent was hired."),
            new Fact("rewards-paid", "marketplace.fact_rewards_paid", "Connects that an interview brought beyond its refund."),
            new Fact("purchases-cents", "marketplace.fact_purchases_cents", "A bundle of Connects was bought, in cents."),
            new Fact("referrals-rewarded", "marketplace.fact_referrals_rewarded", "A referral brought its reward to who referred."),
            new Fact("referral-sign-ups", "marketplace.fact_referral_sign_ups", "Somebody signed up through an account's link."),
            new Fact("referrals-qualified", "marketplace.fact_referrals_qualified", "A referral qualified, and its reward is on hold or was paid."),
            new Fact("referral-cost-cents", "marketplace.fact_referral_cost_cents", "Cash that referrals promise or have paid to both sides, in cents."),
            new Fact("referred-revenue-cents", "marketplace.fact_referred_revenue_cents", "What referred accounts paid the platform, in cents."),
            new Fact("referral-cash-cents", "marketplace.fact_referral_cash_cents", "Cash that a referral brought to who referred, in cents."),
        ],
        [
            new Metric("connects-spent", "Connects spent", MetricKind.Mean, HigherIsBetter: true, "connects-spent"),
            new Metric("connects-per-proposal", "Connects spent per proposal", MetricKind.Ratio, HigherIsBetter: true, "connects-spent", "proposals"),
            new Metric("proposals", "Proposals", MetricKind.Mean, HigherIsBetter: true, "proposals"),
            new Metric("proposals-per-job", "Proposals per job", MetricKind.Ratio, HigherIsBetter: true, "proposals", "jobs-posted"),
            new Metric("connects-refunded", "Connects refunded", MetricKind.Mean, HigherIsBetter: false, "connects-refunded"),
            new Metric("interviews-won", "Interviews won", MetricKind.Mean, HigherIsBetter: true, "interviews-won"),
            new Metric("win-rate", "Interviews won per proposal", MetricKind.Ratio, HigherIsBetter: true, "interviews-won", "proposals"),
            new Metric("hires", "Hires", MetricKind.Mean, HigherIsBetter: true, "hires"),
            new Metric("rewards-paid", "Connects paid for interviews", MetricKind.Mean, HigherIsBetter: false, "rewards-paid"),
            new Metric("purchases", "Purchases of Connects, in cents", MetricKind.Mean, HigherIsBetter: true, "purchases-cents"),
            new Metric("buyers", "Buyers of Connects", MetricKind.Proportion, HigherIsBetter: true, "purchases-cents"),
            new Metric("referrals-rewarded", "Referrals rewarded", MetricKind.Mean, HigherIsBetter: true, "referrals-rewarded"),
            new Metric("referrers", "Accounts with a rewarded referral", MetricKind.Proportion, HigherIsBetter: true, "referrals-rewarded"),
            // AFF-08: what a model costs and brings.
            new Metric("cost-per-qualified", "Cash per qualified referral, in cents", MetricKind.Ratio, HigherIsBetter: false, "referral-cost-cents", "referrals-qualified"),
            new Metric("revenue-per-referred", "Revenue per referred account, in cents", MetricKind.Ratio, HigherIsBetter: true, "referred-revenue-cents", "referral-sign-ups"),
            new Metric("referral-cash", "Cash paid for referrals, in cents", MetricKind.Mean, HigherIsBetter: false, "referral-cash-cents"),
        ],
        [
            new NewFlag(
                RateCardChoice.FlagKey,
                "Which rate card prices a new job of a category.",
                [new FlagVariant("standard", Json("""{"rateCard": null}""")), new FlagVariant("doubled", Json("""{"rateCard": "doubled"}"""))],
                Enabled: true, DefaultVariant: "standard", OffVariant: "standard"),
            new NewFlag(
                InterviewRewardFlag,
                "What a won interview brings a talent: a refund topped up by an award, or a refund and a draw.",
                [new FlagVariant("split", Json("""{"reward": "split"}""")), new FlagVariant("randomized", Json("""{"reward": "randomized"}"""))],
                Enabled: true, DefaultVariant: "split", OffVariant: "split"),
            new NewFlag(
                ReferralRewardFlag,
                "What a referral brings: the amounts of its program, or others.",
                [
                    new FlagVariant("standard", Json("""{"cashCents": null, "connects": null}""")),
                    new FlagVariant("doubled", Json("""{"cashCents": 2000, "connects": 20}""")),
                ],
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
                SecondaryMetrics: ["proposals-per-job", "connects-per-proposal", "win-rate"],
                // Fewer proposals are expected; fewer people who get work are not. Proposals to half the jobs would be an emergency of another kind.
                Guardrails: [new Guardrail("hires", 0.25m, StopsExperiment: true), new Guardrail("proposals-per-job", 0.5m, StopsExperiment: false)]),
            // RND-01..09: by account, so that a talent meets one rule.
            new NewExperiment(
                "interview-reward",
                "Randomized interview rewards",
                "A draw of 0 to 80 Connects that feedback claims keeps more talents sending proposals than a fixed award of up to 10.",
                InterviewRewardFlag,
                ExperimentUnit.Account,
                [new ExperimentArm("split", 50, Control: true), new ExperimentArm("randomized", 50, Control: false)],
                "proposals",
                SecondaryMetrics: ["interviews-won", "hires", "connects-spent", "rewards-paid"],
                // The average draw is worth more than the award it replaces: the cost is watched, but what would end the test is that people stop buying.
                Guardrails: [new Guardrail("purchases", 0.2m, StopsExperiment: true), new Guardrail("rewards-paid", 1m, StopsExperiment: false)]),
            new NewExperiment(
                "referral-reward",
                "Double the reward of referrals",
                "$20 or 20 Connects instead of 10 for a referral that qualifies bring more than twice as many that do.",
                ReferralRewardFlag,
                ExperimentUnit.Account,
                [new ExperimentArm("standard", 50, Control: true), new ExperimentArm("doubled", 50, Control: false)],
                "referrals-rewarded",
                SecondaryMetrics: ["referrers", "referral-cash", "cost-per-qualified", "revenue-per-referred"],
                // Connects that are given need not be bought.
                Guardrails: [new Guardrail("purchases", 0.1m, StopsExperiment: true)]),
        ]);

    /// <summary>The rate card is chosen by category and rewards by account, whatever unit an experiment on their flags names.</summary>
    public static string? UnitProblem(string flagKey, ExperimentUnit unit) => flagKey switch
    {
        RateCardChoice.FlagKey when unit != ExperimentUnit.JobCategory =>
            "The rate card is chosen by job category, so that everybody sees one price on one job: the unit must be JOB_CATEGORY.",
        InterviewRewardFlag when unit != ExperimentUnit.Account => "The reward of an interview is chosen by the talent's account: the unit must be ACCOUNT.",
        ReferralRewardFlag when unit != ExperimentUnit.Account => "The reward of a referral is chosen by the account that refers: the unit must be ACCOUNT.",
        _ => null,
    };

    private static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
