using System.Text.Json.Nodes;
using GraphQL;
using Testing;

namespace Marketplace.Api.Tests;

/// <summary>Campaigns, the range of bids, payment methods by country and tiny budgets, as clients see them.</summary>
public sealed class SmallRulesTests : IAsyncLifetime
{
    private readonly string policies = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
    private TestHost host = null!;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(policies, TestPolicies.Json("""{ "promotions": [{ "key": "spring", "name": "Spring campaign", "connects": 20, "budget": 40, "approvedBy": "Head of talent" }] }"""));
        host = await TestHost.StartAsync($"--Marketplace:PoliciesFile={policies}");
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        File.Delete(policies);
    }

    [Fact]
    public async Task GRT_09_support_gives_a_campaigns_Connects_and_nobody_else_sees_it_or_gives_any()
    {
        var (talent, other, third) = (await MarketplaceClient.FreelancerAsync(host), await MarketplaceClient.FreelancerAsync(host), await MarketplaceClient.FreelancerAsync(host));
        var support = await host.StaffAsync("SUPPORT");
        Task<JsonNode> Give(string token, params string[] walletIds) => host.MutateAsync(
            "grantPromotionalConnects", "promotion { key granted budget } wallets { balance lots { nodes { origin kind } } }", new { campaign = "spring", walletIds, reason = "They asked." }, token);

        foreach (var token in new[] { talent.Token, await host.StaffAsync("PRODUCT_MANAGER") })
            ((string)(await Give(token, await talent.WalletIdAsync()))["errors"]![0]!["code"]!).ShouldBe("FORBIDDEN");
        var given = await Give(support, await talent.WalletIdAsync(), await other.WalletIdAsync());

        given["promotion"]!.ToJsonString().ShouldBe("""{"key":"spring","granted":40,"budget":40}""");
        given["wallets"]!.ToJsonString().ShouldBe("""[{"balance":20,"lots":{"nodes":[{"origin":"PROMOTION","kind":"FREE"}]}},{"balance":20,"lots":{"nodes":[{"origin":"PROMOTION","kind":"FREE"}]}}]""");
        ((string)(await Give(support, await third.WalletIdAsync()))["errors"]![0]!["code"]!).ShouldBe("VALIDATION_FAILED");
        ((string)(await Give(support, GlobalId.Encode("ConnectsWallet", 999_999)))["errors"]![0]!["code"]!).ShouldBe("VALIDATION_FAILED");
        (await host.QueryAsync("{ promotions { key name connects budget granted approvedBy } }", token: support))["promotions"]!.ToJsonString()
            .ShouldBe("""[{"key":"spring","name":"Spring campaign","connects":20,"budget":40,"granted":40,"approvedBy":"Head of talent"}]""");
        (await host.SendAsync("{ promotions { key } }", token: talent.Token))["errors"].ShouldNotBeNull();
    }

    [Fact]
    public async Task PLN_08_the_range_of_bids_is_the_members_who_asks_and_nobody_reads_it_through_somebody_else()
    {
        const string Range = "query($id: ID!, $as: ID) { node(id: $id) { ... on Job { bidRange(asAccount: $as) { bids low { amount } average { amount } high { amount } } } } }";
        var client = await MarketplaceClient.ClientAsync(host);
        var job = await client.PostJobAsync();
        for (var i = 1; i <= 10; i++)
        {
            var bidder = await MarketplaceClient.FreelancerAsync(host);
            await bidder.BuyAsync(10);
            (await bidder.MutateAsync("submitProposal", "proposal { id }", new { jobId = job, talentId = bidder.AccountId, coverLetter = "I keep shops open.", bid = new { amount = 123.45m }, idempotencyKey = "one" }))["errors"].ShouldBeNull();
        }

        var (plus, basic) = (await MarketplaceClient.FreelancerAsync(host), await MarketplaceClient.FreelancerAsync(host));
        (await plus.MutateAsync("changePlan", "account { id }", new { accountId = plus.AccountId, plan = "FREELANCER_PLUS", idempotencyKey = "plus" }))["errors"].ShouldBeNull();
        async Task<string?> Read(string? token, string? asAccount = null) => (await host.QueryAsync(Range, new { id = job, @as = asAccount }, token))["node"]!["bidRange"]?.ToJsonString();

        // Ten equal bids are told to two digits.
        const string Told = """{"bids":10,"low":{"amount":"120.00"},"average":{"amount":"120.00"},"high":{"amount":"120.00"}}""";
        (await Read(plus.Token)).ShouldBe(Told);
        (await Read(await host.StaffAsync("SUPPORT"), plus.AccountId)).ShouldBe(Told);
        foreach (var token in new[] { basic.Token, client.Token, await host.StaffAsync("SUPPORT"), null })
            (await Read(token)).ShouldBeNull();
        (await Read(basic.Token, plus.AccountId)).ShouldBeNull();
    }

    [Fact]
    public async Task PAY_01_PAY_03_an_account_sees_what_it_may_pay_with_and_is_refused_the_rest()
    {
        var registered = await host.MutateAsync("registerAccount", "account { id paymentMethods }", new { kind = "FREELANCER", displayName = "Sana", email = "sana@example.com", country = "PK" }, await host.StaffAsync("ADMIN"));
        registered["account"]!["paymentMethods"]!.ToJsonString().ShouldBe("""["CARD","EARNINGS"]""");
        var id = (string)registered["account"]!["id"]!;
        var talent = new MarketplaceClient(host, id, await host.SignInAsync(id, "FREELANCER"));

        var refused = await talent.BuyAsync(10, method: "PAYPAL");
        ((string)refused["errors"]![0]!["message"]!).ShouldBe("PayPal is not offered in PK. Pay by card or what was earned.");
        (await talent.BuyAsync(10))["errors"].ShouldBeNull();
        (await (await MarketplaceClient.ClientAsync(host)).QueryAsync("{ viewer { account { paymentMethods } } }"))["viewer"]!["account"]!["paymentMethods"]!.ToJsonString().ShouldBe("""["CARD","PAYPAL","EARNINGS"]""");
    }

    [Fact]
    public async Task JOB_15_a_tiny_budget_stands_in_the_queue_of_trust_and_safety()
    {
        var client = await MarketplaceClient.ClientAsync(host);
        var job = await client.PostJobAsync(5);
        await client.PostJobAsync(6);

        (await host.QueryAsync("{ flaggedJobs { nodes { id flags { reason } } } }", token: await host.StaffAsync("TRUST_AND_SAFETY")))["flaggedJobs"]!["nodes"]!.ToJsonString()
            .ShouldBe($$"""[{"id":"{{job}}","flags":[{"reason":"The budget may be a mistake: the job is worth $5.00 in all."}]}]""");
        (await client.QueryAsync("query($id: ID!) { node(id: $id) { ... on Job { flags { reason } } } }", new { id = job }))["node"]!["flags"]!.AsArray().ShouldBeEmpty();
    }
}
