using Experiments.Statistics;
using Marketplace.Simulation.Truth;

namespace Marketplace.Simulation.Tests;

/// <summary>What the analysis says of a marketplace whose truth is known.</summary>
public sealed class AnalysisTests(PlayedMarketplace played)
{
    private TrueExperiment Reward => played.Report.Experiments.Single(e => e.Key == "interview-reward");

    private TrueExperiment RateCard => played.Report.Experiments.Single(e => e.Key == "double-rate-card");

    [Fact]
    public void Intervals_cover_the_truth()
    {
        var found = played.Report.Found["interview-reward"].Analysis;

        found.Method.ShouldBe(AnalysisMethod.AlwaysValid);
        var covered = Reward.Metrics.Where(m => Arm(found, m.Metric, "randomized") is { Lower: not null, Upper: not null }).ToList();
        covered.Select(m => m.Metric).ShouldContain("proposals");
        foreach (var known in covered)
        {
            var arm = Arm(found, known.Metric, "randomized")!;
            // The truth is itself known to so much.
            arm.Lower!.Value.ShouldBeLessThanOrEqualTo(known.Lift + (2 * known.LiftError), known.Metric);
            arm.Upper!.Value.ShouldBeGreaterThanOrEqualTo(known.Lift - (2 * known.LiftError), known.Metric);
            (arm.Upper.Value - arm.Lower.Value).ShouldBeInRange(0.01, 100, known.Metric);
        }
    }

    [Fact]
    public void Means_are_those_that_the_model_counted()
    {
        var compared = 0;
        foreach (var experiment in played.Report.Experiments)
        {
            var found = played.Report.Found[experiment.Key].Analysis;
            foreach (var known in experiment.Metrics.Where(m => Arm(found, m.Metric, experiment.Control) is not null))
            {
                Agree(known.Metric, Arm(found, known.Metric, experiment.Control)!, known.SeenControl, experiment.ControlUnits);
                Agree(known.Metric, Arm(found, known.Metric, experiment.Treatment)!, known.SeenTreatment, experiment.TreatmentUnits);
                compared++;
            }
        }

        compared.ShouldBe(6);

        // Of units that were drawn, those whom nothing happened to count as well; a ratio does not know of them.
        static void Agree(string metric, ArmResult arm, double seen, int exposed) =>
            (metric.Contains("-per-", StringComparison.Ordinal) ? arm.Mean : arm.Mean * arm.Units / exposed).ShouldBe(seen, 1e-9, metric);
    }

    [Fact]
    public void The_sizes_of_arms_are_those_planned()
    {
        foreach (var experiment in played.Report.Experiments)
        {
            var ratio = played.Report.Found[experiment.Key].Analysis.SampleRatio;
            ratio.Mismatch.ShouldBeFalse(experiment.Key);
            // Categories are drawn, six and six; accounts are those that were exposed.
            ratio.Arms.ToDictionary(a => a.Variant, a => a.Units).ShouldBe(new Dictionary<string, long>
            {
                [experiment.Control] = experiment == RateCard ? 6 : experiment.ControlUnits, [experiment.Treatment] = experiment == RateCard ? 6 : experiment.TreatmentUnits,
            });
            played.Report.Found[experiment.Key].UnitsInSeveralArms.ShouldBe(0);
        }
    }

    [Fact]
    public void Twelve_categories_are_compared_with_every_draw_there_could_have_been()
    {
        var results = played.Report.Found["double-rate-card"];

        // Six pairs of alike categories, each drawn one way or the other: of 64 draws, the two that mirror each other are the most extreme.
        results.Analysis.Method.ShouldBe(AnalysisMethod.ExactRandomization);
        results.Analysis.SmallestPValue.ShouldNotBeNull().ShouldBe(2.0 / 64, 1e-12);
        results.FactsUntil.ShouldBe(RateCard.StoppedAt.ShouldNotBeNull());
        foreach (var metric in results.Analysis.Metrics)
        {
            var arm = metric.Arms.Single(a => a.Variant == "doubled");
            var draws = arm.PValue.ShouldNotBeNull(metric.Metric.Key) * 64;
            draws.ShouldBe(Math.Round(draws), 1e-9, metric.Metric.Key);
        }
    }

    [Fact]
    public async Task Every_day_of_an_experiment_has_its_point()
    {
        var days = await PlayedMarketplace.RowsAsync(played.Database, """
            select count(distinct p.day) from experiments.timeline_point p join experiments.experiment e on e.id = p.experiment_id where e.key = 'interview-reward' and p.metric = 'proposals'
            """);

        var ran = (PlayedMarketplace.Options.Until!.Value - Reward.StartedAt).TotalDays;
        // The first days have nobody in one of the arms yet.
        int.Parse(days.Single(), System.Globalization.CultureInfo.InvariantCulture).ShouldBeInRange((int)ran - 4, (int)ran + 1);
    }

    [Fact]
    public void What_is_told_at_the_end_names_each_interval()
    {
        var text = SimulationText.Summary(played.Report, "http://localhost:5080");

        text.ShouldContain("true lift");
        text.ShouldContain("what the analysis finds");
        text.ShouldMatch(@"proposals .*%   [+-][0-9.]+ %, from [+-][0-9.]+ % to [+-][0-9.]+ %: covers the truth");
        text.ShouldContain("results { sampleRatio");
        SimulationText.Json(played.Report).ShouldContain("\"sampleRatio\"");
    }

    private static ArmResult? Arm(AnalysisResult found, string metric, string variant) =>
        found.Metrics.FirstOrDefault(m => m.Metric.Key == metric)?.Arms.Single(a => a.Variant == variant);
}
