using Marketplace.Accounts;
using Marketplace.Referrals;
using Testing;

namespace Marketplace.Tests.Referrals;

public sealed class HoldReleaseTests : IAsyncLifetime
{
    private TestMarketplace market = null!;
    private ReferralScene scene = null!;

    public async ValueTask InitializeAsync()
    {
        market = await TestMarketplace.StartAsync();
        scene = new ReferralScene(market);
    }

    public ValueTask DisposeAsync() => market.DisposeAsync();

    [Fact]
    public async Task A_reward_that_cannot_be_paid_keeps_nobody_else_waiting_and_is_tried_again()
    {
        var (unlucky, lucky) = (await market.FreelancerAsync(), await market.FreelancerAsync());
        var talent = await market.FreelancerAsync();
        foreach (var referrer in new[] { unlucky, lucky })
            await scene.PayAsync(await scene.SignUpAsync(AccountKind.Client, await scene.LinkAsync(referrer, "client-cash")), talent, 1000);
        await market.AdvanceAsync(TimeSpan.FromDays(14));
        await market.AsOwnerAsync<long>($$"""
            create function marketplace.refuse_one() returns trigger language plpgsql as $t$ begin raise exception 'this wallet is broken'; end $t$;
            create trigger refuse_one before update on marketplace.wallet for each row when (new.account_id = {{unlucky.Id}}) execute function marketplace.refuse_one();
            select 1::bigint
            """);

        await market.RunAsync("release-referral-holds");

        (await scene.CashAsync(lucky)).Balance.Cents.ShouldBe(1000);
        (await scene.CashAsync(unlucky)).ShouldSatisfyAllConditions(w => w.Balance.Cents.ShouldBe(0), w => w.Pending.Cents.ShouldBe(1000));
        (await market.AsOwnerAsync<string>("select reason from marketplace.referral_event where event = 'releaseFailed'")).ShouldBe("this wallet is broken");

        await market.AsOwnerAsync<long>("drop trigger refuse_one on marketplace.wallet; select 1::bigint");
        await market.AdvanceAsync(TimeSpan.FromHours(1));
        await market.RunAsync("release-referral-holds");
        (await scene.CashAsync(unlucky)).Balance.Cents.ShouldBe(1000);
        (await market.HealthAsync()).Discrepancies.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_books_and_the_facts_keep_the_arm_of_a_promise_and_lose_what_was_reversed()
    {
        var referrer = await market.FreelancerAsync();
        var client = await scene.SignUpAsync(AccountKind.Client, await scene.LinkAsync(referrer, "client-cash"));
        var payment = await scene.PayAsync(client, await market.FreelancerAsync(), 1000);
        (await FactsAsync()).ShouldBe(0, "a promise is no reward");
        await market.AdvanceAsync(TimeSpan.FromDays(14));
        await market.RunAsync("release-referral-holds");
        (await FactsAsync()).ShouldBe(1000);
        await scene.RefundAsync(payment);
        (await FactsAsync()).ShouldBe(0);

        Task<long> FactsAsync() => market.AsOwnerAsync<long>("select coalesce(sum(value), 0)::bigint from marketplace.fact_referral_cash_cents");
    }
}
