using Marketplace.Policies;
using Marketplace.Simulation.Model;
using Marketplace.Simulation.Stages;

namespace Marketplace.Simulation.Truth;

/// <summary>
/// The model played by itself, with the same people and one arm everywhere, several times: the means are the truth that an analysis of the run
/// should find. No draw of arms is in it, and no database.
/// </summary>
internal sealed class TruthTable
{
    // So many proposals together make the error of the truth small beside that of any one run.
    private const int ProposalsPerArm = 150_000;
    private const int FewestPlays = 2;
    private const int MostPlays = 60;

    private static readonly (string Metric, string Numerator, string? Denominator)[] RateCardMetrics =
        [("connects-spent", "connects-spent", null), ("proposals-per-job", "proposals", "jobs-posted"), ("connects-per-proposal", "connects-spent", "proposals")];

    private static readonly (string Metric, string Numerator, string? Denominator)[] RewardMetrics =
        [("proposals", "proposals", null), ("interviews-won", "interviews-won", null), ("connects-spent", "connects-spent", null)];

    private readonly List<Play> _control = [];
    private readonly List<Play> _doubled = [];
    private readonly List<Play> _randomized = [];

    public static async Task<TruthTable> ComputeAsync(SimulationOptions options, int people, Timeline timeline, Behaviour behaviour, PolicyBook policies, CancellationToken cancellation)
    {
        var table = new TruthTable();
        var plays = Math.Clamp(ProposalsPerArm / options.Proposals, FewestPlays, MostPlays);
        for (var number = 1; number <= plays && options.Experiments != PlayedExperiments.None; number++)
        {
            table._control.Add(await PlayAsync("standard", "split", number));
            if (options.PlaysRateCard)
            {
                table._doubled.Add(await PlayAsync("doubled", "split", number));
            }

            if (options.PlaysReward)
            {
                table._randomized.Add(await PlayAsync("standard", "randomized", number));
            }
        }

        return table;

        async Task<Play> PlayAsync(string rateCard, string reward, int number)
        {
            var population = Population.Of(options.Seed, people, timeline, behaviour);
            var play = new Play(options.Seed + (7919L * number), timeline, population, behaviour, new SketchStage(policies, timeline.From, rateCard, reward));
            await play.RunAsync(null, cancellation);
            return play;
        }
    }

    /// <summary>The truth beside what one run shows.</summary>
    public IReadOnlyList<TrueExperiment> Beside(Play run)
    {
        var experiments = new List<TrueExperiment>();
        if (_doubled.Count > 0)
        {
            experiments.Add(Of(ExperimentKeys.RateCard, "standard", "doubled", run.Timeline.RateCardFrom!.Value, run.Timeline.RateCardUntil, _doubled, run, Tally.RateCard, RateCardMetrics));
        }

        if (_randomized.Count > 0)
        {
            experiments.Add(Of(ExperimentKeys.Reward, "split", "randomized", run.Timeline.RewardFrom!.Value, null, _randomized, run, Tally.Reward, RewardMetrics));
        }

        return experiments;
    }

    private TrueExperiment Of(
        string key, string control, string treatment, DateTimeOffset startedAt, DateTimeOffset? stoppedAt, IReadOnlyList<Play> treated, Play run,
        Func<Play, string, ArmSums> tally, IReadOnlyList<(string Metric, string Numerator, string? Denominator)> metrics)
    {
        var controls = _control.ConvertAll(play => tally(play, control));
        var treatments = treated.Select(play => tally(play, treatment)).ToList();
        var (seenControl, seenTreatment) = (tally(run, control), tally(run, treatment));
        return new TrueExperiment(key, control, treatment, startedAt, stoppedAt, seenControl.Units, seenTreatment.Units, [.. metrics.Select(metric =>
        {
            var (before, after) = (controls.ConvertAll(s => s.Value(metric.Numerator, metric.Denominator)), treatments.ConvertAll(s => s.Value(metric.Numerator, metric.Denominator)));
            var (mean, treatedMean) = (before.Average(), after.Average());
            // The plays are paired by their seeds; each pair is one look at the lift.
            var lifts = before.Zip(after, (one, other) => (other / one) - 1).ToList();
            var centre = lifts.Average();
            var error = Math.Sqrt(lifts.Sum(l => (l - centre) * (l - centre)) / Math.Max(1, lifts.Count - 1) / lifts.Count);
            return new TrueMetric(
                metric.Metric, mean, treatedMean, (treatedMean / mean) - 1, error,
                seenControl.Value(metric.Numerator, metric.Denominator), seenTreatment.Value(metric.Numerator, metric.Denominator));
        })]);
    }
}
