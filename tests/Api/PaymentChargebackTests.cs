using System.Net;
using System.Text;
using Marketplace.Api.Payments;
using Marketplace.Payments;
using Testing;

namespace Marketplace.Api.Tests;

/// <summary>/webhooks/payments about what a client paid on a contract: it reverses the talent's earning, the platform's fee and the client's record, once.</summary>
public sealed class PaymentChargebackTests : IAsyncLifetime
{
    private static readonly WebhookSigning Signing = new(Encoding.UTF8.GetBytes(WebhookSettings.DevelopmentKey), TimeSpan.FromMinutes(5));
    private TestHost host = null!;
    private MarketplaceClient client = null!;
    private MarketplaceClient talent = null!;
    private string contract = "";

    public async ValueTask InitializeAsync()
    {
        host = await TestHost.StartAsync();
        client = await MarketplaceClient.ClientAsync(host);
        talent = await MarketplaceClient.FreelancerAsync(host);
        await talent.BuyAsync(20);
        var job = await client.PostJobAsync();
        var proposal = (string)(await talent.SubmitAsync(job))["proposal"]!["id"]!;
        contract = (string)(await client.MutateAsync("hire", "contract { id }", new { proposalId = proposal }))["contract"]!["id"]!;
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_charge_back_takes_the_earning_once_however_often_and_under_however_many_ids_it_is_told()
    {
        var reference = await PayAsync(100m);
        (await CashAsync()).ShouldBe(10000);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => TellAsync($"evt_{i % 3}", "payment.charged_back", reference)));

        answers.ShouldAllBe(a => a == HttpStatusCode.OK);
        (await CashAsync()).ShouldBe(0);
        (await host.ScalarAsync<long>("select count(*) from marketplace.ledger_transaction where kind = 'REVERSAL'")).ShouldBe(1);
        (await host.ScalarAsync<long>("select count(*) from marketplace.notification where title = 'A payment was taken back'")).ShouldBe(1);
        (await host.ScalarAsync<long>("select count(*) from marketplace.outbox where template = 'payment-taken-back'")).ShouldBe(1);
        (await PaidAsync()).ShouldBe("0.00");
        await BalancedAsync();
    }

    [Fact]
    public async Task What_the_cash_does_not_hold_is_taken_out_of_later_earnings()
    {
        var reference = await PayAsync(100m);
        await talent.MutateAsync("withdrawEarnings", "cashWallet { balance { amount } }", new { accountId = talent.AccountId, amount = new { amount = 70m }, idempotencyKey = "out" });

        (await TellAsync("evt_1", "payment.charged_back", reference)).ShouldBe(HttpStatusCode.OK);
        (await CashAsync()).ShouldBe(0);
        await PayAsync(50m);
        (await CashAsync()).ShouldBe(0);
        await PayAsync(50m);

        (await CashAsync()).ShouldBe(3000);
        await BalancedAsync();
    }

    [Fact]
    public async Task Parts_that_were_refunded_count_and_more_than_is_left_contradicts()
    {
        var reference = await PayAsync(100m);

        (await TellAsync("evt_1", "payment.refunded", reference, 2500)).ShouldBe(HttpStatusCode.OK);
        (await CashAsync()).ShouldBe(7500);
        // Contradicted and repeated events are taken and change nothing.
        (await TellAsync("evt_2", "payment.refunded", reference, 7501)).ShouldBe(HttpStatusCode.OK);
        (await TellAsync("evt_3", "payment.declined", reference)).ShouldBe(HttpStatusCode.OK);
        (await TellAsync("evt_4", "payment.settled", reference)).ShouldBe(HttpStatusCode.OK);
        (await CashAsync()).ShouldBe(7500);
        (await TellAsync("evt_5", "payment.charged_back", reference)).ShouldBe(HttpStatusCode.OK);

        (await CashAsync()).ShouldBe(0);
        (await PaidAsync()).ShouldBe("0.00");
        await BalancedAsync();
    }

    [Fact]
    public async Task An_event_that_comes_before_its_payment_is_known_counts_when_it_is_told_again()
    {
        (await TellAsync("evt_1", "payment.charged_back", "contract/none/1/x")).ShouldBe(HttpStatusCode.NotFound);
        var reference = await PayAsync(10m);
        await host.ScalarAsync<int>($"with moved as (update marketplace.payment set charge_reference = 'contract/none/1/x' where charge_reference = '{reference}' returning 1) select count(*)::integer from moved");

        (await TellAsync("evt_1", "payment.charged_back", "contract/none/1/x")).ShouldBe(HttpStatusCode.OK);

        (await CashAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Nobody_but_the_gateway_takes_a_payment_back_and_an_amount_that_is_none_is_no_event()
    {
        var reference = await PayAsync(10m);
        var body = new GatewayEvent("evt_1", "payment.charged_back", reference).ToJson();

        (await PostAsync(body, null)).ShouldBe(HttpStatusCode.Unauthorized);
        foreach (var amount in new[] { "0", "-5", "1.5", "\"7\"" })
        {
            var wrong = Encoding.UTF8.GetBytes($"{{\"id\":\"evt_2\",\"type\":\"payment.refunded\",\"data\":{{\"reference\":\"{reference}\",\"amount\":{amount}}}}}");
            (await PostAsync(wrong, Signing.Sign(wrong, TimeProvider.System.GetUtcNow()))).ShouldBe(HttpStatusCode.BadRequest);
        }

        (await CashAsync()).ShouldBe(1000);
    }

    private async Task<string> PayAsync(decimal dollars)
    {
        var key = Guid.NewGuid().ToString("N");
        var paid = await client.MutateAsync("payContract", "payment { id }", new { contractId = contract, amount = new { amount = dollars }, payment = new { method = "CARD" }, idempotencyKey = key });
        paid["errors"].ShouldBeNull();
        return await host.ScalarAsync<string>($"select charge_reference from marketplace.payment where charge_reference like '%{key}'");
    }

    private async Task<long> CashAsync() => await host.ScalarAsync<long>($"select paid from marketplace.wallet where asset = 'USD' and account_id = (select account_id from marketplace.contract)");

    private async Task<string> PaidAsync() =>
        (await client.QueryAsync("query($id: ID!) { node(id: $id) { ... on Client { record { paid { amount } } } } }", new { id = client.AccountId }))["node"]!["record"]!["paid"]!["amount"]!.ToString();

    private async Task BalancedAsync()
    {
        var health = (await host.QueryAsync("{ ledgerHealth { balanced discrepancies } }", token: await host.StaffAsync("ADMIN")))["ledgerHealth"]!;
        health["discrepancies"]!.AsArray().ShouldBeEmpty();
    }

    private Task<HttpStatusCode> TellAsync(string id, string kind, string about, long? cents = null)
    {
        var body = new GatewayEvent(id, kind, about, cents).ToJson();
        return PostAsync(body, Signing.Sign(body, TimeProvider.System.GetUtcNow()));
    }

    private async Task<HttpStatusCode> PostAsync(byte[] body, string? signature)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/payments") { Content = new ByteArrayContent(body) };
        if (signature is not null)
            request.Headers.Add(PaymentWebhook.SignatureHeader, signature);
        using var response = await host.Http.SendAsync(request);
        return response.StatusCode;
    }
}
