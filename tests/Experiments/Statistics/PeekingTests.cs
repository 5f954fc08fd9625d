using Experiments.Lifecycle;
using Experiments.Statistics;

namespace Experiments.Tests.Statistics;

/// <summary>
/// The promise that looking every day is allowed, played out: experiments with 20 looks each, their data drawn from known truths, through the
/// same analysis that is shown to people. The seed is written out; the figures come out the same each time.
/// </summary>
public sealed class PeekingTests(ITestOutputHelper output)
{
    private const int Looks = 20;
    private const int PerLook = 150;
    /// <summary>The lift that is put into the data.</summary>
    private const double TrueLift = 0.10;

    public enum Kind
    {
        Mean,
        Proportion,
        Ratio,
        MeanWithCovariate,
        ProportionWithCovariate,
        RatioWithCovariate,
    }

    public static TheoryData<Kind> Kinds => [.. Enum.GetValues<Kind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_thousand_comparisons_of_like_with_like_raise_false_alarms_in_no_more_than_five_of_a_hundred(Kind kind)
    {
        const int runs = 1_000;
        const ulong seed = 20_230_601;
        int alarms = 0, naive = 0, stopped = 0;
        Play(kind, runs, seed, lift: 0, (run, look) =>
        {
            run.Alarm |= look.Treatment.Significant;
            run.Naive |= look.SingleLook < 0.05;
            run.Stopped |= look.Breached;
        }, run =>
        {
            alarms += run.Alarm ? 1 : 0;
            naive += run.Naive ? 1 : 0;
            stopped += run.Stopped ? 1 : 0;
        });

        output.WriteLine($"seed {seed}, {kind}: false alarms in {alarms / 10.0} of 100, with naive peeking in {naive / 10.0}, guardrails of 0 harm stopped {stopped / 10.0}");
        alarms.ShouldBeLessThanOrEqualTo(runs * 5 / 100);
        naive.ShouldBeGreaterThan(runs * 15 / 100);
        // Harm is one side of the interval.
        stopped.ShouldBeLessThanOrEqualTo(runs * 25 / 1_000);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Intervals_of_five_hundred_comparisons_cover_a_known_effect_at_every_look(Kind kind)
    {
        const int runs = 500;
        const ulong seed = 20_230_602;
        int covering = 0, seen = 0, bounded = 0;
        Play(kind, runs, seed, TrueLift, (run, look) =>
        {
            run.Alarm |= look.Treatment is not { Lower: { } lower, Upper: { } upper } || lower > TrueLift || upper < TrueLift;
            run.Naive |= look.Treatment.Significant;
            bounded += look.Treatment.Lower is null ? 0 : 1;
        }, run =>
        {
            covering += run.Alarm ? 0 : 1;
            seen += run.Naive ? 1 : 0;
        });

        output.WriteLine($"seed {seed}, {kind}: all 20 intervals cover in {covering / 5.0} of 100, the effect is seen in {seen / 5.0}");
        covering.ShouldBeGreaterThanOrEqualTo(runs * 95 / 100);
        // Intervals that hold everything would cover too.
        seen.ShouldBeGreaterThan(runs / 10);
        bounded.ShouldBe(runs * Looks);
    }

    private sealed class Run
    {
        internal bool Alarm { get; set; }

        internal bool Naive { get; set; }

        internal bool Stopped { get; set; }
    }

    private sealed record Look(ArmResult Treatment, double SingleLook, bool Breached);

    private static void Play(Kind kind, int runs, ulong seed, double lift, Action<Run, Look> atLook, Action<Run> atEnd)
    {
        ExperimentArm[] arms = [new("control", 50, true), new("treatment", 50, false)];
        var metric = new Metric("metric", "Metric", kind switch
        {
            Kind.Proportion or Kind.ProportionWithCovariate => MetricKind.Proportion,
            Kind.Ratio or Kind.RatioWithCovariate => MetricKind.Ratio,
            _ => MetricKind.Mean,
        }, HigherIsBetter: true, "fact", Below(kind));
        Guardrail[] guardrails = [new("metric", 0, StopsExperiment: true)];
        var people = new People(seed);
        for (var number = 0; number < runs; number++)
        {
            var run = new Run();
            ArmStatistics control = ArmStatistics.Empty, treatment = ArmStatistics.Empty;
            for (var look = 0; look < Looks; look++)
            {
                control += people.Arrive(kind, PerLook, 0);
                treatment += people.Arrive(kind, PerLook, lift);
                var statistics = new Dictionary<string, ArmStatistics> { ["control"] = control, ["treatment"] = treatment };
                var result = ExperimentAnalysis.Of(new ExperimentNumbers(
                    arms,
                    statistics.ToDictionary(arm => arm.Key, arm => arm.Value.Units),
                    [new MetricNumbers(metric, MetricRole.Primary, statistics)],
                    guardrails));
                var theta = Cuped.Theta(statistics.Values);
                var single = Difference.Between(Cuped.Adjust(ArmEstimate.Of(control)!, theta), Cuped.Adjust(ArmEstimate.Of(treatment)!, theta))!.PValue;
                atLook(run, new Look(result.Metrics[0].Arms[1], single, result.Guardrails[0].Breached));
            }

            atEnd(run);
        }

        static string? Below(Kind kind) => kind is Kind.Ratio or Kind.RatioWithCovariate ? "other" : null;
    }

    /// <summary>Units with a habit of their own, which shows before the experiment and in it.</summary>
    private sealed class People(ulong seed)
    {
        private readonly Random _random = new((int)seed);

        internal ArmStatistics Arrive(Kind kind, int units, double lift)
        {
            long sum = 0, squares = 0, below = 0, belowSquares = 0, products = 0, before = 0, beforeSquares = 0, beforeProducts = 0, beforeDenominators = 0;
            for (var unit = 0; unit < units; unit++)
            {
                var habit = _random.NextDouble();
                long value, denominator = 0, covariate;
                if (kind is Kind.Proportion or Kind.ProportionWithCovariate)
                {
                    value = _random.NextDouble() < 0.6 * habit * (1 + lift) ? 1 : 0;
                    covariate = _random.NextDouble() < 0.6 * habit ? 1 : 0;
                }
                else if (kind is Kind.Ratio or Kind.RatioWithCovariate)
                {
                    // Connects over proposals: those who send more send dearer ones.
                    denominator = 1 + (long)(6 * _random.NextDouble() * (0.5 + habit));
                    value = (long)(1_000 * denominator * (1 + lift) * (0.2 + habit) * 2 * _random.NextDouble());
                    covariate = (long)(1_000 * (0.2 + habit) * 2 * _random.NextDouble());
                }
                else
                {
                    // Cents, skewed: most spend little, some much, and a third nothing.
                    value = _random.NextDouble() < 0.33 ? 0 : (long)(-2_000 * Math.Log(1 - _random.NextDouble()) * (0.3 + habit) * (1 + lift));
                    covariate = (long)(-2_000 * Math.Log(1 - _random.NextDouble()) * (0.3 + habit));
                }

                sum += value;
                squares += value * value;
                below += denominator;
                belowSquares += denominator * denominator;
                products += value * denominator;
                before += covariate;
                beforeSquares += covariate * covariate;
                beforeProducts += value * covariate;
                beforeDenominators += denominator * covariate;
            }

            return new ArmStatistics(
                units,
                sum,
                squares,
                kind is Kind.Ratio or Kind.RatioWithCovariate ? new DenominatorSums(below, belowSquares, products) : null,
                kind is Kind.MeanWithCovariate or Kind.ProportionWithCovariate or Kind.RatioWithCovariate
                    ? new CovariateSums(before, beforeSquares, beforeProducts, beforeDenominators)
                    : null);
        }
    }
}
