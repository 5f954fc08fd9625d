using Marketplace.Accounts;
using Marketplace.Database;
using Marketplace.Jobs;
using Marketplace.Payments;
using Marketplace.ScheduledJobs;
using Marketplace.Tests.Interviews;
using Marketplace.Tests.Wallets;
using Marketplace.Wallets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Testing;

namespace Marketplace.Tests.Books;

/// <summary>What one wallet does is nothing to another: in whatever order, or at once, each ends as if it were alone.</summary>
public sealed class CommutingTests
{
    [Fact]
    public async Task Operations_on_different_wallets_commute_one_after_the_other_backwards_and_at_once()
    {
        var forwards = await PlayAsync(async chains =>
        {
            foreach (var chain in chains)
                await chain();
        });
        var backwards = await PlayAsync(async chains =>
        {
            foreach (var chain in chains.Reverse())
                await chain();
        });
        var atOnce = await PlayAsync(chains => Task.WhenAll(chains.Select(c => c())));

        forwards.ShouldAllBe(wallet => wallet.Length > 10);
        backwards.ShouldBe(forwards);
        atOnce.ShouldBe(forwards);
    }

    /// <summary>Plays a chain for each of four talents, in an order of the caller's, and tells what each wallet came to.</summary>
    private static async Task<IReadOnlyList<string[]>> PlayAsync(Func<IReadOnlyList<Func<Task>>, Task> order)
    {
        var clock = new StandingClock { Now = new DateTimeOffset(2027, 3, 1, 9, 0, 0, TimeSpan.Zero) };
        await using var market = await TestMarketplace.StartAsync(instead: services => services.AddSingleton<TimeProvider>(clock));
        var client = await market.ClientAsync();
        var talents = new[] { await market.FreelancerAsync(), await market.FreelancerAsync(), await market.FreelancerAsync(), await market.FreelancerAsync() };
        var jobs = new List<Job>();
        foreach (var dollars in new[] { 40, 300, 700, 5000, 300, 5000 })
            jobs.Add(await market.JobAsync(client, dollars));
        // Something is over already, unswept, in every wallet.
        foreach (var talent in talents)
            await market.GrantAsync(talent, LotKind.Free, 7, clock.Now.AddSeconds(-1));

        await order([.. talents.Select((talent, i) => (Func<Task>)(() => ChainAsync(market, client, talent, jobs, i)))]);
        await Task.WhenAll(market.CloseAsync(client, jobs[0]), market.CloseAsync(client, jobs[5]));
        foreach (var job in new[] { "process-interview-credits", "expire-connects" })
            await market.Services.GetServices<IScheduledWork>().Single(w => w.Name == job).RunAsync(new RunProgress(market.Source, 0, clock.Now), CancellationToken.None);
        (await market.HealthAsync()).Discrepancies.ShouldBeEmpty();

        await using var database = await market.Services.GetRequiredService<IDbContextFactory<MarketplaceDbContext>>().CreateDbContextAsync();
        var wallets = new List<string[]>();
        foreach (var talent in talents)
        {
            var lots = await database.Lots.Where(l => l.AccountId == talent.Id).OrderBy(l => l.Number).ToListAsync();
            var lines = await database.Transactions.Where(t => t.AccountId == talent.Id).OrderBy(t => t.Number).ToListAsync();
            wallets.Add([
                .. lots.Select(l => $"{l.Kind} {l.Origin} {l.Remaining}/{l.Amount} {l.ExpiresAt:O}"),
                // Two jobs close at once at the end: their lines may come in either order, and so may what stands after each.
                .. lines.Where(t => t.Kind != TransactionKind.Refund).Select(t => $"{t.Kind} {t.Connects} {t.Cash}"),
                .. lines.Where(t => t.Kind == TransactionKind.Refund).Select(t => $"{t.Kind} {t.Connects}").Order(),
            ]);
        }

        return wallets;
    }

    private static async Task ChainAsync(TestMarketplace market, Client client, Freelancer talent, List<Job> jobs, int i)
    {
        var bought = await market.TryBuyAsync(talent, 20, "first", token: i == 2 ? "late" : null);
        await market.With<CourtesyGrants, Outcome<Lot>>(c => c.GrantAsync(new CourtesyGrant(talent.AccountId, 10 + i, "A test.", "courtesy"), "tester", CancellationToken.None));
        await market.With<TalentProgress, Outcome<Account>>(p => p.ApproveProfileAsync(talent.AccountId, CancellationToken.None));
        foreach (var (job, place) in jobs.Select((job, place) => (job, place)))
        {
            var sent = await market.SubmitAsync(talent, job, $"proposal-{place}");
            if (sent.Value is { } submitted && place is (1 or 4))
                await market.InterviewAsync(client, talent, submitted.Proposal);
            if (place == 2)
                await Gateway.TellAsync(market, i == 2 ? "payment.settled" : "payment.charged_back", bought.Value!.Purchase.ChargeReference);
        }

        await market.EarnAsync(talent, 1000 + i);
        await market.TryBuyAsync(talent, 10, "second", PaymentMethod.Earnings);
    }
}
