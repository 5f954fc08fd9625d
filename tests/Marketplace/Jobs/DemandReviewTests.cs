using Marketplace.Accounts;
using Marketplace.Jobs;
using Marketplace.Tests.Interviews;
using Marketplace.Tests.Policies;
using Testing;

namespace Marketplace.Tests.Jobs;

public sealed class DemandReviewTests : IAsyncLifetime
{
    private TestMarketplace market = null!;
    private Client client = null!;

    public async ValueTask InitializeAsync()
    {
        market = await TestMarketplace.StartAsync();
        client = await market.ClientAsync();
    }

    public ValueTask DisposeAsync() => market.DisposeAsync();

    [Fact]
    public async Task DEM_02_DEM_03_DEM_05_DEM_07_little_interest_lowers_the_price_by_a_tier_after_a_day_and_to_nothing_after_three()
    {
        var (four, two) = (await market.JobAsync(client, 300), await market.JobAsync(client, 40));
        await market.AdvanceAsync(TimeSpan.FromHours(23));
        await ReviewAsync();
        (await PriceAsync(four)).ShouldBe((4, PriceReason.RateCard));

        await market.AdvanceAsync(TimeSpan.FromHours(1));
        await ReviewAsync();
        (await PriceAsync(four)).ShouldBe((2, PriceReason.DemandLowered));
        (await PriceAsync(two)).ShouldBe((0, PriceReason.DemandFree));

        await market.AdvanceAsync(TimeSpan.FromHours(24));
        await ReviewAsync();
        (await PriceAsync(four)).ShouldBe((2, PriceReason.DemandLowered));
        await market.AdvanceAsync(TimeSpan.FromHours(24));
        await ReviewAsync();
        (await PriceAsync(four)).ShouldBe((0, PriceReason.DemandFree));

        // DEM-09: every change is on record, once however often the review comes by.
        await ReviewAsync();
        (await market.ScalarAsync<string>($"select string_agg(connects_before || '>' || connects_after || ' ' || reason, ', ' order by number) from marketplace.job_price_change where job_id = {four.Id}"))
            .ShouldBe("4>2 DEMAND_LOWERED, 2>0 DEMAND_FREE");
    }

    [Fact]
    public async Task DEM_06_DEM_08_a_lowered_price_is_for_later_proposals_and_refunds_nobody()
    {
        var (early, late) = (await market.FreelancerAsync(), await market.FreelancerAsync());
        await market.BuyAsync(early, 10);
        await market.BuyAsync(late, 10);
        var job = await market.JobAsync(client, 300);
        await market.SubmitAsync(early, job);
        await market.AdvanceAsync(TimeSpan.FromHours(24));

        await ReviewAsync();
        await market.SubmitAsync(late, job);

        (await market.WalletAsync(early)).Balance.ShouldBe(6);
        (await market.WalletAsync(late)).Balance.ShouldBe(8);
        (await market.HealthAsync()).Discrepancies.ShouldBeEmpty();
    }

    [Fact]
    public async Task DEM_02_three_proposals_are_interest_enough()
    {
        var job = await market.JobAsync(client, 300);
        await ProposeAsync(job, 3);
        await market.AdvanceAsync(TimeSpan.FromHours(100));

        await ReviewAsync();

        (await PriceAsync(job)).ShouldBe((4, PriceReason.RateCard));
    }

    [Theory]
    [InlineData(300, 6)]
    [InlineData(5000, 8)]
    public async Task DEM_04_many_proposals_on_the_first_day_raise_the_price_by_a_tier_and_never_above_the_card(int dollars, int price)
    {
        await using var small = await TestMarketplace.StartAsync(PolicyVersions.With("""{ "demand": { "few": 1, "many": 4 } }"""));
        market = small;
        client = await small.ClientAsync();
        var job = await small.JobAsync(client, dollars);
        await ProposeAsync(job, 3);
        await ReviewAsync();
        (await PriceAsync(job)).Reason.ShouldBe(PriceReason.RateCard);
        await ProposeAsync(job, 1);

        await ReviewAsync();
        await ReviewAsync();

        (await PriceAsync(job)).ShouldBe((price, dollars == 5000 ? PriceReason.RateCard : PriceReason.DemandRaised));
    }

    [Fact]
    public async Task Closed_jobs_keep_their_price_and_runs_beside_each_other_change_it_once()
    {
        var (closed, open) = (await market.JobAsync(client, 300), await market.JobAsync(client, 700));
        await market.CloseAsync(client, closed);
        await market.AdvanceAsync(TimeSpan.FromHours(25));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            await using var command = market.Source.CreateCommand("select reviewed from marketplace.review_demand(0, 100, 3, interval '24 hours', interval '72 hours', 50, interval '24 hours', $1)");
            command.Parameters.AddWithValue(market.Clock.GetUtcNow());
            await command.ExecuteNonQueryAsync();
        }));

        (await PriceAsync(closed)).ShouldBe((4, PriceReason.RateCard));
        (await PriceAsync(open)).ShouldBe((4, PriceReason.DemandLowered));
        (await market.ScalarAsync<long>("select count(*) from marketplace.job_price_change")).ShouldBe(1);
    }

    private async Task ProposeAsync(Job job, int talents)
    {
        for (var i = 0; i < talents; i++)
        {
            var talent = await market.FreelancerAsync();
            await market.BuyAsync(talent, 10);
            (await market.SubmitAsync(talent, job)).Value.ShouldNotBeNull();
        }
    }

    private async Task ReviewAsync() => (await market.RunAsync("review-demand")).Error.ShouldBeNull();

    private async Task<(int Connects, PriceReason Reason)> PriceAsync(Job job)
    {
        var found = (await market.With<JobReader, Job?>(j => j.ByIdAsync(job.JobId, CancellationToken.None)))!;
        return (found.Connects, found.PriceReason);
    }
}
