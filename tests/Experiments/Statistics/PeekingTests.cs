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
    }

    public static TheoryData<Kind> Kinds => [.. Enum.GetValues<Kind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_thousand_comparisons_of_like_with_like_raise_false_alarms_in_no_more_than_five_of_a_hundred(Kind kind)
    {
        const int runs = 1_000;
        const ulong seed = 20_230_601;
        foreach (var (covariate, played) in Play(kind, runs, seed, lift: 0, (run, look) =>
        {
            run.Alarm |= look.Treatment.Significant;
            run.Naive = run.Naive || look.SingleLook() < 0.05;
            run.Stopped |= look.Breached;
        }))
        {
            var (alarms, naive, stopped) = (played.Count(run => run.Alarm), played.Count(run => run.Naive), played.Count(run => run.Stopped));
            output.WriteLine($"seed {seed}, {kind}, covariate {covariate}: false alarms in {alarms / 10.0} of 100, with naive peeking in {naive / 10.0}, guardrails of 0 harm stopped {stopped / 10.0}");
            played.Count.ShouldBe(runs);
            alarms.ShouldBeLessThanOrEqualTo(runs * 5 / 100);
            naive.ShouldBeGreaterThan(runs * 15 / 100);
            // Harm is one side of the interval.
            stopped.ShouldBeLessThanOrEqualTo(runs * 25 / 1_000);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Intervals_of_five_hundred_comparisons_cover_a_known_effect_at_every_look(Kind kind)
    {
        const int runs = 500;
        const ulong seed = 20_230_602;
        foreach (var (covariate, played) in Play(kind, runs, seed, TrueLift, (run, look) =>
        {
            run.Missed |= look.Treatment is not { Lower: { } lower, Upper: { } upper } || lower > TrueLift || upper < TrueLift;
            run.Alarm |= look.Treatment.Significant;
            run.Bounded += look.Treatment.Lower is null ? 0 : 1;
        }))
        {
            var (covering, seen) = (played.Count(run => !run.Missed), played.Count(run => run.Alarm));
            output.WriteLine($"seed {seed}, {kind}, covariate {covariate}: all 20 intervals cover in {covering / 5.0} of 100, the effect is seen in {seen / 5.0}");
            played.Count.ShouldBe(runs);
            covering.ShouldBeGreaterThanOrEqualTo(runs * 95 / 100);
            // Intervals that hold everything would cover too.
            seen.ShouldBeGreaterThan(runs / 10);
            played.Sum(run => run.Bounded).ShouldBe(runs * Looks);
        }
    }

    private sealed class Run
    {
        internal bool Missed { get; set; }

        internal int Bounded { get; set; }

        internal bool Alarm { get; set; }

        internal bool Naive { get; set; }

        internal bool Stopped { get; set; }
    }

    private sealed record Look(ArmResult Treatment, Func<double> SingleLook, bool Breached);

    /// <summary>The same data twice: as they are, and with what was known of each unit before.</summary>
    private static IEnumerable<(bool Covariate, List<Run> Runs)> Play(Kind kind, int runs, ulong seed, double lift, Action<Run, Look> atLook)
    {
        ExperimentArm[] arms = [new("control", 50, true), new("treatment", 50, false)];
        var metric = new Metric("metric", "Metric", kind switch
        {
            Kind.Proportion => MetricKind.Proportion,
            Kind.Ratio => MetricKind.Ratio,
            _ => MetricKind.Mean,
        }, HigherIsBetter: true, "fact", kind == Kind.Ratio ? "other" : null);
        Guardrail[] guardrails = [new("metric", 0, StopsExperiment: true)];
        var people = new People(seed);
        (bool Covariate, List<Run> Runs)[] played = [(false, []), (true, [])];
        for (var number = 0; number < runs; number++)
        {
            foreach (var (_, own) in played)
                own.Add(new Run());
            ArmStatistics control = ArmStatistics.Empty, treatment = ArmStatistics.Empty;
            for (var look = 0; look < Looks; look++)
            {
                control += people.Arrive(kind, PerLook, 0);
                treatment += people.Arrive(kind, PerLook, lift);
                foreach (var (covariate, own) in played)
                {
                    var (first, second) = covariate ? (control, treatment) : (control with { Covariate = null }, treatment with { Covariate = null });
                    var statistics = new Dictionary<string, ArmStatistics> { ["control"] = first, ["treatment"] = second };
                    var result = ExperimentAnalysis.Of(new ExperimentNumbers(
                        arms,
                        statistics.ToDictionary(arm => arm.Key, arm => arm.Value.Units),
                        [new MetricNumbers(metric, MetricRole.Primary, statistics)],
                        guardrails));
                    atLook(own[^1], new Look(result.Metrics[0].Arms[1], () => SingleLook(first, second), result.Guardrails[0].Breached));
                }
            }
        }

        return played;
    }

    // What somebody who knows of one look alone would reckon.
    private static double SingleLook(ArmStatistics control, ArmStatistics treatment)
    {
        var theta = Cuped.Theta([control, treatment]);
        var (first, second) = (Cuped.Adjust(ArmEstimate.Of(control)!, theta), Cuped.Adjust(ArmEstimate.Of(treatment)!, theta));
        return Distributions.NormalTwoSided((second.Mean - first.Mean) / Math.Sqrt((first.Variance / first.Units) + (second.Variance / second.Units)));
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
                if (kind == Kind.Proportion)
                {
                    value = _random.NextDouble() < 0.6 * habit * (1 + lift) ? 1 : 0;
                    covariate = _random.NextDouble() < 0.6 * habit ? 1 : 0;
                }
                else if (kind == Kind.Ratio)
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
                kind == Kind.Ratio ? new DenominatorSums(below, belowSquares, products) : null,
                new CovariateSums(before, beforeSquares, beforeProducts, beforeDenominators));
        }
    }
}
