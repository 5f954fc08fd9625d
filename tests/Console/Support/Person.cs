using Testing;

namespace Console.Tests.Support;

/// <summary>People whose names and addresses a scene chooses.</summary>
internal static class Person
{
    public static async Task<MarketplaceClient> RegisterAsync(TestHost host, string kind, string name, string email, string? referralCode = null)
    {
        var registered = await host.MutateAsync("registerAccount", "account { id }", new { kind, displayName = name, email, country = "SE", referralCode });
        var account = (string?)registered["account"]?["id"] ?? throw new InvalidOperationException(registered.ToJsonString());
        return new MarketplaceClient(host, account, await host.SignInAsync(account, kind));
    }

    /// <summary>A client hires a talent for a job and pays the contract.</summary>
    public static async Task PayAsync(MarketplaceClient client, MarketplaceClient talent, string dollars = "20.00")
    {
        await talent.BuyAsync(10);
        var proposal = (string)(await talent.SubmitAsync(await client.PostJobAsync()))["proposal"]!["id"]!;
        var contract = (string)(await client.MutateAsync("hire", "contract { id }", new { proposalId = proposal }))["contract"]!["id"]!;
        var paid = await client.MutateAsync("payContract", "payment { id }", new { contractId = contract, amount = new { amount = dollars }, idempotencyKey = "pay-" + contract });
        paid["errors"].ShouldBeNull();
    }
}
