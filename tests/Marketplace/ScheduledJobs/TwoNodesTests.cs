using Marketplace.Accounts;
using Marketplace.Contracts;
using Marketplace.Interviews;
using Marketplace.Jobs;
using Marketplace.Policies;
using Marketplace.ScheduledJobs;
using Marketplace.Tests.Books;
using Marketplace.Tests.Interviews;
using Microsoft.Extensions.DependencyInjection;
using Testing;

namespace Marketplace.Tests.ScheduledJobs;

/// <summary>Each scheduled job, run by two nodes at once without the lock that keeps runs apart: its work is done once, and a run more does nothing.</summary>
public sealed class TwoNodesTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Due = new(2028, 3, 1, 10, 0, 0, TimeSpan.Zero);
    private readonly StandingClock clock = new() { Now = Due.AddYears(-1) };
    private TestMarketplace market = null!;

    public async ValueTask InitializeAsync() => market = await TestMarketplace.StartAsync(
        instead: services => services.AddSingleton<TimeProvider>(clock).AddSingleton<RewardSeeds>(new WinningSeeds()));

    public ValueTask DisposeAsync() => market.DisposeAsync();

    [Fact]
    public void Every_job_of_the_schedule_is_there() =>
        new[]
        {
            "check-ledger", "dispatch-outbox", "draw-rewards", "expire-connects", "grant-monthly", "lapse-rewards", "make-partitions", "notify-expiring",
            "process-interview-credits", "remind-clients", "remind-contracts", "review-demand",
        }.Except(market.Services.GetServices<IScheduledWork>().Select(w => w.Name)).ShouldBeEmpty();

    [Fact]
    public async Task Two_nodes_at_once_do_the_work_of_each_job_once_and_a_third_run_does_nothing()
    {
        await ArrangeAsync();
        var mail = market.Services.GetRequiredService<SentMail>();

        await OnceAsync("expire-connects", "select count(*) from marketplace.ledger_transaction where kind = 'EXPIRY'", 1);
        await OnceAsync("notify-expiring", "select count(*) from marketplace.notification where kind = 'CONNECTS_EXPIRING'", 1);
        await OnceAsync("process-interview-credits", "select count(*) from marketplace.ledger_transaction where kind in ('INTERVIEW_REFUND', 'INTERVIEW_AWARD')", 2);
        await OnceAsync("draw-rewards", "select count(*) from marketplace.reward_draw", 1);
        await OnceAsync("lapse-rewards", "select count(*) from marketplace.interview_reward where state = 'LAPSED'", 1);
        await OnceAsync("review-demand", "select count(*) from marketplace.job_price_change", await market.AsOwnerAsync<long>("select count(*) from marketplace.job where status = 'OPEN' and posted_at < '2028-02-28'"));
        await OnceAsync("remind-clients", "select count(*) from marketplace.notification where kind = 'CLOSE_JOB_REMINDER'", await market.AsOwnerAsync<long>("select count(*) from marketplace.job where status = 'OPEN' and posted_at < '2028-02-23'"));
        await OnceAsync("remind-contracts", "select count(*) from marketplace.notification where kind = 'CONTRACT_ENDING'", 1);
        // Twelve months of three talents.
        await OnceAsync("grant-monthly", "select count(*) from marketplace.lot where origin = 'PLAN'", 36);
        await OnceAsync("make-partitions", "select count(*) from pg_class where relkind = 'r' and relname ~ '^outbox_20'", 3);
        var waiting = await market.AsOwnerAsync<long>("select count(*) from marketplace.outbox where state = 'PENDING'");
        waiting.ShouldBeGreaterThan(20);
        await OnceAsync("dispatch-outbox", "select count(*) from marketplace.outbox where state = 'SENT'", waiting);
        mail.Mail.Count.ShouldBe((int)waiting);
        mail.Mail.Select(m => m.MessageId).ShouldBeUnique();
        await OnceAsync("check-ledger", "select count(*) from marketplace.ledger_check_pass where discrepancies <> '{}'", 0);
    }

    private async Task OnceAsync(string job, string count, long expected)
    {
        var before = await market.AsOwnerAsync<long>(count);

        await Task.WhenAll(Task.Run(() => RunAsync(job)), Task.Run(() => RunAsync(job)));
        (await market.AsOwnerAsync<long>(count)).ShouldBe(before + expected, job);
        await RunAsync(job);
        (await market.AsOwnerAsync<long>(count)).ShouldBe(before + expected, job);
    }

    private Task RunAsync(string job) =>
        market.Services.GetServices<IScheduledWork>().Single(w => w.Name == job).RunAsync(new RunProgress(market.Source, 0, clock.Now), CancellationToken.None);

    /// <summary>A year in which something becomes due for every job at one instant.</summary>
    private async Task ArrangeAsync()
    {
        var client = await market.ClientAsync();
        var (first, second, third) = (await market.FreelancerAsync(), await market.FreelancerAsync(), await market.FreelancerAsync());
        await market.BuyAsync(first, 10);
        clock.Now = Due.AddDays(-350);
        await market.BuyAsync(first, 20);
        clock.Now = Due.AddDays(-40);
        await market.RollOutAsync("randomized");
        foreach (var talent in new[] { first, second, third })
            await market.BuyAsync(talent, 80);
        // The first lot's Connects are spent before the newer ones': what is left of it is over in a moment.
        await market.WinAsync(client, second);
        await RunAsync("process-interview-credits");
        await RunAsync("draw-rewards");
        clock.Now = Due.AddHours(-3);
        await market.WinAsync(client, third);
        await RunAsync("process-interview-credits");
        await market.RollOutAsync("split");
        await market.WinAsync(client, third);
        await market.JobAsync(client, 5000);
        var posted = await market.With<JobPosting, Outcome<Job>>(p => p.PostAsync(
            new NewJob(client.AccountId, "By the hour", "Long.", "legal", new Hourly(null, null, JobDuration.OneTo3Months, null, null), false, null, null, "hourly"), TestMarketplace.CallerOf(client), CancellationToken.None));
        var proposal = (await market.SubmitAsync(second, posted.Value!)).Value!.Proposal;
        (await market.With<ContractLife, Outcome<Contract>>(c => c.HireAsync(proposal.Id, Due.AddDays(5), null, TestMarketplace.CallerOf(client), CancellationToken.None))).Refusal.ShouldBeNull();
        clock.Now = Due;
    }

    /// <summary>Seeds that draw something.</summary>
    private sealed class WinningSeeds : RewardSeeds
    {
        private long next;

        public override long Next()
        {
            var policy = PolicyBook.Default().At(Due).Interviews;
            while (RewardDraw.From(++next, policy).Connects == 0)
            {
            }

            return next;
        }
    }
}
