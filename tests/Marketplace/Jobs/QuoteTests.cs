using Marketplace.Accounts;
using Marketplace.Jobs;
using Testing;

namespace Marketplace.Tests.Jobs;

public sealed class QuoteTests : IAsyncLifetime
{
    private TestMarketplace marketplace = null!;

    public async ValueTask InitializeAsync() => marketplace = await TestMarketplace.StartAsync();

    public ValueTask DisposeAsync() => marketplace.DisposeAsync();

    [Fact]
    public async Task XPR_01_XPR_02_XPR_03_new_jobs_of_a_treated_category_cost_twice_as_much_and_others_do_not()
    {
        var client = await marketplace.ClientAsync();
        var talent = await marketplace.FreelancerAsync();
        var before = await marketplace.JobAsync(client, 300);
        await marketplace.StartRateCardTestAsync();
        var (control, treated) = (await marketplace.CategoryAsync("standard"), await marketplace.CategoryAsync("doubled"));

        var prices = new List<(int, string?)>();
        foreach (var (category, dollars) in new[] { control, treated }.SelectMany(c => new[] { 40m, 300m, 700m, 5000m }.Select(d => (c, d))))
        {
            var quote = await QuoteAsync(talent, await marketplace.JobAsync(client, dollars, category));
            prices.Add((quote.Connects, quote.Treatment?.Variant));
        }

        prices.ShouldBe([(2, "standard"), (4, "standard"), (6, "standard"), (8, "standard"), (4, "doubled"), (8, "doubled"), (12, "doubled"), (16, "doubled")]);
        (await QuoteAsync(talent, before)).ShouldSatisfyAllConditions(q => q.Connects.ShouldBe(4), q => q.Treatment.ShouldBeNull());
    }

    [Fact]
    public async Task INV_01_INV_02_an_invited_talent_proposes_for_nothing_and_nothing_is_entered()
    {
        var client = await marketplace.ClientAsync();
        var talent = await marketplace.FreelancerAsync();
        var job = await marketplace.JobAsync(client);
        await InviteAsync(client, job, talent);

        (await QuoteAsync(talent, job)).ShouldSatisfyAllConditions(q => q.Connects.ShouldBe(0), q => q.Reason.ShouldBe(QuoteReason.Invited));
        var outcome = await marketplace.SubmitAsync(talent, job);

        (outcome.Value!.Proposal.Invited, outcome.Value.Proposal.ConnectsSpent).ShouldBe((true, 0));
        (await marketplace.HistoryAsync(talent)).ShouldBeEmpty();
    }

    [Fact]
    public async Task INV_04_a_job_invites_fifteen_and_a_second_invitation_of_one_talent_counts_once()
    {
        var client = await marketplace.ClientAsync();
        var job = await marketplace.JobAsync(client);
        var talents = new List<Freelancer>();
        for (var i = 0; i < 16; i++)
            talents.Add(await marketplace.FreelancerAsync());
        (await InviteAsync(client, job, talents[0])).Value.ShouldNotBeNull();

        var outcomes = await Task.WhenAll(talents.Select(t => InviteAsync(client, job, t)));

        outcomes.Count(o => o.Value is not null).ShouldBe(15);
        outcomes.Single(o => o.Refusal is not null).Refusal.ShouldBe(new InvitationLimit(15));
    }

    [Fact]
    public async Task A_quote_is_honoured_for_thirty_minutes_and_refused_afterwards_with_todays_price()
    {
        var client = await marketplace.ClientAsync();
        var talent = await marketplace.FreelancerAsync();
        await marketplace.BuyAsync(talent, 40);
        var (first, second) = (await marketplace.JobAsync(client), await marketplace.JobAsync(client));
        var (early, late) = (await QuoteAsync(talent, first), await QuoteAsync(talent, second));
        await RaisePriceAsync(first, 6);
        await marketplace.AdvanceAsync(TimeSpan.FromMinutes(29));

        (await marketplace.SubmitAsync(talent, first, quote: early.Token)).Value!.Proposal.ConnectsSpent.ShouldBe(2);
        await marketplace.AdvanceAsync(TimeSpan.FromMinutes(2));
        var outcome = await marketplace.SubmitAsync(talent, second, quote: late.Token);

        outcome.Refusal.ShouldBeOfType<QuoteExpired>().Current!.Connects.ShouldBe(2);
        (await marketplace.WalletAsync(talent)).Balance.ShouldBe(38);
    }

    [Fact]
    public async Task The_lower_of_quote_and_price_is_paid()
    {
        var talent = await marketplace.FreelancerAsync();
        await marketplace.BuyAsync(talent, 40);
        var job = await marketplace.JobAsync(await marketplace.ClientAsync(), 5000);
        var quote = await QuoteAsync(talent, job);
        await RaisePriceAsync(job, 1);

        (await marketplace.SubmitAsync(talent, job, quote: quote.Token)).Value!.Proposal.ConnectsSpent.ShouldBe(1);
    }

    [Fact]
    public async Task A_token_that_was_changed_or_is_for_somebody_else_is_refused()
    {
        var client = await marketplace.ClientAsync();
        var (talent, other) = (await marketplace.FreelancerAsync(), await marketplace.FreelancerAsync());
        var job = await marketplace.JobAsync(client);
        var token = (await QuoteAsync(talent, job)).Token;
        var parts = token.Split('.');
        parts[3] = "0";

        foreach (var wrong in new[] { "nonsense", "", "1.2.3.4.5.6", string.Join('.', parts), token + "x", (await QuoteAsync(other, job)).Token, (await QuoteAsync(talent, await marketplace.JobAsync(client))).Token })
            (await marketplace.SubmitAsync(talent, job, quote: wrong)).Refusal.ShouldBeOfType<Invalid>().Field.ShouldBe("quoteToken", wrong);
    }

    private async Task<ConnectsQuote> QuoteAsync(Talent talent, Job job) =>
        (await marketplace.With<ConnectsQuotes, IReadOnlyList<ConnectsQuote>>(quotes => quotes.ForAsync(talent.AccountId, [job], CancellationToken.None)))[0];

    private Task<Outcome<Job>> InviteAsync(Client client, Job job, Talent talent) =>
        marketplace.With<JobInvitations, Outcome<Job>>(invitations => invitations.InviteAsync(job.JobId, talent.AccountId, TestMarketplace.CallerOf(client), CancellationToken.None));

    private async Task RaisePriceAsync(Job job, int connects)
    {
        await using var command = marketplace.Owner.CreateCommand($"update marketplace.job set connects = {connects} where id = {job.Id}");
        await command.ExecuteNonQueryAsync();
    }
}
