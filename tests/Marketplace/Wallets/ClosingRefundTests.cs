using Marketplace.Accounts;
using Marketplace.Jobs;
using Marketplace.Wallets;
using Testing;

namespace Marketplace.Tests.Wallets;

public sealed class ClosingRefundTests : IAsyncLifetime
{
    private TestMarketplace marketplace = null!;

    public async ValueTask InitializeAsync() => marketplace = await TestMarketplace.StartAsync();

    public ValueTask DisposeAsync() => marketplace.DisposeAsync();

    [Fact]
    public async Task RFD_01_RFD_09_closing_without_a_hire_returns_every_proposals_Connects_into_their_own_lots()
    {
        var client = await marketplace.ClientAsync();
        var (first, second) = (await marketplace.FreelancerAsync(), await marketplace.FreelancerAsync());
        var lot = (await marketplace.BuyAsync(first, 40)).Lot!;
        await marketplace.BuyAsync(second, 10);
        var job = await marketplace.JobAsync(client, 700);
        await marketplace.SubmitAsync(first, job);
        await marketplace.SubmitAsync(second, job);

        (await marketplace.CloseAsync(client, job)).Value!.Status.ShouldBe(JobStatus.Closed);

        var lots = await marketplace.LotsAsync(first);
        lots.Select(l => (l.Number, l.Remaining, l.ExpiresAt)).ShouldBe([(lot.Number, 40, lot.ExpiresAt)]);
        (await marketplace.WalletAsync(second)).Balance.ShouldBe(10);
        (await marketplace.HistoryAsync(first)).Select(l => (l.Kind, l.Connects, l.ConnectsAfter))
            .ShouldBe([(TransactionKind.Refund, 6, 40L), (TransactionKind.Spend, -6, 34L), (TransactionKind.Purchase, 40, 40L)]);
        (await marketplace.HealthAsync()).Discrepancies.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_job_closes_once_and_refunds_once()
    {
        var client = await marketplace.ClientAsync();
        var talent = await marketplace.FreelancerAsync();
        await marketplace.BuyAsync(talent, 10);
        var job = await marketplace.JobAsync(client);
        await marketplace.SubmitAsync(talent, job);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => marketplace.CloseAsync(client, job)));

        outcomes.Count(o => o.Value is not null).ShouldBe(1);
        outcomes.Where(o => o.Refusal is not null).ShouldAllBe(o => o.Refusal == new JobNotOpen(JobStatus.Closed));
        (await marketplace.WalletAsync(talent)).Balance.ShouldBe(10);
    }

    [Fact]
    public async Task EXP_04_RFD_13_a_refund_into_a_lot_that_has_ended_lives_thirty_days_more_and_never_again()
    {
        var client = await marketplace.ClientAsync();
        var talent = await marketplace.FreelancerAsync();
        await marketplace.BuyAsync(talent, 10);
        var (first, second) = (await marketplace.JobAsync(client), await marketplace.JobAsync(client));
        await marketplace.SubmitAsync(talent, first);
        await marketplace.AdvanceAsync(TimeSpan.FromDays(367));
        var closedAt = marketplace.Clock.GetUtcNow();
        await marketplace.CloseAsync(client, first);

        var grace = (await marketplace.LotsAsync(talent)).ShouldHaveSingleItem();
        (grace.Origin, grace.Kind, grace.Remaining).ShouldBe((LotOrigin.Refund, LotKind.Paid, 2));
        (grace.ExpiresAt - closedAt).ShouldBe(TimeSpan.FromDays(30), TimeSpan.FromMinutes(1));

        await marketplace.SubmitAsync(talent, second);
        await marketplace.AdvanceAsync(TimeSpan.FromDays(31));
        await marketplace.CloseAsync(client, second);

        (await marketplace.WalletAsync(talent)).Balance.ShouldBe(0);
        (await marketplace.HistoryAsync(talent))[0].ShouldSatisfyAllConditions(
            line => line.Kind.ShouldBe(TransactionKind.Refund),
            line => line.Connects.ShouldBe(0));
        var health = await marketplace.HealthAsync();
        health.Discrepancies.ShouldBeEmpty();
        (health.ConnectsSpent, health.ConnectsOutstanding, health.ConnectsExpired).ShouldBe((0, 0, health.ConnectsIssued));
    }

    [Fact]
    public async Task A_lot_that_was_expired_while_the_closing_waited_stays_expired()
    {
        var client = await marketplace.ClientAsync();
        var talent = await marketplace.FreelancerAsync();
        await marketplace.BuyAsync(talent, 10);
        var job = await marketplace.JobAsync(client);
        await marketplace.SubmitAsync(talent, job);
        var before = marketplace.Clock.GetUtcNow();
        await marketplace.AdvanceAsync(TimeSpan.FromDays(367));
        await marketplace.RunAsync("expire-connects");

        // The closing took its time before the sweep and got its locks after it.
        await using var command = marketplace.Source.CreateCommand("select outcome from marketplace.close_job($1, $2, $3, $4)");
        foreach (var value in new object[] { client.Subject!, job.Id, before, before.AddDays(30) })
            command.Parameters.AddWithValue(value);
        (await command.ExecuteScalarAsync()).ShouldBe("CLOSED");

        (await marketplace.HealthAsync()).Discrepancies.ShouldBeEmpty();
        await marketplace.RunAsync("expire-connects");
        (await marketplace.HealthAsync()).ShouldSatisfyAllConditions(h => h.Discrepancies.ShouldBeEmpty(), h => h.ConnectsExpired.ShouldBe(10));
    }

    [Fact]
    public async Task Only_the_client_closes_the_job()
    {
        var job = await marketplace.JobAsync(await marketplace.ClientAsync());

        (await marketplace.CloseAsync(await marketplace.ClientAsync(), job)).Refusal.ShouldBeOfType<Forbidden>();
    }

    [Fact]
    public async Task Closing_races_with_submissions_and_every_Connect_comes_back()
    {
        var client = await marketplace.ClientAsync();
        var talents = new List<Freelancer>();
        for (var i = 0; i < 30; i++)
        {
            talents.Add(await marketplace.FreelancerAsync());
            await marketplace.BuyAsync(talents[i], 10);
        }

        var job = await marketplace.JobAsync(client);
        var submissions = talents.Select(t => marketplace.SubmitAsync(t, job)).ToList();
        var closing = marketplace.CloseAsync(client, job);
        await Task.WhenAll(submissions.Append<Task>(closing));

        foreach (var talent in talents)
            (await marketplace.WalletAsync(talent)).Balance.ShouldBe(10);
        (await marketplace.HealthAsync()).ShouldSatisfyAllConditions(h => h.Discrepancies.ShouldBeEmpty(), h => h.ConnectsSpent.ShouldBe(0));
    }
}
