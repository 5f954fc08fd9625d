using Marketplace.Accounts;
using Marketplace.Jobs;
using Marketplace.ScheduledJobs;
using Marketplace.Tests.Books;
using Microsoft.Extensions.DependencyInjection;
using Testing;

namespace Marketplace.Tests.Faults;

/// <summary>Closing refunds, the sweep and spends that meet at the instant at which lots end.</summary>
public sealed class RaceTests
{
    private static readonly DateTimeOffset Start = new(2027, 1, 10, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_closing_refund_that_races_the_expiry_and_a_spend_leaves_every_Connect_in_one_place(int seed)
    {
        var random = new Random(seed);
        var clock = new StandingClock { Now = Start };
        await using var market = await TestMarketplace.StartAsync(instead: services => services.AddSingleton<TimeProvider>(clock));
        var client = await market.ClientAsync();
        var talents = new List<Freelancer>();
        var jobs = new List<(Job Closing, Job Other)>();
        for (var i = 0; i < 8; i++)
        {
            talents.Add(await market.FreelancerAsync());
            await market.BuyAsync(talents[i], 10);
        }

        var ends = Start.AddYears(1);
        clock.Now = ends.AddDays(-1);
        foreach (var talent in talents)
        {
            jobs.Add((await market.JobAsync(client, 5000), await market.JobAsync(client)));
            (await market.SubmitAsync(talent, jobs[^1].Closing)).Refusal.ShouldBeNull();
        }

        clock.Now = ends.AddTicks(-TimeSpan.TicksPerMicrosecond);
        var work = market.Services.GetServices<IScheduledWork>().Single(w => w.Name == "expire-connects");
        var acts = new List<Func<Task>>();
        for (var i = 0; i < talents.Count; i++)
        {
            var (talent, (closing, other)) = (talents[i], jobs[i]);
            acts.Add(() => market.CloseAsync(client, closing));
            acts.Add(() => market.SubmitAsync(talent, other));
        }

        // Two schedulers, and the clock that passes the instant while all are at it.
        acts.Add(() => work.RunAsync(new RunProgress(market.Source, 0, ends), CancellationToken.None));
        acts.Add(() => work.RunAsync(new RunProgress(market.Source, 0, ends), CancellationToken.None));
        acts.Insert(random.Next(acts.Count), () =>
        {
            clock.Now = ends;
            return Task.CompletedTask;
        });
        await Task.WhenAll(acts.OrderBy(_ => random.Next()).Select(act => Task.Run(act)).ToList());

        clock.Now = ends;
        await work.RunAsync(new RunProgress(market.Source, 0, ends), CancellationToken.None);
        var health = await market.HealthAsync();
        health.Discrepancies.ShouldBeEmpty($"seed {seed}");
        health.ConnectsIssued.ShouldBe(80);
        health.ConnectsIssued.ShouldBe(health.ConnectsOutstanding + health.ConnectsSpent + health.ConnectsExpired + health.ConnectsForfeited, $"seed {seed}");
        (await market.AsOwnerAsync<long>("select sum(connects_spent - connects_returned) from marketplace.proposal p join marketplace.job j on j.id = p.job_id where j.status = 'CLOSED'")).ShouldBe(0, $"seed {seed}");
        (await market.AsOwnerAsync<long>("""
            select count(*) from marketplace.ledger_transaction t join marketplace.ledger_entry e on e.account_id = t.account_id and e.transaction_number = t.number
            join marketplace.lot l on l.account_id = e.account_id and l.number = e.chain where t.kind = 'SPEND' and t.effective_at >= l.expires_at
            """)).ShouldBe(0, $"seed {seed}");
        foreach (var talent in talents)
            // What came back after the end, less what a proposal may have taken of it.
            (await market.LotsAsync(talent)).ShouldAllBe(l => l.ExpiresAt > ends && (l.Remaining == 8 || l.Remaining == 6));
    }
}
