using System.Net;
using System.Text;
using Marketplace.Api.Payments;
using Marketplace.Payments;
using Testing;

namespace Marketplace.Api.Tests;

/// <summary>/webhooks/payments: what a gateway tells, and what somebody who is no gateway cannot.</summary>
public sealed class PaymentWebhookTests : IAsyncLifetime
{
    private static readonly WebhookSigning Signing = new(Encoding.UTF8.GetBytes(WebhookSettings.DevelopmentKey), TimeSpan.FromMinutes(5));
    private TestHost host = null!;
    private MarketplaceClient talent = null!;
    private string reference = "";

    public async ValueTask InitializeAsync()
    {
        // The sandbox's own late answer stays out of the way.
        host = await TestHost.StartAsync("--Payments:SandboxSettlesAfter=1.00:00:00");
        talent = await MarketplaceClient.FreelancerAsync(host);
        await talent.BuyAsync(20, paymentToken: "late");
        reference = await host.ScalarAsync<string>("select charge_reference from marketplace.purchase");
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_settlement_completes_the_purchase_once_however_often_it_is_delivered()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => TellAsync("evt_1", "payment.settled", reference)));

        answers.ShouldAllBe(a => a == HttpStatusCode.OK);
        (await talent.BalanceAsync()).ShouldBe(20);
    }

    [Fact]
    public async Task Declined_after_settled_is_taken_and_changes_nothing_and_a_charge_back_takes_the_Connects()
    {
        await TellAsync("evt_1", "payment.settled", reference);

        (await TellAsync("evt_2", "payment.declined", reference)).ShouldBe(HttpStatusCode.OK);
        (await talent.BalanceAsync()).ShouldBe(20);
        (await TellAsync("evt_3", "payment.charged_back", reference)).ShouldBe(HttpStatusCode.OK);
        (await talent.BalanceAsync()).ShouldBe(0);
        (await TellAsync("evt_4", "payment.charged_back", "connects/0/0")).ShouldBe(HttpStatusCode.NotFound);
        (await TellAsync("evt_5", "customer.created", "x")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_body_that_is_not_signed_not_an_event_or_too_large_changes_nothing()
    {
        var body = new GatewayEvent("evt_1", "payment.settled", reference).ToJson();
        var now = TimeProvider.System.GetUtcNow();

        (await PostAsync(body, null)).ShouldBe(HttpStatusCode.Unauthorized);
        (await PostAsync(body, Signing.Sign(body, now.AddMinutes(-6)))).ShouldBe(HttpStatusCode.Unauthorized);
        (await PostAsync(body, new WebhookSigning(Encoding.UTF8.GetBytes("somebody's own key"), TimeSpan.FromMinutes(5)).Sign(body, now))).ShouldBe(HttpStatusCode.Unauthorized);
        var nonsense = Encoding.UTF8.GetBytes("{}");
        (await PostAsync(nonsense, Signing.Sign(nonsense, now))).ShouldBe(HttpStatusCode.BadRequest);
        var large = new byte[64 * 1024 + 1];
        (await PostAsync(large, Signing.Sign(large, now))).ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await PostAsync(large, Signing.Sign(large, now), chunked: true)).ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await talent.BalanceAsync()).ShouldBe(0);
    }

    private Task<HttpStatusCode> TellAsync(string id, string kind, string about)
    {
        var body = new GatewayEvent(id, kind, about).ToJson();
        return PostAsync(body, Signing.Sign(body, TimeProvider.System.GetUtcNow()));
    }

    private async Task<HttpStatusCode> PostAsync(byte[] body, string? signature, bool chunked = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/payments") { Content = chunked ? new StreamContent(new MemoryStream(body)) : new ByteArrayContent(body) };
        request.Headers.TransferEncodingChunked = chunked;
        if (signature is not null)
            request.Headers.Add(PaymentWebhook.SignatureHeader, signature);
        using var response = await host.Http.SendAsync(request);
        return response.StatusCode;
    }
}
