using Marketplace.Accounts;
using Marketplace.Jobs;
using Marketplace.Payments;
using Marketplace.Policies;
using Testing;

namespace Marketplace.Tests.Jobs;

/// <summary>Rules of jobs and their prices that no other test is about.</summary>
public sealed class JobRulesTests
{
    private static readonly PolicyBook Book = PolicyBook.Default();

    [Fact]
    public void JOB_01_JOB_02_JOB_06_JOB_07_JOB_08_what_proposals_cost_is_the_cards_own_range_and_nowhere_typed()
    {
        // Of 2019: 15 to 90 cents. Of March 2023: 2 to 8 Connects, $1.20 at most.
        RangeAt(new DateTimeOffset(2019, 6, 1, 0, 0, 0, TimeSpan.Zero)).ShouldBe((1, 6, 15L, 90L));
        RangeAt(new DateTimeOffset(2023, 3, 7, 23, 59, 59, TimeSpan.Zero)).ShouldBe((1, 6, 15L, 90L));
        RangeAt(new DateTimeOffset(2023, 3, 8, 0, 0, 0, TimeSpan.Zero)).ShouldBe((2, 8, 30L, 120L));
    }

    [Fact]
    public void JOB_11_a_short_job_of_40_dollars_costs_less_than_one_of_1000()
    {
        var policy = Book.At(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        int Price(int dollars) => Book.RateCard(policy.Pricing.RateCard).Tiers[JobPricing.Value(new FixedPrice(new Money(dollars * 100)), policy.Pricing).Tier - 1];

        Price(40).ShouldBeLessThan(Price(1000));
    }

    [Fact]
    public void JOB_16_a_client_has_no_say_in_what_a_proposal_costs() =>
        typeof(NewJob).GetProperties().Select(p => p.Name).ShouldNotContain(name => name.Contains("Connects", StringComparison.Ordinal) || name.Contains("Tier", StringComparison.Ordinal) || name.Contains("Card", StringComparison.Ordinal));

    [Fact]
    public async Task JOB_04_JOB_17_NTF_01_a_new_card_prices_new_jobs_leaves_open_ones_alone_and_is_announced_to_nobody()
    {
        var change = DateTimeOffset.UnixEpoch;
        await using (var clockOnly = await TestMarketplace.StartAsync())
            change = clockOnly.Clock.GetUtcNow().AddHours(1);
        await using var market = await TestMarketplace.StartAsync(TestPolicies.With("""{ "pricing": { "rateCard": "doubled" } }""", change));
        var client = await market.ClientAsync();
        var talent = await market.FreelancerAsync();
        await market.BuyAsync(talent, 40);
        var before = await market.JobAsync(client, 5000);
        var yesterdays = await market.JobAsync(client, 5000);
        await market.SubmitAsync(talent, yesterdays);

        await market.AdvanceAsync(TimeSpan.FromHours(2));
        var after = await market.JobAsync(client, 5000);

        (before.Connects, after.Connects).ShouldBe((8, 16));
        (await market.SubmitAsync(talent, before)).Value!.Proposal.ConnectsSpent.ShouldBe(8);
        (await market.SubmitAsync(talent, after)).Value!.Proposal.ConnectsSpent.ShouldBe(16);
        foreach (var job in new[] { "review-demand", "remind-clients", "notify-expiring" })
            await market.RunAsync(job);
        (await market.AsOwnerAsync<long>("select count(*) from marketplace.notification")).ShouldBe(0);
        // Yesterday's proposal cost what it cost, and returns just that.
        await market.CloseAsync(client, yesterdays);
        (await market.HistoryAsync(talent))[0].ShouldSatisfyAllConditions(l => l.Kind.ShouldBe(Marketplace.Wallets.TransactionKind.Refund), l => l.Connects.ShouldBe(8));
    }

    [Fact]
    public async Task JOB_15_a_job_of_5_dollars_or_less_costs_what_its_budget_makes_it_and_is_looked_at_by_people()
    {
        await using var market = await TestMarketplace.StartAsync();
        var client = await market.ClientAsync();
        var (tiny, small, unsaid) = (await market.JobAsync(client, 5), await market.JobAsync(client, 5.01m), await PostAsync(market, client, new FixedPrice(null), featured: false));

        (tiny.Tier, tiny.Connects).ShouldBe((small.Tier, small.Connects));
        var queue = await market.With<JobFlags, Marketplace.Database.Page<Job>>(f => f.QueueAsync(new Marketplace.Database.PageRequest(10, null, false), CancellationToken.None));
        queue.Items.Select(j => j.Id).ShouldBe([tiny.Id], $"{small.Id} and {unsaid.Id} are as they were meant");
        var flag = (await market.With<JobFlags, ILookup<long, JobFlag>>(f => f.OfAsync([tiny.Id], CancellationToken.None)))[tiny.Id].ShouldHaveSingleItem();
        (flag.FlaggedBy, flag.Reason).ShouldBe(("marketplace", "The budget may be a mistake: the job is worth $5.00 in all."));
    }

    [Fact]
    public async Task INV_03_a_job_that_is_highlighted_costs_what_it_costs_and_only_the_clients_invitation_makes_it_free()
    {
        await using var market = await TestMarketplace.StartAsync();
        var (client, talent) = (await market.ClientAsync(), await market.FreelancerAsync());
        await market.BuyAsync(talent, 10);
        var highlighted = await PostAsync(market, client, new FixedPrice(new Money(4000)), featured: true);

        var quote = (await market.With<ConnectsQuotes, IReadOnlyList<ConnectsQuote>>(q => q.ForAsync(talent.AccountId, [highlighted], CancellationToken.None))).ShouldHaveSingleItem();
        (quote.Connects, quote.Reason).ShouldBe((2, QuoteReason.RateCard));
        (await market.SubmitAsync(talent, highlighted)).Value!.Proposal.ConnectsSpent.ShouldBe(2);
    }

    [Fact]
    public void CLI_03_PRC_09_MET_02_fewer_proposals_are_measured_beside_what_they_cost_and_win_and_too_few_hires_stop_the_test()
    {
        foreach (var metric in new[] { "proposals-per-job", "connects-per-proposal", "win-rate", "hires" })
            ReferenceExperiments.Data.Metrics.Select(m => m.Key).ShouldContain(metric);
        var test = ReferenceExperiments.Data.Experiments.Single(e => e.Key == "double-rate-card");
        test.SecondaryMetrics.ShouldBe(["proposals-per-job", "connects-per-proposal", "win-rate"]);
        test.Guardrails!.Select(g => (g.Metric, g.StopsExperiment)).ShouldBe([("hires", true), ("proposals-per-job", false)]);
    }

    [Fact]
    public async Task DEM_09_every_change_of_a_price_is_on_record_with_its_reason_and_what_it_was_decided_by()
    {
        await using var market = await TestMarketplace.StartAsync();
        var job = await market.JobAsync(await market.ClientAsync(), 300);
        await market.AdvanceAsync(TimeSpan.FromHours(25));
        await market.RunAsync("review-demand");
        await market.AdvanceAsync(TimeSpan.FromHours(48));
        await market.RunAsync("review-demand");

        (await market.AsOwnerAsync<string>($"select string_agg(connects_before || '>' || connects_after || ' ' || reason || ' ' || proposals, ', ' order by number) from marketplace.job_price_change where job_id = {job.Id}"))
            .ShouldBe("4>2 DEMAND_LOWERED 0, 2>0 DEMAND_FREE 0");
    }

    [Fact]
    public async Task INV_05_INV_06_a_featured_job_invites_without_a_limit()
    {
        await using var market = await TestMarketplace.StartAsync();
        var client = await market.ClientAsync();
        var posted = await PostAsync(market, client, new FixedPrice(new Money(4000)), featured: true);

        for (var i = 0; i < 17; i++)
        {
            var talent = await market.FreelancerAsync();
            (await market.With<JobInvitations, Outcome<Job>>(j => j.InviteAsync(posted.JobId, talent.AccountId, TestMarketplace.CallerOf(client), CancellationToken.None))).Refusal.ShouldBeNull();
        }
    }

    private static async Task<Job> PostAsync(TestMarketplace market, Client client, Budget budget, bool featured) =>
        (await market.With<JobPosting, Outcome<Job>>(p => p.PostAsync(
            new NewJob(client.AccountId, "Operations Supervisor", "Keep the shop open.", "legal", budget, featured, featured ? PaymentMethod.Card : null, null, $"posted {budget}"),
            TestMarketplace.CallerOf(client), CancellationToken.None))).Value!;

    private static (int Least, int Most, long LeastCents, long MostCents) RangeAt(DateTimeOffset time)
    {
        var policy = Book.At(time);
        var card = Book.RateCard(policy.Pricing.RateCard).Tiers;
        return (card.Min(), card.Max(), card.Min() * policy.Connects.UnitPriceCents, card.Max() * policy.Connects.UnitPriceCents);
    }
}
