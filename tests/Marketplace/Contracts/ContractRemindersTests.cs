using Marketplace.Accounts;
using Marketplace.Contracts;
using Marketplace.Jobs;
using Marketplace.Tests.Interviews;
using Testing;

namespace Marketplace.Tests.Contracts;

public sealed class ContractRemindersTests : IAsyncLifetime
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
    public async Task HRS_02_the_client_is_reminded_7_days_and_1_day_before_an_hourly_contract_ends_and_again_before_a_later_end()
    {
        var start = market.Clock.GetUtcNow();
        var contract = await HireAsync(new Hourly(null, null, JobDuration.OneTo3Months, null, null), start.AddDays(20));
        var told = new List<int>();
        for (var day = 1; day <= 42; day++)
        {
            await market.AdvanceAsync(TimeSpan.FromDays(1));
            if ((await market.RunAsync("remind-contracts")).Processed + (await market.RunAsync("remind-contracts")).Processed == 1)
                told.Add(day);
            if (day == 19)
                await market.With<ContractLife, Outcome<Contract>>(c => c.ExtendAsync(contract.Id, start.AddDays(40), TestMarketplace.CallerOf(client), CancellationToken.None));
        }

        told.ShouldBe([13, 19, 33, 39]);
        (await market.ScalarAsync<long>($"select count(*) from marketplace.outbox where template = 'contract-ending' and account_id = {client.Id}")).ShouldBe(4);
    }

    [Fact]
    public async Task HRS_02_nobody_is_reminded_of_a_contract_that_is_not_hourly_that_has_ended_or_that_has_no_end()
    {
        var ends = market.Clock.GetUtcNow().AddDays(5);
        await HireAsync(new FixedPrice(new Money(5000)), ends);
        await HireAsync(new Hourly(null, null, JobDuration.OneTo3Months, null, null), null);
        var ended = await HireAsync(new Hourly(null, null, JobDuration.OneTo3Months, null, null), ends);
        await market.With<ContractLife, Outcome<Contract>>(c => c.EndAsync(ended.Id, TestMarketplace.CallerOf(client), CancellationToken.None));

        (await market.RunAsync("remind-contracts")).Processed.ShouldBe(0);
    }

    private async Task<Contract> HireAsync(Budget budget, DateTimeOffset? ends)
    {
        var talent = await market.FreelancerAsync();
        await market.BuyAsync(talent, 20);
        var posted = await market.With<JobPosting, Outcome<Job>>(p => p.PostAsync(
            new NewJob(client.AccountId, "By the hour", "Long.", "legal", budget, false, null, null, $"post-{talent.Id}"), TestMarketplace.CallerOf(client), CancellationToken.None));
        var proposal = (await market.SubmitAsync(talent, posted.Value!)).Value!.Proposal;
        var hired = await market.With<ContractLife, Outcome<Contract>>(c => c.HireAsync(proposal.Id, ends, null, TestMarketplace.CallerOf(client), CancellationToken.None));
        return hired.Value ?? throw new InvalidOperationException(hired.Refusal!.Message);
    }
}
