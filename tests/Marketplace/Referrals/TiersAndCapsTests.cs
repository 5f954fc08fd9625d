using System.Text.Json.Nodes;
using Marketplace.Accounts;
using Marketplace.Policies;
using Marketplace.Referrals;

namespace Marketplace.Tests.Referrals;

/// <summary>AFF-04, REF-06, REF-26: what a success brings by how many there have been, and where it ends.</summary>
public sealed class TiersAndCapsTests : ReferralTestBase
{
    protected override PolicyBook? Policies { get; } = ReferralPrograms.Changed(programs =>
    {
        programs.Of("per-sign-up")["enabled"] = true;
        programs.Of("per-sign-up")["cap"] = new JsonObject { ["rewards"] = 2 };
        programs.Of("talent-earns")["cap"] = new JsonObject { ["connects"] = 25 };
        programs.Of("client-cash")["cap"] = new JsonObject { ["cents"] = 2500 };
    });

    [Theory]
    [InlineData(0, 1000)]
    [InlineData(8, 1000)]
    [InlineData(9, 1500)]
    [InlineData(48, 1500)]
    [InlineData(49, 2000)]
    [InlineData(500, 2000)]
    public async Task AFF_04_05_12_a_client_brings_what_the_tier_of_that_success_says(int before, long cents)
    {
        var affiliate = await Scene.AffiliateAsync("affiliate");
        await CountAsync(affiliate, "affiliate", "ALL", before);
        var client = await Scene.SignUpAsync(AccountKind.Client, await Scene.LinkAsync(affiliate, "affiliate"));
        await Scene.PayAsync(client, Talent, 1000);
        await Scene.AfterAsync(14);
        (await Scene.CashAsync(affiliate)).Balance.Cents.ShouldBe(cents);
        await Scene.BooksAreRightAsync();
    }

    [Fact]
    public async Task AFF_04_a_success_that_is_taken_back_is_counted_no_more_so_that_the_next_one_is_the_ninth_again()
    {
        var affiliate = await Scene.AffiliateAsync("affiliate");
        await CountAsync(affiliate, "affiliate", "ALL", 8);
        var link = await Scene.LinkAsync(affiliate, "affiliate");
        var ninth = await Scene.PayAsync(await Scene.SignUpAsync(AccountKind.Client, link), Talent, 1000);
        await Scene.RefundAsync(ninth);
        await Scene.PayAsync(await Scene.SignUpAsync(AccountKind.Client, link), Talent, 1000);
        await Scene.PayAsync(await Scene.SignUpAsync(AccountKind.Client, link), Talent, 1000);

        await Scene.AfterAsync(14);

        (await Scene.CashAsync(affiliate)).Balance.Cents.ShouldBe(1000 + 1500);
        await Scene.BooksAreRightAsync();
    }

    [Fact]
    public async Task AFF_04_ten_successes_at_once_from_the_fifth_on_are_five_of_the_first_tier_and_five_of_the_second()
    {
        var affiliate = await Scene.AffiliateAsync("affiliate");
        await CountAsync(affiliate, "affiliate", "ALL", 4);
        var link = await Scene.LinkAsync(affiliate, "affiliate");
        var contracts = new List<(Account Client, Marketplace.Contracts.Contract Contract)>();
        for (var i = 0; i < 10; i++)
        {
            var client = await Scene.SignUpAsync(AccountKind.Client, link);
            contracts.Add((client, await Scene.HireAsync(client, await Market.FreelancerAsync())));
        }

        await Task.WhenAll(contracts.Select(c => Scene.PayAsync(c.Client, c.Contract, 1000)));
        await Scene.AfterAsync(14);

        (await Scene.CashAsync(affiliate)).Balance.Cents.ShouldBe((5 * 1000) + (5 * 1500));
        await Scene.BooksAreRightAsync();
    }

    [Fact]
    public async Task AFF_02_REF_26_a_months_cap_ends_with_the_month()
    {
        var affiliate = await Scene.AffiliateAsync("per-sign-up");
        var link = await Scene.LinkAsync(affiliate, "per-sign-up");
        // The first day of a month, so that two weeks fit into it.
        await Market.AdvanceToAsync(new DateTimeOffset(Market.Clock.GetUtcNow().Year + 1, 3, 1, 12, 0, 0, TimeSpan.Zero));
        var clients = new List<Account>();
        for (var i = 0; i < 3; i++)
            clients.Add(await Scene.SignUpAsync(AccountKind.Client, link));
        await Task.WhenAll(clients.Select(c => Scene.VerifyAsync(c, ContactChannel.Email)));
        var states = new List<PublicReferralState>();
        foreach (var client in clients)
            states.Add(await Scene.StateAsync(affiliate, client));
        states.Count(s => s == PublicReferralState.Qualified).ShouldBe(2);
        states.Count(s => s == PublicReferralState.Expired).ShouldBe(1);

        await Market.AdvanceToAsync(new DateTimeOffset(Market.Clock.GetUtcNow().Year, 4, 1, 0, 0, 1, TimeSpan.Zero));
        var next = await Scene.SignUpAsync(AccountKind.Client, link);
        await Scene.VerifyAsync(next, ContactChannel.Email);

        (await Scene.StateAsync(affiliate, next)).ShouldBe(PublicReferralState.Qualified);
        await Scene.AfterAsync(14);
        (await Scene.CashAsync(affiliate)).Balance.Cents.ShouldBe(600);
        await Scene.BooksAreRightAsync();
    }

    [Fact]
    public async Task REF_26_a_cap_of_cash_and_one_of_Connects_refuse_what_would_pass_them_and_say_so()
    {
        var clients = new[] { await ReferredClientAsync(), await ReferredClientAsync(), await ReferredClientAsync() };
        foreach (var client in clients)
            await Scene.PayAsync(client, Talent, 1000);
        (await Scene.ReferralAsync(Referrer, clients[2])).ShouldSatisfyAllConditions(r => r.State.ShouldBe(PublicReferralState.Expired), r => r.Reason.ShouldBe("The program's limit is reached."));

        for (var i = 0; i < 3; i++)
            await Scene.PayAsync(await Market.ClientAsync(), (Talent)await Scene.SignUpAsync(AccountKind.Freelancer, await Scene.LinkAsync(Referrer, "talent-earns")), 100);
        (await Market.WalletAsync(Referrer)).Balance.ShouldBe(20);
    }

    private Task<long> CountAsync(Account account, string program, string period, int successes) => Market.AsOwnerAsync<long>(
        $"insert into marketplace.referral_counter (account_id, program, period, rewarded) values ({account.Id}, '{program}', '{period}', {successes}) returning rewarded");
}
