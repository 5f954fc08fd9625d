using Marketplace.Accounts;
using Marketplace.Referrals;
using Marketplace.Wallets;
using Testing;

namespace Marketplace.Tests.Referrals;

/// <summary>The four programs that ship, each played from link to reward and back.</summary>
public sealed class ProgramsInForceTests : IAsyncLifetime
{
    private TestMarketplace market = null!;
    private ReferralScene scene = null!;
    private Freelancer referrer = null!;

    public async ValueTask InitializeAsync()
    {
        market = await TestMarketplace.StartAsync();
        scene = new ReferralScene(market);
        referrer = await market.FreelancerAsync();
    }

    public ValueTask DisposeAsync() => market.DisposeAsync();

    [Fact]
    public async Task REF_01_02_03_22_a_clients_payment_of_10_dollars_brings_10_dollars_after_14_days()
    {
        var client = await scene.SignUpAsync(AccountKind.Client, await scene.LinkAsync(referrer, "client-cash", ReferralSource.Facebook));
        var talent = await market.FreelancerAsync();
        await scene.PayAsync(client, talent, 999);
        (await scene.ReferralAsync(referrer, client)).State.ShouldBe(PublicReferralState.SignedUp);
        (await scene.ReferralAsync(referrer, client)).Remaining.ShouldBe(["A payment of $10.00 or more."]);

        await scene.PayAsync(client, talent, 1000);
        (await scene.ReferralAsync(referrer, client)).State.ShouldBe(PublicReferralState.Qualified);
        (await scene.CashAsync(referrer)).ShouldSatisfyAllConditions(w => w.Pending.Cents.ShouldBe(1000), w => w.Balance.Cents.ShouldBe(0));

        await market.AdvanceAsync(TimeSpan.FromDays(14) - TimeSpan.FromMinutes(5));
        await market.RunAsync("release-referral-holds");
        (await scene.CashAsync(referrer)).Balance.Cents.ShouldBe(0);
        await market.AdvanceAsync(TimeSpan.FromMinutes(5));
        await market.RunAsync("release-referral-holds");

        (await scene.CashAsync(referrer)).ShouldSatisfyAllConditions(w => w.Pending.Cents.ShouldBe(0), w => w.Balance.Cents.ShouldBe(1000));
        (await scene.ReferralAsync(referrer, client)).State.ShouldBe(PublicReferralState.Rewarded);
        (await market.HealthAsync()).Discrepancies.ShouldBeEmpty();
    }

    [Fact]
    public async Task REF_30_a_freelancer_who_only_signed_up_and_proved_an_address_brings_nothing_by_any_program_in_force()
    {
        foreach (var program in new[] { "talent-connects", "talent-earns" })
        {
            var talent = await scene.SignUpAsync(AccountKind.Freelancer, await scene.LinkAsync(referrer, program));
            await scene.VerifyAsync(talent, ContactChannel.Email);
            (await scene.StateAsync(referrer, talent)).ShouldBe(PublicReferralState.SignedUp);
        }

        (await market.AsOwnerAsync<long>("select count(*) from marketplace.referral_reward")).ShouldBe(0);
    }

    [Fact]
    public void REF_06_no_program_that_ships_in_force_ends_at_a_number() =>
        Marketplace.Policies.PolicyBook.Default().Versions.SelectMany(v => v.Referrals.InForce).ShouldAllBe(p => p.Cap == null);

    [Theory]
    [InlineData("Carl Maria Weber", "Carl W.")]
    [InlineData(" anna ", "anna")]
    [InlineData("Jo  de la cruz", "Jo C.")]
    [InlineData(null, "Erased account")]
    public void REF_10_whom_one_referred_is_shown_by_first_name_and_initial(string? name, string shown) => ShortName.Of(name).ShouldBe(shown);

    [Fact]
    public async Task REF_02_a_refund_within_the_hold_takes_the_promise_back_and_another_payment_makes_it_again()
    {
        var client = await scene.SignUpAsync(AccountKind.Client, await scene.LinkAsync(referrer, "client-cash"));
        var talent = await market.FreelancerAsync();
        var payment = await scene.PayAsync(client, talent, 1500);
        await scene.RefundAsync(payment, 501);
        (await scene.ReferralAsync(referrer, client)).State.ShouldBe(PublicReferralState.SignedUp);
        (await scene.CashAsync(referrer)).Pending.Cents.ShouldBe(0);

        await scene.PayAsync(client, talent, 1000);
        await market.AdvanceAsync(TimeSpan.FromDays(14));
        await market.RunAsync("release-referral-holds");

        (await scene.CashAsync(referrer)).Balance.Cents.ShouldBe(1000);
        (await market.HealthAsync()).Discrepancies.ShouldBeEmpty();
    }

    [Fact]
    public async Task REF_03_a_refund_after_the_reward_takes_it_back_down_to_zero_and_the_rest_out_of_later_rewards()
    {
        var link = await scene.LinkAsync(referrer, "client-cash");
        var client = await scene.SignUpAsync(AccountKind.Client, link);
        var talent = await market.FreelancerAsync();
        var payment = await scene.PayAsync(client, talent, 1000);
        await market.AdvanceAsync(TimeSpan.FromDays(14));
        await market.RunAsync("release-referral-holds");
        (await market.With<Earnings, Outcome<CashWallet>>(earnings => earnings.WithdrawAsync(
            new Withdrawal(referrer.AccountId, new Money(700), "withdraw"), TestMarketplace.CallerOf(referrer), CancellationToken.None))).Value.ShouldNotBeNull();

        await scene.RefundAsync(payment);
        (await scene.ReferralAsync(referrer, client)).State.ShouldBe(PublicReferralState.Reversed);
        (await scene.CashAsync(referrer)).Balance.Cents.ShouldBe(0);

        var other = await scene.SignUpAsync(AccountKind.Client, link);
        await scene.PayAsync(other, talent, 2000);
        await market.AdvanceAsync(TimeSpan.FromDays(14));
        await market.RunAsync("release-referral-holds");

        (await scene.CashAsync(referrer)).Balance.Cents.ShouldBe(300);
        (await market.HealthAsync()).Discrepancies.ShouldBeEmpty();
    }

    [Fact]
    public async Task REF_04_05_both_sides_get_10_Connects_once_test_email_and_phone_are_done_in_any_order()
    {
        var talent = (Talent)await scene.SignUpAsync(AccountKind.Freelancer, await scene.LinkAsync(referrer, "talent-connects"), account => account with { Phone = "+15550100200" });
        await scene.PassTestAsync(talent);
        await scene.VerifyAsync(talent, ContactChannel.Phone);
        (await scene.ReferralAsync(referrer, talent)).Remaining.ShouldBe(["Verify the email address."]);
        var before = (await market.WalletAsync(talent)).Balance;

        await scene.VerifyAsync(talent, ContactChannel.Email);

        (await market.WalletAsync(referrer)).Balance.ShouldBe(10);
        (await market.WalletAsync(talent)).Balance.ShouldBe(before + 10);
        (await scene.ReferralAsync(referrer, talent)).State.ShouldBe(PublicReferralState.Rewarded);
        (await market.HealthAsync()).Discrepancies.ShouldBeEmpty();
    }

    [Fact]
    public async Task REF_15_27_a_freelancers_first_earnings_bring_10_Connects()
    {
        var talent = (Talent)await scene.SignUpAsync(AccountKind.Freelancer, await scene.LinkAsync(referrer, "talent-earns"));
        (await scene.ReferralAsync(referrer, talent)).Remaining.ShouldBe(["The first earnings."]);

        await scene.PayAsync(await market.ClientAsync(), talent, 100);
        await scene.PayAsync(await market.ClientAsync(), talent, 100);

        (await market.WalletAsync(referrer)).Balance.ShouldBe(10);
        (await market.HealthAsync()).Discrepancies.ShouldBeEmpty();
    }
}
