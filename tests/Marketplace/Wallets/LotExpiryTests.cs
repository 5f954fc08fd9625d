using Marketplace.Accounts;
using Marketplace.ScheduledJobs;
using Marketplace.Wallets;
using Microsoft.Extensions.DependencyInjection;
using Testing;

namespace Marketplace.Tests.Wallets;

public sealed class LotExpiryTests : IAsyncLifetime
{
    private TestMarketplace marketplace = null!;

    public async ValueTask InitializeAsync() => marketplace = await TestMarketplace.StartAsync();

    public ValueTask DisposeAsync() => marketplace.DisposeAsync();

    [Fact]
    public async Task EXP_01_what_is_left_expires_a_year_after_it_was_bought_one_line_a_lot()
    {
        var talent = await marketplace.FreelancerAsync();
        await marketplace.BuyAsync(talent, 40);
        await marketplace.BuyAsync(talent, 10);
        await marketplace.SubmitAsync(talent, await marketplace.JobAsync(await marketplace.ClientAsync()));
        var bought = await marketplace.LotsAsync(talent);
        bought.ShouldAllBe(l => l.ExpiresAt == l.IssuedAt.AddYears(1));
        await marketplace.AdvanceAsync(TimeSpan.FromDays(367));

        var run = await marketplace.RunAsync("expire-connects");

        run.Outcome.ShouldBe(RunOutcome.Succeeded);
        run.Processed.ShouldBe(2);
        var history = await marketplace.HistoryAsync(talent);
        history.Where(l => l.Kind == TransactionKind.Expiry).Select(l => (l.Connects, l.ConnectsAfter)).ShouldBe([(-10L, 0L), (-38L, 10L)]);
        // The line carries the instant the lot ended, not the sweep's.
        history[0].EffectiveAt.ShouldBe(bought[1].ExpiresAt);
        (await marketplace.HealthAsync()).ShouldSatisfyAllConditions(
            health => health.Discrepancies.ShouldBeEmpty(),
            health => (health.ConnectsIssued, health.ConnectsOutstanding, health.ConnectsSpent, health.ConnectsExpired).ShouldBe((50, 0, 2, 48)));
    }

    [Fact]
    public async Task Sweeping_again_and_sweeping_twice_at_once_changes_nothing_more()
    {
        var talents = new List<Freelancer>();
        for (var i = 0; i < 20; i++)
        {
            talents.Add(await marketplace.FreelancerAsync());
            await marketplace.BuyAsync(talents[i], 10);
        }

        await marketplace.AdvanceAsync(TimeSpan.FromDays(367));
        var work = marketplace.Services.GetServices<IScheduledWork>().Single(w => w.Name == "expire-connects");
        var now = marketplace.Clock.GetUtcNow();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => work.RunAsync(new RunProgress(marketplace.Source, 0, now), CancellationToken.None)));

        foreach (var talent in talents)
            (await marketplace.HistoryAsync(talent)).Count(l => l.Kind == TransactionKind.Expiry).ShouldBe(1);
        (await marketplace.HealthAsync()).ConnectsExpired.ShouldBe(200);
        (await marketplace.RunAsync("expire-connects")).Processed.ShouldBe(0);
    }

    [Fact]
    public async Task A_job_that_runs_already_is_refused_and_an_unknown_one_is_not_found()
    {
        await using var holder = await marketplace.Source.OpenConnectionAsync();
        await using var hold = new Npgsql.NpgsqlCommand("select pg_advisory_lock(hashtext('scheduled-job'), hashtext('expire-connects'))", holder);
        await hold.ExecuteNonQueryAsync();
        var runner = marketplace.Services.GetRequiredService<ScheduledJobRunner>();

        (await runner.RunAsync("expire-connects", CancellationToken.None)).Refusal.ShouldBeOfType<WrongState>().State.ShouldBe("RUNNING");
        (await runner.RunAsync("make-coffee", CancellationToken.None)).Refusal.ShouldBeOfType<NotFound>();
    }

    [Fact]
    public async Task A_run_that_its_node_left_behind_is_recorded_as_failed_by_the_next_one()
    {
        await using var orphan = marketplace.Source.CreateCommand(
            "insert into marketplace.scheduled_job_run (job, node, as_of, started_at) values ('expire-connects', 'dead', now(), now()) returning id");
        var id = (long)(await orphan.ExecuteScalarAsync())!;

        await marketplace.RunAsync("expire-connects");

        await using var command = marketplace.Source.CreateCommand($"select outcome || ': ' || error from marketplace.scheduled_job_run where id = {id}");
        (await command.ExecuteScalarAsync()).ShouldBe("FAILED: The node stopped during the run.");
    }
}
