using Marketplace.Accounts;
using Marketplace.Payments;
using Marketplace.Wallets;
using Testing;

namespace Marketplace.Tests.Wallets;

/// <summary>A bundle whose payment was taken back: what is left of its lot is taken, the rest is a shortfall that the next purchases fill first.</summary>
public sealed class ChargebackTests : IAsyncLifetime
{
    private TestMarketplace marketplace = null!;

    public async ValueTask InitializeAsync() => marketplace = await TestMarketplace.StartAsync();

    public ValueTask DisposeAsync() => marketplace.DisposeAsync();

    [Fact]
    public async Task What_is_left_of_the_lot_is_taken_the_rest_is_short_and_other_lots_are_not_touched()
    {
        var talent = await marketplace.FreelancerAsync();
        var bought = await marketplace.BuyAsync(talent, 20);
        await marketplace.AdvanceAsync(TimeSpan.FromMinutes(1));
        await marketplace.BuyAsync(talent, 10);
        await marketplace.SubmitAsync(talent, await marketplace.JobAsync(await marketplace.ClientAsync(), 5000));

        (await ChargeBackAsync(bought.Purchase)).ShouldBe(EventReceipt.Counted);

        (await marketplace.WalletAsync(talent)).Balance.ShouldBe(10);
        (await ShortfallAsync(talent)).ShouldBe(8);
        var line = (await marketplace.HistoryAsync(talent))[0];
        (line.Kind, line.Connects, line.ConnectsAfter, line.Description).ShouldBe((TransactionKind.Chargeback, -12L, 10L, "Payment for 20 Connects taken back"));
        (await marketplace.AsOwnerAsync<long>($"select count(*) from marketplace.notification where account_id = {talent.Id} and title = 'A payment was taken back'")).ShouldBe(1);
        await BooksBalanceAsync();
    }

    [Fact]
    public async Task The_next_purchases_fill_the_shortfall_first_and_say_so()
    {
        var talent = await marketplace.FreelancerAsync();
        var bought = await marketplace.BuyAsync(talent, 20);
        var client = await marketplace.ClientAsync();
        foreach (var dollars in new[] { 5000, 5000 })
            await marketplace.SubmitAsync(talent, await marketplace.JobAsync(client, dollars));
        await ChargeBackAsync(bought.Purchase);
        (await ShortfallAsync(talent)).ShouldBe(16);

        var first = await marketplace.BuyAsync(talent, 10);
        var second = await marketplace.BuyAsync(talent, 20);

        (first.Lot!.Remaining, second.Lot!.Remaining, await ShortfallAsync(talent)).ShouldBe((0, 14, 0L));
        var lines = await marketplace.HistoryAsync(talent);
        lines.Take(2).Select(l => (l.Connects, l.ConnectsAfter)).ShouldBe([(14L, 14L), (0L, 0L)]);
        lines[0].Description.ShouldBe("Purchase of 20 Connects, 6 of them for a payment that was taken back");
        (await marketplace.With<WalletReader, ILookup<OwnedId, LotShare>>(w => w.LotSharesAsync([lines[0].Id], CancellationToken.None)))[lines[0].Id].ShouldHaveSingleItem().Connects.ShouldBe(14);
        // The purchase that filled a shortfall may be taken back in its turn.
        await ChargeBackAsync(second.Purchase);
        (await ShortfallAsync(talent)).ShouldBe(6);
        await BooksBalanceAsync();
    }

    [Fact]
    public async Task A_refund_of_a_job_still_returns_to_the_lot_and_the_books_balance()
    {
        var talent = await marketplace.FreelancerAsync();
        var client = await marketplace.ClientAsync();
        var bought = await marketplace.BuyAsync(talent, 10);
        var job = await marketplace.JobAsync(client, 5000);
        await marketplace.SubmitAsync(talent, job);
        await ChargeBackAsync(bought.Purchase);

        await marketplace.CloseAsync(client, job);

        ((await marketplace.WalletAsync(talent)).Balance, await ShortfallAsync(talent)).ShouldBe((8L, 8L));
        await BooksBalanceAsync();
    }

    [Fact]
    public async Task A_charge_back_is_counted_once_whatever_its_deliveries_and_ids()
    {
        var talent = await marketplace.FreelancerAsync();
        var purchase = (await marketplace.BuyAsync(talent, 10)).Purchase;

        var receipts = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => ChargeBackAsync(purchase, $"event-{i % 2}")));

        receipts.Count(r => r == EventReceipt.Counted).ShouldBe(1);
        receipts.Count(r => r == EventReceipt.Repeated).ShouldBe(7);
        (await marketplace.HistoryAsync(talent)).Count(l => l.Kind == TransactionKind.Chargeback).ShouldBe(1);
        await BooksBalanceAsync();
    }

    [Fact]
    public async Task Charge_backs_that_race_spends_leave_what_was_spent_short_and_nothing_else()
    {
        var talent = await marketplace.FreelancerAsync();
        var client = await marketplace.ClientAsync();
        var purchase = (await marketplace.BuyAsync(talent, 40)).Purchase;
        var jobs = new List<Marketplace.Jobs.Job>();
        for (var i = 0; i < 20; i++)
            jobs.Add(await marketplace.JobAsync(client));

        var spends = jobs.Select(job => marketplace.SubmitAsync(talent, job)).ToArray();
        var receipt = ChargeBackAsync(purchase);
        var sent = (await Task.WhenAll(spends)).Count(s => s.Value is not null);

        (await receipt).ShouldBe(EventReceipt.Counted);
        ((await marketplace.WalletAsync(talent)).Balance, await ShortfallAsync(talent)).ShouldBe((0L, sent * 2L));
        await BooksBalanceAsync();
    }

    [Fact]
    public async Task A_charge_back_that_overtakes_the_settlement_completes_the_purchase_and_takes_it_back()
    {
        var talent = await marketplace.FreelancerAsync();
        var purchase = (await marketplace.TryBuyAsync(talent, 10, "late", token: "late")).Value!.Purchase;

        (await ChargeBackAsync(purchase)).ShouldBe(EventReceipt.Counted);
        (await Gateway.TellAsync(marketplace, "payment.settled", purchase.ChargeReference)).ShouldBe(EventReceipt.Repeated);

        (await marketplace.HistoryAsync(talent)).Select(l => l.Connects).ShouldBe([-10L, 10L]);
        (await ShortfallAsync(talent)).ShouldBe(0);
        await BooksBalanceAsync();
    }

    [Fact]
    public async Task Earnings_were_never_the_gateways_to_take_back()
    {
        var talent = await marketplace.FreelancerAsync();
        await marketplace.EarnAsync(talent, 1000);
        var purchase = (await marketplace.TryBuyAsync(talent, 10, "earned", PaymentMethod.Earnings)).Value!.Purchase;

        (await ChargeBackAsync(purchase)).ShouldBe(EventReceipt.UnknownReference);
    }

    private Task<EventReceipt> ChargeBackAsync(Purchase purchase, string? id = null) => Gateway.TellAsync(marketplace, "payment.charged_back", purchase.ChargeReference, id);

    private async Task<long> ShortfallAsync(Talent talent) =>
        (await marketplace.With<WalletReader, IReadOnlyDictionary<long, long>>(w => w.ShortfallsAsync([talent.Id], CancellationToken.None)))[talent.Id];

    private async Task BooksBalanceAsync()
    {
        var health = await marketplace.HealthAsync();
        health.Discrepancies.ShouldBeEmpty();
        health.ConnectsIssued.ShouldBe(health.ConnectsOutstanding + health.ConnectsSpent + health.ConnectsExpired + health.ConnectsForfeited);
    }
}

/// <summary>A gateway that tells of charges as the real one does: by signed events.</summary>
internal static class Gateway
{
    private static int told;

    public static Task<EventReceipt> TellAsync(TestMarketplace marketplace, string kind, string reference, string? id = null)
    {
        var body = new GatewayEvent(id ?? $"evt-{Interlocked.Increment(ref told)}", kind, reference).ToJson();
        return marketplace.With<GatewayEventInbox, EventReceipt>(inbox => inbox.ReceiveAsync(body, TestMarketplace.Webhooks.Sign(body, TimeProvider.System.GetUtcNow()), CancellationToken.None));
    }
}
