using System.Text.Json.Nodes;
using Marketplace.Accounts;
using Marketplace.Policies;
using Marketplace.Referrals;
using Marketplace.Tests.Policies;
using Testing;

namespace Marketplace.Tests.Referrals;

/// <summary>REF-16: cash or Connects, as the referrer likes.</summary>
public sealed class RewardChoiceTests : ReferralTestBase
{
    protected override PolicyBook? Policies { get; } = ReferralPrograms.Changed(programs =>
    {
        var cash = programs.Of("client-cash");
        cash["referrers"]!["kinds"] = new JsonArray("FREELANCER", "AGENCY");
        cash["cap"] = new JsonObject { ["cents"] = 2500 };
        cash["milestones"]![0]!["tiers"]![0]!["referrer"] = JsonNode.Parse("""{"cashCents": 1000, "connects": 60, "ifSilent": "CASH"}""");
    });

    [Fact]
    public async Task REF_16_who_says_nothing_gets_what_silence_means()
    {
        var client = await ReferredClientAsync();
        await Scene.PayAsync(client, Talent, 1000);
        (await Scene.ReferralAsync(Referrer, client)).ShouldSatisfyAllConditions(r => r.CashCents(RewardSide.Referrer).ShouldBe(1000), r => r.Alternative.ShouldBe((0L, 60)));
        await Scene.AfterAsync(14);
        (await Scene.CashAsync(Referrer)).Balance.Cents.ShouldBe(1000);
        (await Market.WalletAsync(Referrer)).Balance.ShouldBe(0);
        (await ChooseAsync(client, ReferralRewardAsset.Connects)).Refusal.ShouldBeOfType<WrongState>();
        await Scene.BooksAreRightAsync();
    }

    [Fact]
    public async Task REF_16_what_is_on_hold_becomes_what_is_chosen_as_often_as_one_likes_and_a_new_promise_remembers()
    {
        var client = await ReferredClientAsync();
        var payment = await Scene.PayAsync(client, Talent, 1000);

        (await ChooseAsync(client, ReferralRewardAsset.Connects)).Refusal.ShouldBeNull();
        (await Scene.CashAsync(Referrer)).Pending.Cents.ShouldBe(0);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Task.Run(() => ChooseAsync(client, i % 2 == 0 ? ReferralRewardAsset.Cash : ReferralRewardAsset.Connects))));
        await Scene.BooksAreRightAsync();
        (await ChooseAsync(client, ReferralRewardAsset.Cash)).Refusal.ShouldBeNull();
        (await Scene.CashAsync(Referrer)).Pending.Cents.ShouldBe(1000);
        (await ChooseAsync(client, ReferralRewardAsset.Connects)).Refusal.ShouldBeNull();
        await Scene.RefundAsync(payment);
        var second = await Scene.PayAsync(client, Talent, 1000);
        (await Scene.CashAsync(Referrer)).Pending.Cents.ShouldBe(0);
        await Scene.BooksAreRightAsync();
        await Scene.AfterAsync(14);

        (await Market.WalletAsync(Referrer)).Balance.ShouldBe(60);
        (await Scene.CashAsync(Referrer)).ShouldSatisfyAllConditions(c => c.Balance.Cents.ShouldBe(0), c => c.Pending.Cents.ShouldBe(0));
        (await Market.AsOwnerAsync<string>("select cents || ' ' || connects from marketplace.referral_counter")).ShouldBe("0 60");
        await Scene.RefundAsync(second);
        (await Market.WalletAsync(Referrer)).Balance.ShouldBe(0);
        await Scene.BooksAreRightAsync();
    }

    [Fact]
    public async Task REF_16_a_choice_may_come_before_there_is_anything_and_stays_within_the_programs_limit()
    {
        var clients = new[] { await ReferredClientAsync(), await ReferredClientAsync(), await ReferredClientAsync() };
        (await ChooseAsync(clients[2], ReferralRewardAsset.Connects)).Refusal.ShouldBeNull();
        foreach (var client in clients)
            await Scene.PayAsync(client, Talent, 1000);
        (await Scene.CashAsync(Referrer)).Pending.Cents.ShouldBe(2000);

        (await ChooseAsync(clients[2], ReferralRewardAsset.Cash)).Refusal.ShouldBeOfType<NotEligible>().Message.ShouldBe("The program's limit leaves no room for that reward.");

        (await Scene.ReferralAsync(Referrer, clients[2])).Connects(RewardSide.Referrer).ShouldBe(60);
        (await Market.AsOwnerAsync<string>("select cents || ' ' || connects from marketplace.referral_counter")).ShouldBe("2000 60");
        await Scene.BooksAreRightAsync();
    }

    [Fact]
    public async Task REF_16_only_an_active_owner_chooses_and_only_where_a_choice_is_left()
    {
        var client = await ReferredClientAsync();
        (await ChooseAsync(client, ReferralRewardAsset.Connects, TestMarketplace.CallerOf(Talent))).Refusal.ShouldBeOfType<NotFound>();
        (await ChooseAsync(client, ReferralRewardAsset.Connects, TestMarketplace.CallerOf(client))).Refusal.ShouldBeOfType<NotFound>();
        var talent = await Scene.SignUpAsync(AccountKind.Freelancer, await Scene.LinkAsync(Referrer, "talent-earns"));
        (await ChooseAsync(talent, ReferralRewardAsset.Cash)).Refusal.ShouldBeOfType<NotEligible>();
        await Scene.SuspendAsync(Referrer);
        (await ChooseAsync(client, ReferralRewardAsset.Connects)).Refusal.ShouldBeOfType<AccountNotActive>();
    }

    [Theory]
    [InlineData("""{"cashCents": 1000, "ifSilent": "CASH"}""", 14, "referrer", "a choice is between cashCents and connects")]
    [InlineData("""{"percent": 2, "connects": 5, "ifSilent": "CONNECTS"}""", 14, "referrer", "a choice is between cashCents and connects")]
    [InlineData("""{"cashCents": 1000, "connects": 5, "ifSilent": "CASH"}""", 0, "referrer", "a choice needs a hold during which it is made")]
    [InlineData("""{"cashCents": 1000, "connects": 5, "ifSilent": "CASH"}""", 14, "referred", "who is referred is asked nothing")]
    public void REF_16_a_choice_is_between_cash_and_Connects_of_who_refers_during_a_hold(string reward, int hold, string side, string problem)
    {
        var referrals = ReferralPrograms.Shipped();
        var milestone = referrals["programs"]!.AsArray().Of("talent-earns")["milestones"]![0]!;
        milestone["holdDays"] = hold;
        milestone["tiers"]![0]![side] = JsonNode.Parse(reward);
        Should.Throw<InvalidPolicyException>(() => PolicyVersions.With(new JsonObject { ["referrals"] = referrals }.ToJsonString())).Message.ShouldContain(problem);
    }

    private async Task<Outcome<Referral>> ChooseAsync(Account referred, ReferralRewardAsset asset, Caller? caller = null)
    {
        var id = (await Scene.ReferralAsync(Referrer, referred)).Id;
        return await Market.With<ReferralRewardPick, Outcome<Referral>>(pick => pick.ChooseAsync(id, asset, caller ?? TestMarketplace.CallerOf(Referrer), CancellationToken.None));
    }
}
