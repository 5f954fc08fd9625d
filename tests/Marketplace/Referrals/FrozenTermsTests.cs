using System.Text.Json.Nodes;
using Experiments.Flags;
using Marketplace.Accounts;
using Marketplace.Policies;
using Marketplace.Referrals;
using Marketplace.Tests.Policies;
using Testing;
using Lifecycle = Experiments.Lifecycle;

namespace Marketplace.Tests.Referrals;

/// <summary>AFF-01, AFF-09: a referral keeps the terms of its sign-up, an experiment's arm among them.</summary>
public sealed class FrozenTermsTests
{
    [Fact]
    public async Task AFF_01_AFF_09_terms_that_change_reach_new_sign_ups_alone()
    {
        var changes = new DateTimeOffset(TimeProvider.System.GetUtcNow().Year + 1, 3, 1, 0, 0, 0, TimeSpan.Zero);
        var referrals = ReferralPrograms.Shipped();
        var cash = referrals["programs"]!.AsArray().Of("client-cash");
        cash["version"] = 2;
        cash["milestones"]![0]!["holdDays"] = 0;
        cash["milestones"]![0]!["tiers"]![0]!["referrer"]!["cashCents"] = 300;
        referrals["programs"]!.AsArray().Of("talent-connects")["enabled"] = false;
        await using var market = await TestMarketplace.StartAsync(TestPolicies.With(new JsonObject { ["referrals"] = referrals }.ToJsonString(), changes));
        var scene = new ReferralScene(market);
        var (referrer, talent) = (await market.FreelancerAsync(), await market.FreelancerAsync());
        await market.AdvanceToAsync(changes.AddDays(-20));
        var (link, ended) = (await scene.LinkAsync(referrer, "client-cash"), await scene.LinkAsync(referrer, "talent-connects"));
        var before = await scene.SignUpAsync(AccountKind.Client, link);
        var ready = await scene.SignUpAsync(AccountKind.Freelancer, ended, account => account with { Phone = "+15550100299" });

        await market.AdvanceToAsync(changes);
        var after = await scene.SignUpAsync(AccountKind.Client, link);
        await scene.PayAsync(before, talent, 1000);
        await scene.PayAsync(after, talent, 1000);

        (await scene.CashAsync(referrer)).ShouldSatisfyAllConditions(c => c.Balance.Cents.ShouldBe(300), c => c.Pending.Cents.ShouldBe(1000));
        // A program that is over makes no links and attributes nobody; what it promised it keeps.
        (await scene.TryLinkAsync(referrer, "talent-connects", ReferralSource.Email)).Refusal.ShouldBeOfType<NotFound>();
        await scene.SignUpAsync(AccountKind.Freelancer, ended);
        (await scene.ReferralsOfAsync(referrer)).ShouldBe(3);
        await scene.VerifyAsync(ready, ContactChannel.Email);
        await scene.VerifyAsync(ready, ContactChannel.Phone);
        await scene.PassTestAsync(ready);
        (await market.WalletAsync(referrer)).Balance.ShouldBe(10);
        await scene.BooksAreRightAsync();
    }

    [Fact]
    public async Task AFF_08_the_arm_is_frozen_at_the_sign_up_exposed_with_it_and_on_every_line()
    {
        await using var market = await TestMarketplace.StartAsync();
        var scene = new ReferralScene(market);
        var talent = await market.FreelancerAsync();
        var early = await market.FreelancerAsync();
        var beforehand = await scene.SignUpAsync(AccountKind.Client, await scene.LinkAsync(early, "client-cash"));
        await StartAsync(market);
        await scene.PayAsync(beforehand, talent, 1000);

        var seen = new Dictionary<string, (Freelancer Referrer, Account Client)>();
        while (seen.Count < 2)
        {
            var referrer = await market.FreelancerAsync();
            var client = await scene.SignUpAsync(AccountKind.Client, await scene.LinkAsync(referrer, "client-cash"));
            var arm = await market.AsOwnerAsync<string>($"select treatment_variant from marketplace.referral where referred_id = {client.Id}");
            (await market.AsOwnerAsync<string>($"select variant from experiments.exposure where unit = '{AccountUnit.Key(referrer.AccountId)}'")).ShouldBe(arm);
            seen.TryAdd(arm, (referrer, client));
        }

        // Whoever it refers, and however: the unit is the account that refers.
        foreach (var (arm, (referrer, client)) in seen)
        {
            var friend = (Talent)await scene.SignUpAsync(AccountKind.Freelancer, await scene.LinkAsync(referrer, "talent-connects"), account => account with { Phone = $"+1555010{referrer.Id:0000}" });
            (await market.AsOwnerAsync<string>($"select treatment_variant from marketplace.referral where referred_id = {friend.Id}")).ShouldBe(arm);
            await scene.VerifyAsync(friend, ContactChannel.Email);
            await scene.VerifyAsync(friend, ContactChannel.Phone);
            var had = (await market.WalletAsync(friend)).Balance;
            await scene.PassTestAsync(friend);
            await scene.PayAsync(client, talent, 1000);
            (await market.WalletAsync(referrer)).Balance.ShouldBe(arm == "doubled" ? 20 : 10);
            ((await market.WalletAsync(friend)).Balance - had).ShouldBe((arm == "doubled" ? 20 : 10) + 40, "with the 40 of the test itself");
        }

        await StopAsync(market);
        await scene.AfterAsync(14);

        (await scene.CashAsync(early)).Balance.Cents.ShouldBe(1000);
        foreach (var (arm, (referrer, _)) in seen)
        {
            (await scene.CashAsync(referrer)).Balance.Cents.ShouldBe(arm == "doubled" ? 2000 : 1000);
            var lines = $"from marketplace.ledger_transaction where account_id = {referrer.Id} and (kind = 'REFERRAL' or kind = 'REFERRAL_REWARD' and cash_after is not null)";
            (await market.AsOwnerAsync<long>($"select count(*) {lines}")).ShouldBe(2);
            (await market.AsOwnerAsync<long>($$"""select count(*) {{lines}} and treatments = '[{"variant": "{{arm}}", "experimentKey": "referral-reward"}]'""")).ShouldBe(2);
        }

        await scene.BooksAreRightAsync();
    }

    [Fact]
    public async Task AFF_08_what_affiliates_were_promised_is_nobodys_experiment()
    {
        await using var market = await TestMarketplace.StartAsync();
        var scene = new ReferralScene(market);
        var talent = await market.FreelancerAsync();
        await StartAsync(market);
        for (var i = 0; i < 6; i++)
        {
            var affiliate = await scene.AffiliateAsync("affiliate");
            var client = await scene.SignUpAsync(AccountKind.Client, await scene.LinkAsync(affiliate, "affiliate"));
            await scene.PayAsync(client, talent, 1000);
            (await scene.CashAsync(affiliate)).Pending.Cents.ShouldBe(1000);
        }

        (await market.AsOwnerAsync<long>("select count(*) from experiments.exposure")).ShouldBe(0);
        (await market.AsOwnerAsync<long>("select count(*) from marketplace.referral where treatment_variant is not null")).ShouldBe(0);
    }

    private static async Task StartAsync(TestMarketplace market)
    {
        var started = await market.With<Lifecycle.ExperimentService, Lifecycle.Outcome<Lifecycle.Experiment>>(e =>
            e.StartAsync(new Lifecycle.ExperimentChange("referral-reward", 1, "tester", "A test."), CancellationToken.None));
        started.Refusal?.Message.ShouldBeNull();
    }

    private static async Task StopAsync(TestMarketplace market)
    {
        var stopped = await market.With<Lifecycle.ExperimentService, Lifecycle.Outcome<Lifecycle.Experiment>>(e =>
            e.StopAsync(new Lifecycle.ExperimentChange("referral-reward", 2, "tester", "Seen enough."), CancellationToken.None));
        stopped.Refusal?.Message.ShouldBeNull();
    }
}
