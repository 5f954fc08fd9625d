using Marketplace.Accounts;
using Marketplace.Referrals;

namespace Marketplace.Tests.Referrals;

/// <summary>Bans, closings and suspensions of either side, before and after a reward is paid.</summary>
public sealed class StandingTests : ReferralTestBase
{
    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task REF_03_who_is_banned_or_closes_during_the_hold_ends_it_on_either_side(bool referrer, bool banned)
    {
        var client = await ReferredClientAsync();
        await Scene.PayAsync(client, Talent, 1000);

        await (banned ? Scene.BanAsync(referrer ? Referrer : client) : Scene.CloseAsync(referrer ? Referrer : client));
        (await Scene.CashAsync(Referrer)).Pending.Cents.ShouldBe(0);
        await Scene.AfterAsync(14);

        (await Scene.ReferralAsync(Referrer, client)).ShouldSatisfyAllConditions(
            r => r.State.ShouldBe(PublicReferralState.Rejected), r => r.Reason.ShouldBe(banned ? "An account of the referral was banned." : "An account of the referral is closed."));
        (await Scene.CashAsync(Referrer)).Balance.Cents.ShouldBe(0);
        await Scene.BooksAreRightAsync();
    }

    [Fact]
    public async Task REF_03_a_banned_sign_up_takes_the_paid_reward_back()
    {
        var client = await ReferredClientAsync();
        await Scene.PayAsync(client, Talent, 1000);
        await Scene.AfterAsync(14);

        await Scene.BanAsync(client);

        (await Scene.StateAsync(Referrer, client)).ShouldBe(PublicReferralState.Reversed);
        (await Scene.CashAsync(Referrer)).Balance.Cents.ShouldBe(0);
        await Scene.BooksAreRightAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task REF_03_what_a_referrer_earned_before_a_ban_or_closing_stays_payable(bool banned)
    {
        var client = await ReferredClientAsync();
        await Scene.PayAsync(client, Talent, 1000);
        await Scene.AfterAsync(14);

        await (banned ? Scene.BanAsync(Referrer) : Scene.CloseAsync(Referrer));

        (await Scene.StateAsync(Referrer, client)).ShouldBe(PublicReferralState.Rewarded);
        await Scene.WithdrawAsync(Referrer, 1000);
        await Scene.BooksAreRightAsync();
    }

    [Fact]
    public async Task REF_03_a_client_who_closes_after_the_reward_and_then_takes_the_payment_back_takes_the_reward_along()
    {
        var client = await ReferredClientAsync();
        var payment = await Scene.PayAsync(client, Talent, 1000);
        await Scene.AfterAsync(14);
        await Scene.CloseAsync(client);
        (await Scene.StateAsync(Referrer, client)).ShouldBe(PublicReferralState.Rewarded);

        await Scene.RefundAsync(payment);

        (await Scene.StateAsync(Referrer, client)).ShouldBe(PublicReferralState.Reversed);
        (await Scene.CashAsync(Referrer)).Balance.Cents.ShouldBe(0);
        await Scene.BooksAreRightAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task REF_03_a_suspended_account_keeps_the_reward_waiting(bool referrer)
    {
        var client = await ReferredClientAsync();
        await Scene.PayAsync(client, Talent, 1000);
        var suspended = referrer ? Referrer : client;
        await Scene.SuspendAsync(suspended);
        await Scene.AfterAsync(20);
        (await Scene.CashAsync(Referrer)).ShouldSatisfyAllConditions(c => c.Balance.Cents.ShouldBe(0), c => c.Pending.Cents.ShouldBe(1000));

        await Scene.ReinstateAsync(suspended);
        await Scene.AfterAsync(1);

        (await Scene.CashAsync(Referrer)).Balance.Cents.ShouldBe(1000);
        await Scene.BooksAreRightAsync();
    }

    [Fact]
    public async Task REF_04_a_banned_talent_loses_both_gifts_and_what_the_referrer_had_spent_is_a_recorded_shortfall()
    {
        var talent = await ReadyTalentAsync();
        (await Market.WalletAsync(Referrer)).Balance.ShouldBe(10);
        (await Market.SubmitAsync(Referrer, await Market.JobAsync(await Market.ClientAsync(), 40))).Refusal.ShouldBeNull();

        await Scene.BanAsync(talent);

        (await Market.WalletAsync(Referrer)).Balance.ShouldBe(0);
        (await Market.WalletAsync(talent)).Balance.ShouldBe(0);
        (await Market.AsOwnerAsync<long>("select shortfall from marketplace.referral_reward where side = 'REFERRER'")).ShouldBe(2);
        (await Scene.StateAsync(Referrer, talent)).ShouldBe(PublicReferralState.Reversed);
        await Scene.BooksAreRightAsync();
    }

    [Fact]
    public async Task AFF_14_a_banned_affiliate_loses_what_is_on_hold_keeps_what_was_paid_and_says_why()
    {
        var affiliate = await Scene.AffiliateAsync("affiliate");
        var link = await Scene.LinkAsync(affiliate, "affiliate");
        var (paid, held, waiting) = (await Scene.SignUpAsync(AccountKind.Client, link), await Scene.SignUpAsync(AccountKind.Client, link), await Scene.SignUpAsync(AccountKind.Client, link));
        await Scene.PayAsync(paid, Talent, 1000);
        await Scene.AfterAsync(14);
        await Scene.PayAsync(held, Talent, 1000);

        await Scene.DecideAsync(affiliate, "affiliate", AffiliateState.Banned);
        await Scene.PayAsync(waiting, Talent, 1000);
        await Scene.AfterAsync(14);

        (await Scene.CashAsync(affiliate)).ShouldSatisfyAllConditions(c => c.Balance.Cents.ShouldBe(1000), c => c.Pending.Cents.ShouldBe(0));
        (await Scene.StateAsync(affiliate, paid)).ShouldBe(PublicReferralState.Rewarded);
        foreach (var client in new[] { held, waiting })
            (await Scene.ReferralAsync(affiliate, client)).ShouldSatisfyAllConditions(r => r.State.ShouldBe(PublicReferralState.Rejected), r => r.Reason.ShouldBe("The affiliate was banned."));
        (await Scene.TryLinkAsync(affiliate, "affiliate", ReferralSource.Email)).Refusal.ShouldBeOfType<NotEligible>();
        await Should.ThrowAsync<InvalidOperationException>(() => Scene.ApplyAsync(affiliate, "affiliate"));
        await Scene.BooksAreRightAsync();
    }

    [Fact]
    public async Task REF_31_who_was_turned_down_may_ask_again()
    {
        var account = await Market.FreelancerAsync();
        await Scene.ApplyAsync(account, "affiliate");
        await Scene.DecideAsync(account, "affiliate", AffiliateState.Rejected);
        (await Scene.TryLinkAsync(account, "affiliate")).Refusal.ShouldBeOfType<NotEligible>();
        await Scene.ApplyAsync(account, "affiliate");
        await Scene.DecideAsync(account, "affiliate", AffiliateState.Approved);
        (await Scene.TryLinkAsync(account, "affiliate")).Refusal.ShouldBeNull();
    }
}
