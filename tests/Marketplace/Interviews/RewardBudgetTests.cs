using Marketplace.Accounts;
using Marketplace.Interviews;
using Marketplace.Jobs;
using Marketplace.Policies;
using Marketplace.ScheduledJobs;
using Microsoft.Extensions.DependencyInjection;
using Testing;

namespace Marketplace.Tests.Interviews;

/// <summary>Whom draws are for, and how much a week holds: numbers of the policy, off by default.</summary>
public sealed class RewardBudgetTests
{
    [Fact]
    public async Task RND_09_a_weeks_budget_is_everybodys_and_what_it_does_not_hold_is_not_drawn()
    {
        await using var market = await StartAsync("""{ "interviews": { "drawWeeklyBudget": 100, "drawMaximum": 40, "drawStep": 40 } }""");
        var client = await market.ClientAsync();
        var won = new List<Proposal>();
        for (var i = 0; i < 5; i++)
            won.Add(await market.WinAsync(client, await TalentAsync(market)));
        await market.RunAsync("process-interview-credits");

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => DrawAsync(market))));

        // 40 and 40 and nothing more: 20 are left of 100, and nobody draws a part.
        (await DrawnAsync(market)).ShouldBe((2L, 80L));
        (await StatesAsync(market, won)).Count(s => s == InterviewRewardState.NotEligible).ShouldBe(3);
        await market.AdvanceAsync(TimeSpan.FromDays(8));
        var later = await market.WinAsync(client, await TalentAsync(market));
        await market.RunAsync("process-interview-credits");
        await DrawAsync(market);
        (await market.RewardAsync(later)).State.ShouldBe(InterviewRewardState.AwaitingFeedback);
    }

    [Fact]
    public async Task RND_06_draws_may_be_for_those_who_had_sent_nothing_for_a_while()
    {
        await using var market = await StartAsync("""{ "interviews": { "drawIdleDays": 30, "drawMaximum": 40, "drawStep": 40 } }""");
        var client = await market.ClientAsync();
        var (idle, busy) = (await TalentAsync(market), await TalentAsync(market));
        await market.SubmitAsync(idle, await market.JobAsync(client));
        await market.AdvanceAsync(TimeSpan.FromDays(31));
        await market.SubmitAsync(busy, await market.JobAsync(client));
        await market.AdvanceAsync(TimeSpan.FromDays(1));
        var won = new[] { await market.WinAsync(client, idle), await market.WinAsync(client, busy) };
        await market.RunAsync("process-interview-credits");

        await DrawAsync(market);

        (await StatesAsync(market, won)).ShouldBe([InterviewRewardState.AwaitingFeedback, InterviewRewardState.NotEligible]);
    }

    [Fact]
    public async Task RND_03_RND_05_RND_07_by_default_everybody_draws_in_every_category_without_a_limit()
    {
        await using var market = await StartAsync(null);
        var client = await market.ClientAsync();
        var won = new List<Proposal>();
        foreach (var category in PolicyBook.Default().Categories)
            won.Add(await market.WinAsync(client, await TalentAsync(market), category: category.Key));
        await market.RunAsync("process-interview-credits");

        await DrawAsync(market);

        (await DrawnAsync(market)).Draws.ShouldBe(12);
        (await StatesAsync(market, won)).ShouldAllBe(s => s == InterviewRewardState.AwaitingFeedback);
    }

    private static async Task<TestMarketplace> StartAsync(string? changes)
    {
        var policies = changes is null ? PolicyBook.Default() : TestPolicies.With(changes);
        var market = await TestMarketplace.StartAsync(policies, instead: services => services.AddSingleton<RewardSeeds>(provider => new WinningSeeds(provider.GetRequiredService<PolicyBook>())));
        await market.RollOutAsync("randomized");
        return market;
    }

    private static async Task<Freelancer> TalentAsync(TestMarketplace market)
    {
        var talent = await market.FreelancerAsync();
        await market.BuyAsync(talent, 20);
        return talent;
    }

    private static Task DrawAsync(TestMarketplace market) =>
        market.Services.GetServices<IScheduledWork>().Single(w => w.Name == "draw-rewards").RunAsync(new RunProgress(market.Source, 0, market.Clock.GetUtcNow()), CancellationToken.None);

    private static async Task<InterviewRewardState[]> StatesAsync(TestMarketplace market, IEnumerable<Proposal> won)
    {
        var states = new List<InterviewRewardState>();
        foreach (var proposal in won)
            states.Add((await market.RewardAsync(proposal)).State);
        return [.. states];
    }

    private static async Task<(long Draws, long Connects)> DrawnAsync(TestMarketplace market) =>
        (await market.AsOwnerAsync<long>("select count(*) from marketplace.reward_draw"), await market.AsOwnerAsync<long>("select coalesce(sum(connects), 0) from marketplace.reward_draw"));

    /// <summary>Seeds that draw something.</summary>
    private sealed class WinningSeeds(PolicyBook policies) : RewardSeeds
    {
        private long next;

        public override long Next()
        {
            while (true)
            {
                var seed = Interlocked.Increment(ref next);
                if (RewardDraw.From(seed, policies.Versions[^1].Interviews).Connects > 0)
                    return seed;
            }
        }
    }
}
