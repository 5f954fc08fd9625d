using System.Globalization;
using Marketplace.Policies;
using Marketplace.Simulation.Model;
using Marketplace.Simulation.Truth;
using Testing;

namespace Marketplace.Simulation.Tests;

public sealed class SimulatorTests(PlayedMarketplace played)
{
    private const string Totals = """
        select t.kind, count(*), sum(t.connects), sum(t.cash), max(t.effective_at) from marketplace.ledger_transaction t group by t.kind order by t.kind
        """;

    [Fact]
    public async Task The_same_seed_gives_the_same_books()
    {
        await using var other = await MigratedDatabase.CreateAsync();

        var again = await PlayedMarketplace.PlayAsync(other, PlayedMarketplace.Options with { Workers = 3 });

        again.Made.ShouldBe(played.Report.Made);
        again.Refusals.ShouldBe(played.Report.Refusals, ignoreOrder: true);
        (await PlayedMarketplace.RowsAsync(other, Totals)).ShouldBe(await PlayedMarketplace.RowsAsync(played.Database, Totals));
        (await PlayedMarketplace.RowsAsync(other, "select unit, variant, at from experiments.exposure order by unit")).ShouldBe(
            await PlayedMarketplace.RowsAsync(played.Database, "select unit, variant, at from experiments.exposure order by unit"));
    }

    [Fact]
    public async Task The_books_balance_and_every_history_adds_up()
    {
        played.Report.Health.Discrepancies.ShouldBeEmpty();
        ((double)played.Report.Made["proposals"]).ShouldBe(PlayedMarketplace.Options.Proposals, 150);
        played.Report.Health.ConnectsSpent.ShouldBeGreaterThan(500);
        (await PlayedMarketplace.RowsAsync(played.Database, """
            select t.account_id, t.number from (
                select account_id, number, connects_after, sum(connects) over (partition by account_id order by number) as running
                from marketplace.ledger_transaction where connects_after is not null) t
            where t.connects_after <> t.running
            """)).ShouldBeEmpty();
        (await PlayedMarketplace.RowsAsync(played.Database, """
            select w.account_id, w.paid + w.free from marketplace.wallet w
            where w.asset = 'CONNECTS' and w.paid + w.free <> coalesce((select sum(t.connects) from marketplace.ledger_transaction t where t.account_id = w.account_id), 0)
            """)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_history_reads_in_the_order_of_its_time_and_ends_with_the_present()
    {
        // Two clients who close jobs on one morning are played at once: their refunds may stand the other way round.
        (await PlayedMarketplace.RowsAsync(played.Database, """
            select account_id, number from (
                select account_id, number, effective_at, lag(effective_at) over (partition by account_id order by number) as before
                from marketplace.ledger_transaction where connects_after is not null) t
            where effective_at < before - interval '6 hours'
            """)).ShouldBeEmpty();
        (await PlayedMarketplace.RowsAsync(played.Database, $"select 1 from marketplace.ledger_transaction where effective_at >= '{PlayedMarketplace.Options.Until:O}'")).ShouldBeEmpty();
        (await PlayedMarketplace.RowsAsync(played.Database, "select max(submitted_at)::date::text from marketplace.proposal")).ShouldBe(["2025-06-02"]);
    }

    // Connects as a reward would move what talents buy, and with it the truth.
    [Fact]
    public async Task Clients_bring_clients_by_links_and_are_paid_in_cash_alone()
    {
        (await PlayedMarketplace.RowsAsync(played.Database, """
            select count(*) > 0, bool_and(r.program = 'client-cash' and r.state <> 'INELIGIBLE'), (select sum(l.clicks) from marketplace.referral_link l) >= count(*),
                   (select coalesce(bool_and(w.asset = 'USD'), true) from marketplace.referral_reward w)
            from marketplace.referral r
            """)).ShouldBe(["True True True True"]);
    }

    [Fact]
    public async Task Nothing_waits_in_the_outbox_and_everything_in_it_is_counted()
    {
        (await PlayedMarketplace.RowsAsync(played.Database, "select state, count(*) from marketplace.outbox group by 1")).ShouldBe([$"SENT {played.Report.Made["messages"]}"]);
        played.Report.Made["messages"].ShouldBeGreaterThan(200);
    }

    [Fact]
    public async Task Experiments_run_as_product_managers_run_them()
    {
        (await PlayedMarketplace.RowsAsync(played.Database, "select key, state from experiments.experiment where key in ('double-rate-card', 'interview-reward') order by key"))
            .ShouldBe(["double-rate-card STOPPED", "interview-reward RUNNING"]);
        (await PlayedMarketplace.RowsAsync(played.Database, "select actor, action, subject from experiments.audit_entry where actor <> 'system' and subject like 'experiment:%' order by id"))
            .ShouldBe([
                "simulated-product-manager experiment.started experiment:double-rate-card", "simulated-product-manager experiment.started experiment:interview-reward",
                "simulated-product-manager experiment.stopped experiment:double-rate-card"]);
    }

    [Fact]
    public async Task The_exposures_are_those_the_model_knows_of_and_their_ratio_is_healthy()
    {
        var exposed = await PlayedMarketplace.RowsAsync(played.Database, """
            select e.key, x.variant, count(*) from experiments.exposure x join experiments.experiment e on e.id = x.experiment_id where not x.crossed group by 1, 2 order by 1, 2
            """);

        exposed.ShouldBe(played.Report.Experiments.SelectMany(e => new[] { $"{e.Key} {e.Control} {e.ControlUnits}", $"{e.Key} {e.Treatment} {e.TreatmentUnits}" }).Order());
        var reward = played.Report.Experiments.Single(e => e.Key == "interview-reward");
        // Chi-squared with one degree of freedom: 10.8 is passed once in a thousand times.
        (Math.Pow(reward.ControlUnits - reward.TreatmentUnits, 2) / (reward.ControlUnits + reward.TreatmentUnits)).ShouldBeLessThan(10.8);
    }

    [Fact]
    public async Task Facts_in_the_database_say_what_the_model_counted()
    {
        foreach (var experiment in played.Report.Experiments)
        {
            foreach (var (metric, fact) in new[] { ("connects-spent", "fact_connects_spent"), ("proposals", "fact_proposals"), ("interviews-won", "fact_interviews_won") })
            {
                if (experiment.Metrics.FirstOrDefault(m => m.Metric == metric) is not { } known)
                    continue;
                var unit = experiment.Key == "double-rate-card" ? "f.category" : "rtrim(translate(encode(convert_to('Account:' || f.account_id, 'UTF8'), 'base64'), '+/', '-_'), '=')";
                var sums = await PlayedMarketplace.RowsAsync(played.Database, $"""
                    select x.variant, sum(f.value) from experiments.exposure x join experiments.experiment e on e.id = x.experiment_id and e.key = '{experiment.Key}'
                    join marketplace.{fact} f on {unit} = x.unit and f.at >= x.at and f.at < coalesce(e.stopped_at, 'infinity') group by 1 order by 1
                    """);
                sums.ShouldBe(new[] { (experiment.Control, Sum: known.SeenControl * experiment.ControlUnits), (experiment.Treatment, Sum: known.SeenTreatment * experiment.TreatmentUnits) }
                    .OrderBy(arm => arm.Item1, StringComparer.Ordinal).Select(arm => string.Create(CultureInfo.InvariantCulture, $"{arm.Item1} {Math.Round(arm.Sum)}")), $"{experiment.Key} {metric}");
            }
        }
    }

    [Fact]
    public async Task A_database_that_holds_a_simulation_is_not_spoiled_by_another()
    {
        var again = await Should.ThrowAsync<SimulationRefusedException>(() => PlayedMarketplace.PlayAsync(played.Database, PlayedMarketplace.Options));
        var another = await Should.ThrowAsync<SimulationRefusedException>(() => PlayedMarketplace.PlayAsync(played.Database, PlayedMarketplace.Options with { Seed = 8 }));
        var mixed = await Should.ThrowAsync<SimulationRefusedException>(() => PlayedMarketplace.PlayAsync(played.Database, PlayedMarketplace.Options with { Seed = 8, Experiments = PlayedExperiments.None }));

        again.Message.ShouldStartWith("The seed 7 was played in this database before.");
        another.Message.ShouldContain("double-rate-card is STOPPED");
        mixed.Message.ShouldContain("accounts already");
        mixed.Message.ShouldContain("--beside");
    }

    [Theory]
    [InlineData(199, 63, 1, "--proposals is 199")]
    [InlineData(20_000, 8, 1, "--days is 8")]
    [InlineData(20_000, 731, 1, "--days is 731")]
    [InlineData(20_000, 63, -1, "--seed is -1")]
    [InlineData(200, 90, 1, "fewer than three a day")]
    [InlineData(5_000_000, 9, 1, "more than 100,000 a day")]
    public void Nonsense_is_refused_before_anything_is_done(int proposals, int days, long seed, string problem) =>
        new SimulationOptions(proposals, seed, days).Problem().ShouldNotBeNull().ShouldContain(problem);

    [Fact]
    public async Task An_end_in_the_future_is_refused()
    {
        var refused = await Should.ThrowAsync<SimulationRefusedException>(() =>
            PlayedMarketplace.PlayAsync(played.Database, PlayedMarketplace.Options with { Until = new DateTimeOffset(2199, 1, 1, 0, 0, 0, TimeSpan.Zero) }));

        refused.Message.ShouldContain("is after the present");
    }

    [Fact]
    public async Task Doubling_the_price_cuts_proposals_per_job_and_raises_what_is_spent()
    {
        var options = new SimulationOptions(Proposals: 6_000, Seed: 3, Days: 36);
        var timeline = Timeline.Of(PlayedMarketplace.Options.Until!.Value, options.Days, rateCard: true, reward: true);
        var truth = await TruthTable.ComputeAsync(options, options.Proposals, timeline, Behaviour.Usual, PolicyBook.Default(), CancellationToken.None);
        var run = new Play(3, timeline, Population.Of(3, options.Proposals, timeline, Behaviour.Usual), Behaviour.Usual, new Stages.SketchStage(PolicyBook.Default(), timeline.From, "doubled", "randomized"));
        await run.RunAsync(null, CancellationToken.None);

        var metrics = truth.Beside(run).SelectMany(e => e.Metrics.Select(m => (e.Key, m))).ToDictionary(m => (m.Key, m.m.Metric), m => m.m);

        // By the elasticities of 0.15 to 0.65 doubling leaves 0.76 of the proposals on the average; demand's reductions and invitations soften it.
        metrics[("double-rate-card", "proposals-per-job")].Lift.ShouldBeInRange(-0.26, -0.14);
        metrics[("double-rate-card", "connects-spent")].Lift.ShouldBeInRange(0.35, 0.65);
        metrics[("interview-reward", "proposals")].Lift.ShouldBeInRange(0.14, 0.30);
        metrics.Values.ShouldAllBe(m => m.LiftError < 0.05);
    }
}
