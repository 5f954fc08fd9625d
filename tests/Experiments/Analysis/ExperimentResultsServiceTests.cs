using Experiments.Analysis;
using Experiments.Exposures;
using Experiments.Flags;
using Experiments.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Experiments.Tests.Analysis;

public sealed class ExperimentResultsServiceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_draft_has_no_results()
    {
        await using var node = await Node.StartSeededAsync();
        var draft = (await node.ExperimentReader.FindAsync(Samples.DoubleRateCard, Cancellation))!;
        var service = node.Services.GetRequiredService<ExperimentResultsService>();

        (await service.NewestAsync([draft], Cancellation)).ShouldBeEmpty();
        (await service.ComputeAsync(Samples.DoubleRateCard, Cancellation)).ShouldBeNull();
        (await service.ComputeAsync("no-such-experiment", Cancellation)).ShouldBeNull();
        (await service.DueAsync(Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_asks_first_has_them_computed_and_for_an_hour_they_are_read()
    {
        await using var trial = await Trial.StartAsync();
        await trial.PopulateAsync(10, (_, unit) => unit);

        var first = (await trial.NewestAsync()).ShouldNotBeNull();
        first.Analysis.Metrics[0].Arms.Select(arm => arm.Mean).ShouldBe([4.5, 4.5]);
        await trial.Node.HappenAsync([new Happening("connects-spent", trial.Node.Clock.GetUtcNow(), 100, Account: 1)]);
        trial.Node.Clock.Advance(TimeSpan.FromMinutes(59));
        (await trial.NewestAsync()).ShouldNotBeNull().ComputedAt.ShouldBe(first.ComputedAt);

        trial.Node.Clock.Advance(TimeSpan.FromMinutes(1));
        var later = (await trial.NewestAsync()).ShouldNotBeNull();
        later.ComputedAt.ShouldBe(first.ComputedAt.AddHours(1));
        later.Analysis.Metrics[0].Arms.Select(arm => arm.Mean).ShouldBe([14.5, 4.5]);
    }

    [Fact]
    public async Task What_is_read_is_what_was_computed()
    {
        await using var trial = await Trial.StartAsync("connects-spent", ["connects-per-proposal", "proposals"], [new("proposals", 0.05m, false)]);
        await trial.PopulateAsync(40, (arm, unit) => unit + (arm == "doubled" ? 9 : 0));

        var computed = await trial.ComputeAsync();
        var read = (await trial.NewestAsync()).ShouldNotBeNull();

        read.ShouldSatisfyAllConditions(
            r => r.ComputedAt.ShouldBe(computed.ComputedAt),
            r => r.Analysis.SampleRatio.PValue.ShouldBe(computed.Analysis.SampleRatio.PValue),
            r => r.Analysis.Metrics.SelectMany(metric => metric.Arms).ShouldBe(computed.Analysis.Metrics.SelectMany(metric => metric.Arms)),
            r => r.Analysis.Guardrails[0].Arms.ShouldBe(computed.Analysis.Guardrails[0].Arms));
    }

    [Fact]
    public async Task A_stop_makes_results_final_with_everything_up_to_it_and_nothing_after()
    {
        await using var trial = await Trial.StartAsync();
        await trial.PopulateAsync(10, (_, unit) => unit);
        await trial.NewestAsync();
        trial.Node.Clock.Advance(TimeSpan.FromMinutes(1));
        await trial.Node.HappenAsync([new Happening("connects-spent", trial.Node.Clock.GetUtcNow(), 10, Account: 1)]);
        await trial.StopAsync();

        // The older results are not of the stop, though they are fresh.
        (await trial.NewestAsync()).ShouldNotBeNull().Analysis.Metrics[0].Arms[0].Mean.ShouldBe(5.5);
        // A charge that was under way at the stop commits.
        await trial.Node.HappenAsync([new Happening("connects-spent", trial.Experiment.StoppedAt!.Value, 10, Account: 2), new Happening("connects-spent", trial.Experiment.StoppedAt!.Value.AddSeconds(1), 1000, Account: 2)]);
        await trial.Node.ExposeAsync(Trial.Key, Units.Account(1000), "doubled", trial.Experiment.StoppedAt!.Value.AddSeconds(1));
        (await trial.Results.DueAsync(Cancellation)).ShouldBeEmpty();
        trial.Node.Clock.Advance(TimeSpan.FromMinutes(1));
        (await trial.Results.DueAsync(Cancellation)).ShouldBe([Trial.Key]);
        var final = (await trial.NewestAsync()).ShouldNotBeNull();
        final.FactsUntil.ShouldBe(trial.Experiment.StoppedAt!.Value);
        final.Analysis.Metrics[0].Arms.Select(arm => (arm.Units, arm.Mean)).ShouldBe([(10, 6.5), (10, 4.5)]);

        await trial.Node.HappenAsync([new Happening("connects-spent", trial.Start.AddHours(1), 10_000, Account: 3)]);
        trial.Node.Clock.Advance(TimeSpan.FromDays(100));
        (await trial.NewestAsync()).ShouldNotBeNull().ComputedAt.ShouldBe(final.ComputedAt);
        (await trial.Results.DueAsync(Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_timeline_has_a_point_a_day_the_last_of_the_day()
    {
        await using var trial = await Trial.StartAsync("connects-spent", ["connects-per-proposal"]);
        await trial.PopulateAsync(20, (_, unit) => unit);
        var lifts = new List<(DateTimeOffset, double)>();
        for (var day = 0; day < 3; day++)
        {
            await trial.ComputeAsync();
            trial.Node.Clock.Advance(TimeSpan.FromHours(1));
            await trial.Node.HappenAsync([new Happening("connects-spent", trial.Node.Clock.GetUtcNow(), 30, Account: 25)]);
            var results = await trial.ComputeAsync();
            lifts.Add((results.ComputedAt, results.Analysis.Metrics[0].Arms[1].Lift!.Value));
            trial.Node.Clock.Advance(TimeSpan.FromHours(23));
        }

        var points = (await trial.Results.TimelinesAsync([trial.Experiment.Id], Cancellation))[trial.Experiment.Id].ToArray();

        points.Select(point => (point.At, point.Lift)).ShouldBe(lifts);
        points.ShouldAllBe(point => point.Metric == "connects-spent" && point.Variant == "doubled" && point.Lower < point.Lift && point.Lift < point.Upper);
    }

    [Fact]
    public async Task Many_who_ask_at_once_on_two_nodes_start_one_computation_of_each_experiment_at_a_time()
    {
        await using var trial = await Trial.StartAsync();
        await trial.PopulateAsync(10, (_, unit) => unit);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => trial.Results.ComputeAsync(Trial.Key, Cancellation)));

        // The clock stands still: equal instants alone would prove nothing. One object is one computation.
        answers.Distinct(ReferenceEqualityComparer.Instance).Count().ShouldBeLessThan(20);
        answers.ShouldAllBe(answer => answer!.Analysis.Metrics[0].Arms[0].Units == 10);
    }

    [Fact]
    public async Task While_another_node_computes_the_older_results_are_answered_without_waiting()
    {
        await using var trial = await Trial.StartAsync();
        await trial.PopulateAsync(10, (_, unit) => unit);
        var older = await trial.ComputeAsync();
        trial.Node.Clock.Advance(TimeSpan.FromHours(2));
        await using var other = await trial.Node.Application.OpenConnectionAsync(Cancellation);
        await using var transaction = await other.BeginTransactionAsync(Cancellation);
        await using var claim = new NpgsqlCommand($"select pg_advisory_xact_lock(hashtextextended('experiments.analysis', {trial.Experiment.Id}))", other, transaction);
        await claim.ExecuteNonQueryAsync(Cancellation);

        (await trial.NewestAsync()).ShouldNotBeNull().ComputedAt.ShouldBe(older.ComputedAt);

        await transaction.RollbackAsync(Cancellation);
        (await trial.NewestAsync()).ShouldNotBeNull().ComputedAt.ShouldBe(older.ComputedAt.AddHours(2));
    }

    [Fact]
    public async Task Whoever_has_no_more_patience_gets_the_older_results_and_the_computation_goes_on()
    {
        await using var trial = await Trial.StartAsync(options: options => options.ResultsPatience = TimeSpan.FromMilliseconds(200));
        await trial.PopulateAsync(10, (_, unit) => unit);
        // As slow as somebody's lock on the facts.
        await using var owner = NpgsqlDataSource.Create(trial.Node.OwnerConnectionString);
        await using (var connection = await owner.OpenConnectionAsync(Cancellation))
        await using (var transaction = await connection.BeginTransactionAsync(Cancellation))
        {
            await using var hold = new NpgsqlCommand("lock table marketplace.happening in access exclusive mode", connection, transaction);
            await hold.ExecuteNonQueryAsync(Cancellation);
            (await trial.NewestAsync()).ShouldBeNull();
            await transaction.RollbackAsync(Cancellation);
        }

        (await trial.ComputeAsync()).Analysis.Metrics[0].Arms[0].Units.ShouldBe(10);
    }

    [Fact]
    public async Task A_computation_that_fails_is_an_error_for_who_demanded_it_and_no_results_for_who_looks()
    {
        await using var trial = await Trial.StartAsync(options: options => options.AnalysisTimeout = TimeSpan.FromMilliseconds(300));
        await using var owner = NpgsqlDataSource.Create(trial.Node.OwnerConnectionString);
        await using var connection = await owner.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await using var hold = new NpgsqlCommand("lock table marketplace.happening in access exclusive mode", connection, transaction);
        await hold.ExecuteNonQueryAsync(Cancellation);

        (await Should.ThrowAsync<PostgresException>(() => trial.ComputeAsync())).SqlState.ShouldBe(PostgresErrorCodes.QueryCanceled);
        (await trial.NewestAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task What_this_node_noted_of_reads_counts_at_once()
    {
        await using var trial = await Trial.StartAsync(options: options => options.ExposureInterval = TimeSpan.FromHours(1));
        trial.Node.Services.GetRequiredService<IExposureRecorder>().Record(new Treatment(Trial.Key, "doubled"), Units.Account(5));

        (await trial.ComputeAsync()).Analysis.SampleRatio.Arms[1].Units.ShouldBe(1);
    }
}
