using System.Text.Json.Nodes;
using Marketplace.Accounts;
using Marketplace.Jobs;
using Marketplace.Policies;
using Marketplace.Referrals;
using Testing;
using MetricKind = Experiments.Lifecycle.MetricKind;

namespace Marketplace.Tests.Referrals;

/// <summary>REF-29, AFF-07, AFF-08, AFF-10: what programs cost and bring, who leads, and the terms that anybody may read.</summary>
public sealed class EconomicsTests : ReferralTestBase
{
    [Fact]
    public async Task REF_29_AFF_08_rewards_stand_against_what_the_referred_accounts_paid_the_platform()
    {
        var before = Market.Clock.GetUtcNow();
        var (paying, idle) = (await ReferredClientAsync(), await ReferredClientAsync());
        var payment = await Scene.PayAsync(paying, Talent, 1000);
        var talent = await ReadyTalentAsync();
        await Market.BuyAsync(talent, 20);
        // What others pay is nobody's.
        await Market.BuyAsync(Talent, 40);
        (await OfAsync("client-cash")).ShouldBe((2, 1, 0, 0L, 1000L, 0, 0L));
        await Scene.AfterAsync(14);

        (await OfAsync("client-cash")).ShouldBe((2, 1, 1, 1000L, 0L, 0, 0L));
        (await OfAsync("talent-connects")).ShouldBe((1, 1, 1, 0L, 0L, 20, 300L));
        (await ReadAsync(null, null)).Single(e => e.Program.Key == "talent-connects").Cost.Cents.ShouldBe(20 * 15);
        (await ReadAsync(null, before)).ShouldAllBe(e => e.SignUps == 0);
        (await FactsAsync()).ShouldBe((3, 2, 1000, 300));
        await Scene.RefundAsync(payment);
        (await OfAsync("client-cash")).ShouldBe((2, 0, 0, 0L, 0L, 0, 0L));
        (await FactsAsync()).ShouldBe((3, 1, 0, 300));
        idle.Id.ShouldBeGreaterThan(paying.Id);
    }

    [Fact]
    public async Task REF_29_what_could_not_be_taken_back_was_paid_all_the_same()
    {
        var client = await ReferredClientAsync();
        var payment = await Scene.PayAsync(client, Talent, 1000);
        await Scene.AfterAsync(14);
        await Scene.WithdrawAsync(Referrer, 700);
        await Scene.RefundAsync(payment);
        (await OfAsync("client-cash")).ShouldBe((1, 0, 0, 700L, 0L, 0, 0L));
    }

    [Fact]
    public void AFF_08_the_experiment_on_rewards_looks_at_cost_per_qualified_and_revenue_per_referred()
    {
        var experiment = ReferenceExperiments.Data.Experiments.Single(e => e.Key == "referral-reward");
        experiment.SecondaryMetrics!.ShouldContain("cost-per-qualified");
        experiment.SecondaryMetrics!.ShouldContain("revenue-per-referred");
        ReferenceExperiments.Data.Metrics.Where(m => m.Key is "cost-per-qualified" or "revenue-per-referred").ShouldAllBe(m => m.Kind == MetricKind.Ratio);
    }

    [Fact]
    public async Task AFF_07_who_asked_to_be_shown_is_ranked_by_rewards_that_stand_and_nobody_else_is()
    {
        var (second, hidden, banned) = (await Market.FreelancerAsync(), await Market.FreelancerAsync(), await Market.FreelancerAsync());
        var last = await Scene.PayAsync(await ReferredClientAsync(), Talent, 1000);
        foreach (var referrer in new[] { Referrer, second, hidden, hidden, banned })
            await Scene.PayAsync(await Scene.SignUpAsync(AccountKind.Client, await Scene.LinkAsync(referrer, "client-cash")), Talent, 1000);
        foreach (var listed in new[] { Referrer, second, banned })
            (await ListAsync(listed, true)).Refusal.ShouldBeNull();
        (await LeadersAsync()).ShouldBeEmpty("what is on hold is no success yet");
        await Scene.AfterAsync(14);
        await Scene.BanAsync(banned);

        (await LeadersAsync()).ShouldBe([new ReferralLeader(1, ShortName.Of(Referrer.DisplayName), 2), new ReferralLeader(2, ShortName.Of(second.DisplayName), 1)]);
        await Scene.RefundAsync(last);
        (await LeadersAsync()).Select(l => l.Rank).ShouldBe([1, 1]);
        (await ListAsync(Referrer, false)).Refusal.ShouldBeNull();
        (await LeadersAsync()).ShouldHaveSingleItem().Name.ShouldBe(ShortName.Of(second.DisplayName));
        (await ListAsync(second, true, TestMarketplace.CallerOf(Referrer))).Refusal.ShouldBeOfType<Forbidden>();
        await Scene.CloseAsync(second);
        await Scene.EraseAsync(second);
        (await Market.AsOwnerAsync<long>($"select count(*) from marketplace.referral_leaderboard_listing where account_id = {second.Id}")).ShouldBe(0);
        (await ListAsync(second, true)).Refusal.ShouldNotBeNull();
    }

    [Fact]
    public void AFF_10_terms_of_every_version_stay_readable_once_they_were_in_force()
    {
        var referrals = ReferralPrograms.Shipped();
        var cash = referrals["programs"]!.AsArray().Of("client-cash");
        (cash["version"], cash["terms"]) = (2, "Less.");
        var changes = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var policies = TestPolicies.With(new JsonObject { ["referrals"] = referrals }.ToJsonString(), changes);

        policies.PublicProgram("client-cash", 2, changes.AddDays(-1)).ShouldBeNull();
        policies.PublicProgram("client-cash", 1, changes)!.Terms.ShouldStartWith("Refer a client");
        policies.PublicProgram("client-cash", null, changes)!.Terms.ShouldBe("Less.");
        policies.PublicProgram("turnover", 1, changes).ShouldBeNull("a template that was never on");
        policies.FrozenProgram(new Referral { Program = "client-cash", Version = 1, Terms = "{}" }, changes).Terms.ShouldStartWith("Refer a client");
    }

    private async Task<(int SignUps, int Qualified, int Rewarded, long Paid, long OnHold, int Connects, long Revenue)> OfAsync(string program)
    {
        var e = (await ReadAsync(null, null)).Single(e => e.Program.Key == program);
        return ((int)e.SignUps, (int)e.Qualified, (int)e.Rewarded, e.CashPaid.Cents, e.CashOnHold.Cents, e.ConnectsGiven, e.Revenue.Cents);
    }

    private Task<IReadOnlyList<ProgramEconomics>> ReadAsync(DateTimeOffset? since, DateTimeOffset? until) =>
        Market.With<ReferralEconomics, IReadOnlyList<ProgramEconomics>>(economics => economics.ReadAsync(since, until, CancellationToken.None));

    private async Task<(int SignUps, int Qualified, int Cost, int Revenue)> FactsAsync()
    {
        var sums = await Market.AsOwnerAsync<long[]>("""
            select array[(select sum(value)::bigint from marketplace.fact_referral_sign_ups), (select sum(value)::bigint from marketplace.fact_referrals_qualified),
                         (select coalesce(sum(value), 0)::bigint from marketplace.fact_referral_cost_cents), (select sum(value)::bigint from marketplace.fact_referred_revenue_cents)]
            """);
        return ((int)sums[0], (int)sums[1], (int)sums[2], (int)sums[3]);
    }

    private Task<Outcome<Account>> ListAsync(Account account, bool listed, Caller? caller = null) => Market.With<ReferralLeaderboard, Outcome<Account>>(leaderboard =>
        leaderboard.ListAsync(account.AccountId, listed, caller ?? TestMarketplace.CallerOf(account), CancellationToken.None));

    private Task<IReadOnlyList<ReferralLeader>> LeadersAsync() => Market.With<ReferralLeaderboard, IReadOnlyList<ReferralLeader>>(leaderboard => leaderboard.ReadAsync("client-cash", CancellationToken.None));
}
