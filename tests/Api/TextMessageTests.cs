using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Marketplace.Api.Hosting;
using Marketplace.Payments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Testing;

namespace Marketplace.Api.Tests;

/// <summary>Text messages go to a provider's webhook: signed, tried again, and known by their id.</summary>
public sealed class TextMessageTests : IAsyncLifetime
{
    private const string Key = "a secret of the provider";
    private readonly ConcurrentQueue<(string? Signature, byte[] Body)> received = new();
    private WebApplication provider = null!;
    private TestHost host = null!;
    private int status = 200;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        provider = builder.Build();
        provider.MapPost("/texts", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            received.Enqueue((request.Headers["Marketplace-Signature"], body.ToArray()));
            return Results.StatusCode(status);
        });
        await provider.StartAsync();
        var address = provider.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        host = await TestHost.StartAsync($"--TextMessages:Url={address}/texts", $"--TextMessages:Key={Key}");
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        await provider.DisposeAsync();
    }

    [Fact]
    public async Task A_phone_number_is_verified_by_the_code_that_the_provider_was_given_signed()
    {
        var (account, token) = await RegisterAsync();

        await DispatchAsync();

        var (signature, body) = received.ShouldHaveSingleItem();
        new WebhookSigning(Encoding.UTF8.GetBytes(Key), TimeSpan.FromMinutes(5)).IsSigned(signature, body, TimeProvider.System.GetUtcNow()).ShouldBeTrue();
        var message = JsonNode.Parse(body)!;
        ((string)message["to"]!).ShouldBe("+15550100");
        var code = new string([.. ((string)message["text"]!).Where(char.IsDigit)]);
        var verified = await host.MutateAsync("verifyPhone", "account { phoneVerifiedAt }", new { accountId = account, code }, token);
        verified["account"]!["phoneVerifiedAt"].ShouldNotBeNull();
        // A code that has left is nobody's to read any more.
        (await host.ScalarAsync<long>("select count(*) from marketplace.outbox where template = 'verify-phone' and data ? 'code'")).ShouldBe(0);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(429)]
    [InlineData(302)]
    public async Task What_the_provider_does_not_take_is_tried_again_by_the_same_id_and_dead_after_eight_attempts(int refusal)
    {
        status = refusal;
        await RegisterAsync();
        for (var attempt = 0; attempt < 10; attempt++)
        {
            await DispatchAsync();
            await AdvanceAsync(TimeSpan.FromHours(4));
        }

        received.Count.ShouldBe(8);
        received.Select(r => (string)JsonNode.Parse(r.Body)!["id"]!).Distinct().ShouldHaveSingleItem();
        (await host.ScalarAsync<string>("select state from marketplace.outbox where template = 'verify-phone'")).ShouldBe("DEAD");
        (await host.ScalarAsync<string>("select error from marketplace.outbox where template = 'verify-phone'")).ShouldContain($"{refusal}");
    }

    [Theory]
    [InlineData("nowhere", Key, "TextMessages:Url is 'nowhere'")]
    [InlineData("http://texts.example/send", Key, "an absolute https address is expected")]
    [InlineData("https://texts.example/send", "short", "TextMessages:Key must be a secret")]
    [InlineData("https://texts.example/send", "", "TextMessages:Key must be a secret")]
    public void A_provider_that_is_half_configured_stops_the_host(string url, string key, string reason) =>
        Should.Throw<HostStartException>(() => MarketplaceHost.Create([$"--TextMessages:Url={url}", $"--TextMessages:Key={key}"], HostDatabases.None)).Message.ShouldContain(reason);

    private async Task<(string Account, string Token)> RegisterAsync()
    {
        var registered = await host.MutateAsync(
            "registerAccount", "account { id }", new { kind = "FREELANCER", displayName = "Ada", email = "ada@example.com", country = "US", phone = "+15550100" }, await host.StaffAsync("ADMIN"));
        var account = (string)registered["account"]!["id"]!;
        var token = await host.SignInAsync(account, "FREELANCER");
        if (await host.ScalarAsync<long>("select count(*) from marketplace.outbox where template = 'verify-phone'") == 0)
            (await host.MutateAsync("requestVerificationCode", "account { id }", new { accountId = account, channel = "PHONE" }, token))["errors"].ShouldBeNull();
        return (account, token);
    }

    private async Task DispatchAsync() => await host.MutateAsync("runScheduledJob", "run { outcome }", new { name = "dispatch-outbox" }, await host.StaffAsync("ADMIN"));

    private async Task AdvanceAsync(TimeSpan by)
    {
        var now = DateTimeOffset.Parse((string)(await host.QueryAsync("{ now }"))["now"]!, System.Globalization.CultureInfo.InvariantCulture);
        await host.MutateAsync("advanceClock", "now", new { to = now + by }, await host.StaffAsync("ADMIN"));
    }
}
