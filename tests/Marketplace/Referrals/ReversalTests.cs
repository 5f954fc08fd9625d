using Marketplace.Accounts;
using Marketplace.Payments;
using Marketplace.Referrals;
using Testing;

namespace Marketplace.Tests.Referrals;

/// <summary>What becomes of rewards when the payments behind them go back.</summary>
public sealed class ReversalTests : ReferralTestBase
{
    [Fact]
    public async Task REF_02_a_later_payment_that_still_qualifies_keeps_the_reward_when_the_first_goes_back()
    {
        var client = await ReferredClientAsync();
        var contract = await Scene.HireAsync(client, Talent);
        var first = await Scene.PayAsync(client, contract, 1000);
        await Scene.AfterAsync(14);
        var second = await Scene.PayAsync(client, contract, 5000);

        await Scene.RefundAsync(first);
        (await Scene.StateAsync(Referrer, client)).ShouldBe(PublicReferralState.Rewarded);
        await Scene.RefundAsync(second, 4001);

        (await Scene.StateAsync(Referrer, client)).ShouldBe(PublicReferralState.Reversed);
        await Scene.BooksAreRightAsync();
    }

    [Fact]
    public async Task REF_02_a_part_that_goes_back_takes_nothing_while_10_dollars_are_left()
    {
        var client = await ReferredClientAsync();
        var payment = await Scene.PayAsync(client, Talent, 1500);
        await Scene.RefundAsync(payment, 500);
        await Scene.AfterAsync(14);
        (await Scene.CashAsync(Referrer)).Balance.Cents.ShouldBe(1000);

        await Scene.RefundAsync(payment, 1);

        (await Scene.CashAsync(Referrer)).Balance.Cents.ShouldBe(0);
        await Scene.BooksAreRightAsync();
    }

    [Fact]
    public async Task REF_02_several_payments_below_10_dollars_are_no_single_one()
    {
        var client = await ReferredClientAsync();
        var contract = await Scene.HireAsync(client, Talent);
        foreach (var cents in new long[] { 999, 999, 999 })
            await Scene.PayAsync(client, contract, cents);
        (await Scene.StateAsync(Referrer, client)).ShouldBe(PublicReferralState.SignedUp);
    }

    [Fact]
    public async Task REF_03_a_reward_that_is_taken_back_does_not_come_again_by_paying_again()
    {
        var client = await ReferredClientAsync();
        var contract = await Scene.HireAsync(client, Talent);
        await Scene.RefundAsync(await PaidAsync(client, contract));
        await Scene.PayAsync(client, contract, 1000);
        await Scene.AfterAsync(14);

        (await Scene.CashAsync(Referrer)).Balance.Cents.ShouldBe(0);
        await Scene.BooksAreRightAsync();
    }

    [Fact]
    public async Task REF_03_what_a_reversal_leaves_open_is_no_debt_of_earnings_and_the_debt_of_earnings_none_of_rewards()
    {
        var client = await ReferredClientAsync();
        var contract = await Scene.HireAsync(client, Talent);
        var payment = await PaidAsync(client, contract);
        await Scene.WithdrawAsync(Referrer, 1000);
        await Scene.RefundAsync(payment);
        await Scene.BooksAreRightAsync();

        // The referrer earns by work and keeps it, loses an earning it had withdrawn, and is rewarded again: each debt is paid by its own.
        var other = await Market.ClientAsync();
        var earned = await Scene.PayAsync(other, Referrer, 5000);
        var balance = (await Scene.CashAsync(Referrer)).Balance.Cents;
        balance.ShouldBe(5000);
        await Scene.WithdrawAsync(Referrer, balance);
        await Scene.RefundAsync(earned);
        await Scene.BooksAreRightAsync();
        var second = await ReferredClientAsync();
        var third = await ReferredClientAsync();
        await Scene.PayAsync(second, Talent, 1000);
        await Scene.PayAsync(third, Talent, 1000);
        await Scene.AfterAsync(14);

        (await Scene.CashAsync(Referrer)).Balance.Cents.ShouldBe(1000);
        await Scene.BooksAreRightAsync();
    }

    [Fact]
    public async Task REF_03_a_chargeback_that_the_gateway_tells_of_takes_the_reward_back_however_often_it_is_told()
    {
        var client = await ReferredClientAsync();
        var contract = await Scene.HireAsync(client, Talent);
        await PaidAsync(client, contract);
        var reference = await Market.AsOwnerAsync<string>($"select charge_reference from marketplace.payment where client_id = {client.Id}");

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => ToldAsync("one-event", "payment.charged_back", reference)));

        (await Market.AsOwnerAsync<long>("select count(*) from marketplace.ledger_transaction where kind = 'REVERSAL' and reference like 'referral:%'")).ShouldBe(1);
        (await Scene.CashAsync(Referrer)).Balance.Cents.ShouldBe(0);
        await Scene.BooksAreRightAsync();
    }

    [Fact]
    public async Task REF_09_totals_are_net_of_what_went_back_and_apart_from_what_is_on_hold()
    {
        var (first, second, third) = (await ReferredClientAsync(), await ReferredClientAsync(), await ReferredClientAsync());
        var back = await Scene.PayAsync(first, Talent, 1000);
        await Scene.PayAsync(second, Talent, 1000);
        await Scene.AfterAsync(14);
        await Scene.PayAsync(third, Talent, 1000);
        await Scene.RefundAsync(back);

        var totals = (await Market.With<ReferralReader, IReadOnlyDictionary<long, ReferralTotals>>(r => r.TotalsAsync([Referrer.Id], CancellationToken.None)))[Referrer.Id];

        (totals.CashCents, totals.PendingCents, totals.Connects).ShouldBe((1000L, 1000L, 0L));
    }

    [Fact]
    public async Task Rewards_and_what_takes_them_back_are_told_on_the_bell_and_by_email_once()
    {
        var client = await ReferredClientAsync();
        var contract = await Scene.HireAsync(client, Talent);
        await Scene.RefundAsync(await PaidAsync(client, contract));
        await Market.RunAsync("dispatch-outbox");

        var mail = ((SentMail)Market.Services.GetService(typeof(SentMail))!).Mail.Where(m => m.To == Referrer.Email).Select(m => m.Subject).ToList();
        mail.Count(s => s == "$10.00 for a referral").ShouldBe(1);
        mail.Count(s => s == "A referral reward was taken back").ShouldBe(1);
        (await Market.AsOwnerAsync<long>($"select count(*) from marketplace.notification where account_id = {Referrer.Id} and kind = 'REFERRAL_REWARDED'")).ShouldBe(1);
        (await Market.AsOwnerAsync<string>($"select body from marketplace.notification where account_id = {Referrer.Id} and title = 'A referral reward was taken back'"))
            .ShouldBe("A payment was taken back. Of your cash, $10.00 was taken; what was not there comes out of later rewards.");
    }

    private async Task<Marketplace.Contracts.Payment> PaidAsync(Account client, Marketplace.Contracts.Contract contract)
    {
        var payment = await Scene.PayAsync(client, contract, 1000);
        await Scene.AfterAsync(14);
        (await Scene.CashAsync(Referrer)).Balance.Cents.ShouldBe(1000);
        return payment;
    }

    private Task<EventReceipt> ToldAsync(string id, string kind, string reference)
    {
        var body = new GatewayEvent(id, kind, reference).ToJson();
        return Market.With<GatewayEventInbox, EventReceipt>(inbox => inbox.ReceiveAsync(body, TestMarketplace.Webhooks.Sign(body, TimeProvider.System.GetUtcNow()), CancellationToken.None));
    }
}
