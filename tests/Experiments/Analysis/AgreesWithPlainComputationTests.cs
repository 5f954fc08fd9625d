using Experiments.Analysis;
using Experiments.Lifecycle;
using Experiments.Statistics;
using Experiments.Tests.Support;
using Npgsql;

namespace Experiments.Tests.Analysis;

/// <summary>Random histories, counted once by the one statement in the database and once by loops over all of it here.</summary>
public sealed class AgreesWithPlainComputationTests
{
    private static readonly string[] Arms = ["standard", "doubled", "tripled", "nobody"];
    private static readonly string[] Facts = ["connects-spent", "proposals", "refunds"];

    private sealed record Exposed(string Unit, string Arm, DateTimeOffset At, bool Crossed);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Every_sum_of_every_metric_in_every_arm(int seed)
    {
        await using var trial = await Trial.StartAsync("connects-spent", ["proposals", "connects-per-proposal", "refunds", "visits"], arms: Arms);
        var random = new Random(seed);
        var start = trial.Start;
        // Few different instants, so that facts and exposures often meet in one.
        DateTimeOffset Instant(int fromHour, int toHour) => start.AddHours(random.Next(fromHour, toHour));

        var exposed = new List<Exposed>();
        for (var number = 1; number <= 150; number++)
        {
            // Some have keys that are no global ids, and some ids of jobs: no number of an account is theirs.
            var unit = random.Next(10) switch { 0 => $"visitor-{number}", 1 => Units.Job(number), _ => Units.Account(number) };
            var arm = Arms[random.Next(3)];
            var at = Instant(0, 400);
            await trial.Node.ExposeAsync(Trial.Key, unit, arm, at);
            var crossed = random.Next(12) == 0;
            if (crossed)
                await trial.Node.ExposeAsync(Trial.Key, unit, Arms[(Array.IndexOf(Arms, arm) + 1) % 3], at.AddHours(1));
            exposed.Add(new Exposed(unit, arm, at, crossed));
        }

        var happenings = Enumerable.Range(0, 6000).Select(_ =>
        {
            var fact = Facts[random.Next(Facts.Length)];
            var at = Instant(-800, 500);
            // Near 1e9, where squares no longer fit into doubles.
            var value = fact == "proposals" ? 1 : fact == "refunds" ? random.Next(1, 1000) / 8m : random.Next(-5, 40) + (random.Next(5) == 0 ? 1_000_000_000 : 0);
            return new Happening(fact, at, value, Account: random.Next(1, 200), CausedAt: fact == "refunds" && random.Next(2) == 0 ? at.AddHours(-random.Next(200)) : null);
        }).Concat(exposed.SelectMany(unit => Enumerable.Range(0, random.Next(4)).Select(_ => new Happening("visits", Instant(-800, 500), random.Next(100), Unit: unit.Unit)))).ToArray();
        await trial.Node.HappenAsync(happenings);
        trial.Node.Clock.Advance(TimeSpan.FromHours(300));
        await trial.StopAsync();
        trial.Node.Clock.Advance(TimeSpan.FromHours(100));

        var results = await trial.ComputeAsync();

        var end = start.AddHours(300);
        var counted = exposed.Where(unit => unit.At <= end).ToArray();
        results.UnitsInSeveralArms.ShouldBe(counted.Count(unit => unit.Crossed));
        var units = counted.Where(unit => !unit.Crossed).ToArray();
        ExperimentNumbers numbers = new(
            trial.Experiment.Arms,
            Arms.ToDictionary(arm => arm, arm => (long)units.Count(unit => unit.Arm == arm)),
            [
                Numbers("connects-spent", MetricRole.Primary, arm => Values(arm, "connects-spent")),
                Numbers("proposals", MetricRole.Secondary, arm => Whether(arm, "proposals")),
                Numbers("connects-per-proposal", MetricRole.Secondary, arm => Ratios(arm, "connects-spent", "proposals")),
                Numbers("refunds", MetricRole.Secondary, arm => Values(arm, "refunds")),
                Numbers("visits", MetricRole.Secondary, arm => Values(arm, "visits")),
            ],
            []);
        var expected = ExperimentAnalysis.Of(numbers);
        results.Analysis.SampleRatio.Arms.ShouldBe(expected.SampleRatio.Arms);
        foreach (var (metric, plain) in results.Analysis.Metrics.Zip(expected.Metrics))
        {
            metric.Metric.ShouldBe(plain.Metric);
            metric.Arms.ShouldBe(plain.Arms);
        }

        results.Analysis.Metrics[0].Arms.ShouldContain(arm => arm.Lift != null);

        MetricNumbers Numbers(string metric, MetricRole role, Func<Exposed, ArmStatistics> one)
            => new(Samples.Reference.Metrics.Single(candidate => candidate.Key == metric), role,
                Arms.ToDictionary(arm => arm, arm => ArmStatistics.Total(units.Where(unit => unit.Arm == arm).Select(one))));

        IEnumerable<Happening> Of(Exposed unit, string fact)
            => happenings.Where(happening => happening.Fact == fact && happening.At <= end && (happening.Unit ?? Units.Account(happening.Account ?? 0)) == unit.Unit);

        decimal After(Exposed unit, string fact) => Of(unit, fact).Where(happening => (happening.CausedAt ?? happening.At) >= unit.At).Sum(happening => happening.Value);

        decimal Before(Exposed unit, string fact) => Of(unit, fact).Where(happening => happening.At < unit.At && happening.At >= unit.At.AddDays(-28)).Sum(happening => happening.Value);

        ArmStatistics Values(Exposed unit, string fact) => ArmStatistics.OfPairs([(After(unit, fact), Before(unit, fact))]);

        ArmStatistics Whether(Exposed unit, string fact) => ArmStatistics.OfPairs([
            (Of(unit, fact).Any(happening => happening.At >= unit.At) ? 1 : 0,
             Of(unit, fact).Any(happening => happening.At < unit.At && happening.At >= unit.At.AddDays(-28)) ? 1 : 0)]);

        ArmStatistics Ratios(Exposed unit, string above, string below)
        {
            Exact value = After(unit, above);
            Exact denominator = After(unit, below);
            Exact before = Before(unit, above);
            return new ArmStatistics(1, value, value * value, new DenominatorSums(denominator, denominator * denominator, value * denominator),
                new CovariateSums(before, before * before, value * before, denominator * before));
        }
    }

    [Fact]
    public async Task Units_that_an_override_was_set_for_are_left_out()
    {
        await using var trial = await Trial.StartAsync();
        await trial.PopulateAsync(10, (_, unit) => unit);
        await using var owner = NpgsqlDataSource.Create(trial.Node.OwnerConnectionString);
        await using var set = owner.CreateCommand($"insert into experiments.variant_override (experiment_id, unit, variant, set_at) values ({trial.Experiment.Id}, '{Units.Account(3)}', 'doubled', now())");
        await set.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        var results = await trial.ComputeAsync();

        results.Analysis.SampleRatio.Arms.Select(arm => arm.Units).ShouldBe([9, 10]);
        results.Analysis.Metrics[0].Arms[0].Mean.ShouldBe((45 - 2) / 9.0);
    }

    [Fact]
    public async Task An_experiment_that_nobody_met_yet_has_results_that_say_nothing()
    {
        await using var trial = await Trial.StartAsync("connects-per-proposal", ["proposals"]);
        trial.Node.Clock.Advance(TimeSpan.FromMinutes(1));

        var results = await trial.ComputeAsync();

        results.Analysis.SampleRatio.Mismatch.ShouldBeFalse();
        results.Analysis.Metrics.SelectMany(metric => metric.Arms).ShouldAllBe(arm => arm.Units == 0 && arm.Mean == 0 && arm.Lift == null && !arm.Significant);
    }
}
