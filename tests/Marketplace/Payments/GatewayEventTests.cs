using System.Text;
using Marketplace.Payments;
using Marketplace.Tests.Wallets;
using Testing;

namespace Marketplace.Tests.Payments;

/// <summary>What a gateway tells, once, twice, late and in the wrong order.</summary>
public sealed class GatewayEventTests : IAsyncLifetime
{
    private TestMarketplace marketplace = null!;

    public async ValueTask InitializeAsync() => marketplace = await TestMarketplace.StartAsync();

    public ValueTask DisposeAsync() => marketplace.DisposeAsync();

    [Fact]
    public async Task A_settlement_delivered_ten_times_at_once_fills_the_wallet_once()
    {
        var talent = await marketplace.FreelancerAsync();
        var purchase = await PendingAsync(talent);

        var receipts = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Gateway.TellAsync(marketplace, "payment.settled", purchase.ChargeReference, "evt")));

        receipts.Count(r => r == EventReceipt.Counted).ShouldBe(1);
        receipts.ShouldAllBe(r => r == EventReceipt.Counted || r == EventReceipt.Repeated);
        (await marketplace.WalletAsync(talent)).Balance.ShouldBe(20);
        (await marketplace.HealthAsync()).Discrepancies.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("payment.settled", "payment.declined", 20L)]
    [InlineData("payment.declined", "payment.settled", 0L)]
    [InlineData("payment.declined", "payment.charged_back", 0L)]
    public async Task What_contradicts_the_first_answer_changes_nothing(string first, string second, long balance)
    {
        var talent = await marketplace.FreelancerAsync();
        var purchase = await PendingAsync(talent);

        (await Gateway.TellAsync(marketplace, first, purchase.ChargeReference)).ShouldBe(EventReceipt.Counted);
        (await Gateway.TellAsync(marketplace, second, purchase.ChargeReference)).ShouldBe(EventReceipt.Contradicted);

        (await marketplace.WalletAsync(talent)).Balance.ShouldBe(balance);
        (await marketplace.HealthAsync()).Discrepancies.ShouldBeEmpty();
    }

    [Fact]
    public async Task Settled_and_declined_at_once_end_as_one_of_them()
    {
        for (var round = 0; round < 5; round++)
        {
            var talent = await marketplace.FreelancerAsync();
            var reference = (await PendingAsync(talent)).ChargeReference;

            var receipts = await Task.WhenAll(Gateway.TellAsync(marketplace, "payment.settled", reference), Gateway.TellAsync(marketplace, "payment.declined", reference));

            receipts.Order().ShouldBe([EventReceipt.Counted, EventReceipt.Contradicted]);
            (await marketplace.WalletAsync(talent)).Balance.ShouldBe(receipts[0] == EventReceipt.Counted ? 20 : 0);
        }
    }

    [Fact]
    public async Task An_event_of_an_unknown_reference_is_forgotten_so_that_its_next_delivery_counts()
    {
        (await Gateway.TellAsync(marketplace, "payment.settled", "connects/1/1", "early")).ShouldBe(EventReceipt.UnknownReference);

        (await marketplace.AsOwnerAsync<long>("select count(*) from marketplace.gateway_event")).ShouldBe(0);
    }

    [Fact]
    public async Task Kinds_that_are_not_for_us_are_ignored() =>
        (await Gateway.TellAsync(marketplace, "customer.created", "connects/1/1")).ShouldBe(EventReceipt.Ignored);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"id": 1, "type": "payment.settled", "data": {"reference": "x"}}""")]
    [InlineData("""{"id": "1", "type": "payment.settled", "data": "x"}""")]
    [InlineData("""{"id": "1", "type": "payment.settled", "data": {"reference": ""}}""")]
    [InlineData("""{"id": "a\u0000b", "type": "payment.settled", "data": {"reference": "x"}}""")]
    [InlineData("""{"id": "\ud800", "type": "payment.settled", "data": {"reference": "x"}}""")]
    public async Task A_signed_body_that_is_no_event_is_malformed(string text)
    {
        var body = Encoding.UTF8.GetBytes(text);

        (await marketplace.With<GatewayEventInbox, EventReceipt>(i => i.ReceiveAsync(body, TestMarketplace.Webhooks.Sign(body, TimeProvider.System.GetUtcNow()), CancellationToken.None))).ShouldBe(EventReceipt.Malformed);
    }

    [Fact]
    public async Task The_sandboxs_late_answers_are_events_like_any_others()
    {
        var talent = await marketplace.FreelancerAsync();
        var purchase = await PendingAsync(talent);

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => marketplace.With<SandboxSettlement, int>(s => s.SettleAsync(TimeProvider.System.GetUtcNow().AddMinutes(1), CancellationToken.None))));

        (await marketplace.WalletAsync(talent)).Balance.ShouldBe(20);
        (await marketplace.AsOwnerAsync<string>("select id || ' ' || outcome from marketplace.gateway_event")).ShouldBe($"sandbox/{purchase.ChargeReference} SETTLED");
    }

    private async Task<Purchase> PendingAsync(Marketplace.Accounts.Talent talent) => (await marketplace.TryBuyAsync(talent, 20, $"late-{talent.Id}", token: "late")).Value!.Purchase;
}
