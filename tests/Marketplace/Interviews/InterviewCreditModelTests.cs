using Marketplace.Accounts;
using Marketplace.Interviews;
using Marketplace.Jobs;
using Marketplace.ScheduledJobs;
using Marketplace.Wallets;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Testing;

namespace Marketplace.Tests.Interviews;

/// <summary>Random interviews, credited by runs beside each other: the cap holds in every window, nothing returns twice, the books balance.</summary>
public sealed class InterviewCreditModelTests : IAsyncLifetime
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);
    private TestMarketplace market = null!;

    public async ValueTask InitializeAsync() => market = await TestMarketplace.StartAsync();

    public ValueTask DisposeAsync() => market.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task RWD_04_random_interviews_are_credited_as_a_plain_model_says(int seed)
    {
        var random = new Random(seed);
        var client = await market.ClientAsync();
        var talents = new[] { await market.FreelancerAsync(), await market.FreelancerAsync() };
        var model = talents.ToDictionary(t => t.Id, _ => new List<(DateTimeOffset At, int Connects)>());
        foreach (var talent in talents)
            await market.BuyAsync(talent, 80);

        for (var step = 0; step < 14; step++)
        {
            var won = new List<(Freelancer Talent, Proposal Proposal)>();
            foreach (var talent in talents.Where(_ => random.Next(4) > 0))
            {
                for (var i = random.Next(1, 4); i > 0; i--)
                    won.Add((talent, await market.WinAsync(client, talent, Dollars(random))));
            }

            var before = market.Clock.GetUtcNow();
            await market.RunAsync("process-interview-credits");
            foreach (var (talent, proposal) in won)
            {
                var lines = model[talent.Id];
                var room = 50 - lines.Where(l => l.At > before - Week).Sum(l => l.Connects);
                var refund = Math.Min(proposal.ConnectsSpent, room);
                var award = Math.Min(Math.Max(0, 10 - proposal.ConnectsSpent), room - refund);
                lines.Add((before, refund + award));
                var reward = await market.RewardAsync(proposal);
                (reward.Refunded, reward.Awarded, reward.State).ShouldBe((refund, award, refund + award == 0 ? InterviewRewardState.Capped : InterviewRewardState.Granted), $"seed {seed}, step {step}");
            }

            await market.AdvanceAsync(TimeSpan.FromHours(random.Next(6, 60)));
        }

        await CheckAsync(talents, $"seed {seed}");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task RWD_04_RFD_10_credits_beside_closings_removals_and_submissions_keep_every_limit(int seed)
    {
        var random = new Random(seed);
        var client = await market.ClientAsync();
        var talents = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => market.FreelancerAsync()));
        foreach (var talent in talents)
            await market.BuyAsync(talent, 80);

        for (var step = 0; step < 6; step++)
        {
            var jobs = await Task.WhenAll(Enumerable.Range(0, 3).Select(i => market.JobAsync(client, Dollars(random))));
            foreach (var (job, talent) in jobs.SelectMany(_ => talents, (job, talent) => (job, talent)).Where(_ => random.Next(3) > 0))
            {
                if ((await market.SubmitAsync(talent, job)).Value is { } submitted)
                    await market.InterviewAsync(client, talent, submitted.Proposal);
            }

            var fresh = await market.JobAsync(client);
            await Task.WhenAll(
                [
                    CreditAsync(), CreditAsync(), CreditAsync(), CreditAsync(),
                    market.CloseAsync(client, jobs[0]),
                    market.With<JobClosing, Outcome<Job>>(c => c.RemoveAsync(jobs[1].JobId, "A test.", "tester", CancellationToken.None)),
                    .. talents.Select(t => (Task)market.SubmitAsync(t, fresh)),
                ]);
            await market.AdvanceAsync(TimeSpan.FromHours(random.Next(6, 60)));
        }

        await CheckAsync(talents, $"seed {seed}");
        (await market.RunAsync("process-interview-credits")).Processed.ShouldBe(0);
    }

    private static decimal Dollars(Random random) => new[] { 40m, 300m, 700m, 5000m }[random.Next(4)];

    /// <summary>A run without the lock that keeps runs apart, as two schedulers would do it at worst.</summary>
    private Task CreditAsync() =>
        market.Services.GetServices<IScheduledWork>().OfType<InterviewCredits>().Single()
            .RunAsync(new RunProgress(market.Services.GetRequiredService<NpgsqlDataSource>(), 0, market.Clock.GetUtcNow()), CancellationToken.None);

    private async Task CheckAsync(IEnumerable<Freelancer> talents, string seed)
    {
        foreach (var talent in talents)
        {
            var lines = (await market.HistoryAsync(talent)).Where(l => l.Kind is TransactionKind.InterviewRefund or TransactionKind.InterviewAward).ToList();
            lines.ShouldNotBeEmpty();
            foreach (var line in lines)
                lines.Where(l => l.EffectiveAt > line.EffectiveAt - Week && l.EffectiveAt <= line.EffectiveAt).Sum(l => l.Connects).ShouldBeLessThanOrEqualTo(50, seed);
        }

        (await market.ScalarAsync<long>("select count(*) from marketplace.proposal where connects_returned > connects_spent")).ShouldBe(0, seed);
        (await market.ScalarAsync<long>("select count(*) from marketplace.interview_reward where credited_at is null")).ShouldBe(0, seed);
        var health = await market.HealthAsync();
        health.Discrepancies.ShouldBeEmpty(seed);
        health.ConnectsIssued.ShouldBe(health.ConnectsOutstanding + health.ConnectsSpent + health.ConnectsExpired + health.ConnectsForfeited, seed);
    }
}
