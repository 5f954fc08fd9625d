using Marketplace.Accounts;
using Marketplace.Jobs;
using Marketplace.Tests.Interviews;
using Testing;

namespace Marketplace.Tests.Jobs;

/// <summary>Money is told apart by arm from the same books that say how much there is of it.</summary>
public sealed class ConnectsByArmTests : IAsyncLifetime
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
    public async Task Connects_spent_by_arm_add_up_to_the_ledgers_total()
    {
        var before = await market.JobAsync(client, category: "legal");
        await market.StartRateCardTestAsync();
        var (doubled, standard) = (await market.CategoryAsync("doubled"), await market.CategoryAsync("standard"));
        Job[] jobs = [before, await market.JobAsync(client, 300, doubled), await market.JobAsync(client, 300, standard), await market.JobAsync(client, 5000, doubled), await market.JobAsync(client, 40, standard)];
        var spent = new Dictionary<string, long>(StringComparer.Ordinal) { ["none"] = 0, ["doubled"] = 0, ["standard"] = 0 };
        var returned = new Dictionary<string, long>(spent, StringComparer.Ordinal);
        for (var number = 0; number < 3; number++)
        {
            var talent = await market.FreelancerAsync();
            await market.BuyAsync(talent, 80);
            foreach (var job in jobs)
            {
                var proposal = (await market.SubmitAsync(talent, job)).Value!.Proposal;
                spent[Arm(job)] += proposal.ConnectsSpent;
                // What a won interview brings back is at most what was spent.
                if (number == 0 && (job == jobs[3] || job == jobs[4] || job == before))
                    await market.InterviewAsync(client, talent, proposal);
            }
        }

        await market.RunAsync("process-interview-credits");
        await market.CloseAsync(client, jobs[1]);
        await market.CloseAsync(client, jobs[2]);
        await market.CloseAsync(client, before);
        foreach (var job in jobs)
            returned[Arm(job)] += await market.AsOwnerAsync<long>($"select coalesce(sum(connects_returned), 0)::bigint from marketplace.proposal where job_id = {job.Id}");

        foreach (var arm in spent.Keys)
        {
            spent[arm].ShouldBeGreaterThan(0);
            returned[arm].ShouldBeGreaterThan(0);
            (await SumAsync("connects_spent", arm)).ShouldBe(spent[arm]);
            (await SumAsync("connects_refunded", arm)).ShouldBe(returned[arm]);
        }

        var books = await market.AsOwnerAsync<long>("select sum(amount)::bigint from marketplace.ledger_entry where system_account = 'SPENT'");
        (spent.Values.Sum() - returned.Values.Sum()).ShouldBe(books);
        // What came back says when it was charged.
        (await market.AsOwnerAsync<long>("select count(*) from marketplace.fact_connects_refunded r where not exists (select from marketplace.fact_connects_spent s where s.account_id = r.account_id and s.job_id = r.job_id and s.at = r.caused_at)")).ShouldBe(0);
    }

    [Fact]
    public async Task What_had_expired_in_the_meantime_still_leaves_what_was_spent()
    {
        await market.StartRateCardTestAsync();
        var talent = await market.FreelancerAsync();
        await market.BuyAsync(talent, 20);
        var job = await market.JobAsync(client, category: await market.CategoryAsync("doubled"));
        await market.SubmitAsync(talent, job);
        await market.AdvanceAsync(TimeSpan.FromDays(500));
        await market.CloseAsync(client, job);

        ((await SumAsync("connects_spent", "doubled")) - (await SumAsync("connects_refunded", "doubled"))).ShouldBe(0);
        (await market.AsOwnerAsync<long>("select sum(amount)::bigint from marketplace.ledger_entry where system_account = 'SPENT'")).ShouldBe(0);
    }

    private static string Arm(Job job) => job.Treatment?.Variant ?? "none";

    private Task<long> SumAsync(string fact, string arm) => market.AsOwnerAsync<long>($"""
        select coalesce(sum(f.value), 0)::bigint from marketplace.fact_{fact} f
        where coalesce((select t ->> 'variant' from jsonb_array_elements(f.treatments) t where t ->> 'experimentKey' = 'double-rate-card'), 'none') = '{arm}'
        """);
}
