using Marketplace.Accounts;
using Marketplace.Policies;
using Marketplace.Wallets;
using Testing;

namespace Marketplace.Tests.Wallets;

/// <summary>GRT-09: campaigns that give Connects away, and GRT-04: what once came with signing up.</summary>
public sealed class PromotionTests : IAsyncLifetime
{
    private const string Spring = """{ "key": "spring", "name": "Spring campaign", "connects": 20, "budget": 70, "approvedBy": "Head of talent" }""";

    private TestMarketplace market = null!;

    public async ValueTask InitializeAsync() => market = await TestMarketplace.StartAsync(TestPolicies.With($$"""{ "promotions": [{{Spring}}], "grants": { "registration": 20 } }"""));

    public ValueTask DisposeAsync() => market.DisposeAsync();

    [Fact]
    public async Task GRT_09_a_campaign_gives_each_talent_its_Connects_once_within_its_budget_with_reason_bell_and_mail()
    {
        var (first, second, agency) = (await market.FreelancerAsync(), await market.FreelancerAsync(), await market.AgencyAsync());

        var granted = (await GrantAsync([first, second, first])).Value!;

        granted.Promotion.Granted.ShouldBe(40);
        granted.Wallets.ShouldBe([first.AccountId, second.AccountId], ignoreOrder: true);
        var lot = (await market.LotsAsync(first)).Single(l => l.Origin == LotOrigin.Promotion);
        (lot.Kind, lot.Amount, lot.ExpiresAt).ShouldBe((LotKind.Free, 20, lot.IssuedAt.AddYears(1)));
        var line = (await market.HistoryAsync(first))[0];
        (line.Kind, line.Description, line.Connects).ShouldBe((TransactionKind.Grant, "Spring campaign", 20));
        (await market.AsOwnerAsync<string>("select actor || ' ' || subject || ' ' || (after ->> 'approvedBy') || ': ' || reason from experiments.audit_entry where action = 'grantPromotionalConnects'"))
            .ShouldBe("support-1 promotion:spring Head of talent: They asked.");
        (await market.AsOwnerAsync<long>($"select count(*) from marketplace.notification n join marketplace.outbox o using (account_id) where n.account_id = {first.Id} and n.once_key = 'promotion:spring' and o.data ->> 'body' like 'Spring%'")).ShouldBe(1);

        // Again, with somebody new: only who is new gets it. Then the budget of 70 holds no fourth.
        (await GrantAsync([second, agency])).Value!.Wallets.ShouldBe([agency.AccountId]);
        (await GrantAsync([second])).Value!.Wallets.ShouldBeEmpty();
        (await GrantAsync([await market.FreelancerAsync(), first])).Refusal.ShouldBeOfType<Invalid>().Message
            .ShouldBe("The budget of spring is 70 Connects, of which 60 are given: it holds 0 more grants of 20. Nobody was given anything.");
        (await market.With<Promotions, IReadOnlyList<RunningPromotion>>(p => p.InForceAsync(CancellationToken.None))).ShouldHaveSingleItem().Granted.ShouldBe(60);
        (await market.HealthAsync()).Discrepancies.ShouldBeEmpty();
    }

    [Fact]
    public async Task GRT_09_everybody_at_once_gets_no_more_than_the_budget_and_nobody_twice()
    {
        var talents = new List<Freelancer>();
        for (var i = 0; i < 5; i++)
            talents.Add(await market.FreelancerAsync());

        await Task.WhenAll(talents.Concat(talents).Select(t => GrantAsync([t])));

        (await market.AsOwnerAsync<string>("select count(*) || ' ' || count(distinct account_id) || ' ' || sum(amount) from marketplace.lot where origin = 'PROMOTION'")).ShouldBe("3 3 60");
        (await market.AsOwnerAsync<long>("select granted from marketplace.promotion")).ShouldBe(60);
        (await market.HealthAsync()).Discrepancies.ShouldBeEmpty();
    }

    [Fact]
    public async Task GRT_09_one_who_cannot_be_given_anything_stops_the_whole_list_and_a_campaign_ends_with_its_version()
    {
        var (talent, suspended, client) = (await market.FreelancerAsync(), await market.FreelancerAsync(), await market.ClientAsync());
        await market.With<AccountStanding, Outcome<Account>>(s => s.SuspendAsync(suspended.AccountId, false, "Checked.", "tester", CancellationToken.None));

        (await GrantAsync([talent, suspended])).Refusal.ShouldBeOfType<Invalid>().Message.ShouldBe("The account in place 2 of the list is not active; nobody was given anything.");
        (await GrantAsync([client, talent])).Refusal.ShouldBeOfType<Invalid>().Message.ShouldBe("There is no talent's wallet in place 1 of the list; nobody was given anything.");
        (await GrantAsync([])).Refusal.ShouldBeOfType<Invalid>().Field.ShouldBe("walletIds");
        (await GrantAsync([talent], reason: " ")).Refusal.ShouldBeOfType<Invalid>().Field.ShouldBe("reason");
        (await GrantAsync([talent], campaign: "autumn")).Refusal.ShouldBeOfType<Invalid>().Message.ShouldBe("There is no campaign 'autumn' in force; there are spring.");
        (await market.WalletAsync(talent)).Balance.ShouldBe(20);

        PolicyBook.Default().Versions[^1].Promotions.ShouldBeEmpty();
    }

    [Fact]
    public async Task GRT_04_what_comes_with_signing_up_is_a_freelancers_and_was_20_until_December_2020()
    {
        var talent = await market.FreelancerAsync();

        var lot = (await market.LotsAsync(talent)).ShouldHaveSingleItem();
        (lot.Origin, lot.Kind, lot.Amount).ShouldBe((LotOrigin.Registration, LotKind.Free, 20));
        (await market.LotsAsync(await market.AgencyAsync())).ShouldBeEmpty();
        (await market.HealthAsync()).Discrepancies.ShouldBeEmpty();
        var book = PolicyBook.Default();
        Grants(2020, 12, 3).ShouldBe((20, 0, 0));
        Grants(2020, 12, 4).ShouldBe((0, 40, 40));

        (int, int, int) Grants(int year, int month, int day)
        {
            var grants = book.At(new DateTimeOffset(year, month, day, 0, 0, 0, TimeSpan.Zero)).Grants;
            return (grants.Registration, grants.ProfileApproved, grants.ReadinessTest);
        }
    }

    private Task<Outcome<GrantedPromotion>> GrantAsync(Account[] to, string reason = "They asked.", string campaign = "spring") =>
        market.With<Promotions, Outcome<GrantedPromotion>>(p => p.GrantAsync(new PromotionGrant(campaign, [.. to.Select(a => a.AccountId)], reason), "support-1", CancellationToken.None));
}
