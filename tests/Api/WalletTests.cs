using System.Text.Json.Nodes;
using GraphQL;
using Testing;

namespace Marketplace.Api.Tests;

/// <summary>Wallets over HTTP: who may do what, and what clients see.</summary>
public sealed class WalletTests(RefusalTests.Host shared) : IClassFixture<RefusalTests.Host>
{
    private readonly TestHost host = shared.Value;

    [Fact]
    public async Task PAY_04_earnings_are_withdrawn_down_to_the_reserve_and_the_history_says_so()
    {
        var talent = await MarketplaceClient.FreelancerAsync(host);
        await EarnAsync(talent, 5000);

        var reserved = await talent.MutateAsync("setEarningsReserve", "cashWallet { earningsReserve { amount } }", new { accountId = talent.AccountId, reserve = new { amount = 12.50m } });
        ((string)reserved["cashWallet"]!["earningsReserve"]!["amount"]!).ShouldBe("12.50");
        var few = await WithdrawAsync(talent, 37.51m, "few", "... on InsufficientFundsError { required { amount } available { amount } }");
        ((string)few["errors"]![0]!["required"]!["amount"]!, (string)few["errors"]![0]!["available"]!["amount"]!).ShouldBe(("37.51", "37.50"));
        ((string)(await WithdrawAsync(talent, 37.50m, "all"))["cashWallet"]!["balance"]!["amount"]!).ShouldBe("12.50");
        ((string)(await WithdrawAsync(talent, 37.50m, "all"))["cashWallet"]!["balance"]!["amount"]!).ShouldBe("12.50");

        var cash = (await talent.QueryAsync(
            "{ viewer { account { cashWallet { id balance { amount currency } pending { amount } history(first: 1) { totalCount pageInfo { hasNextPage endCursor } nodes { id kind amount { amount } balanceAfter { amount } description } } } } } }"))
            ["viewer"]!["account"]!["cashWallet"]!;
        ((string)cash["pending"]!["amount"]!, (int)cash["history"]!["totalCount"]!, (bool)cash["history"]!["pageInfo"]!["hasNextPage"]!).ShouldBe(("0.00", 2, true));
        var line = cash["history"]!["nodes"]![0]!;
        ((string)line["kind"]!, (string)line["amount"]!["amount"]!, (string)line["balanceAfter"]!["amount"]!).ShouldBe(("WITHDRAWAL", "-37.50", "12.50"));
        var rest = await talent.QueryAsync(
            "query($id: ID!, $after: String) { wallet: node(id: $id) { ... on CashWallet { history(after: $after) { nodes { id kind } } } } }",
            new { id = (string)cash["id"]!, after = (string)cash["history"]!["pageInfo"]!["endCursor"]! });
        var earning = rest["wallet"]!["history"]!["nodes"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)(await talent.QueryAsync("query($id: ID!) { node(id: $id) { ... on CashEntry { kind } } }", new { id = (string)earning["id"]! }))["node"]!["kind"]!).ShouldBe("EARNING");
    }

    [Theory]
    [InlineData("15.01", "VALIDATION_FAILED")]
    [InlineData("-0.01", "VALIDATION_FAILED")]
    [InlineData("1.001", "VALIDATION_FAILED")]
    [InlineData("15.00", null)]
    public async Task PAY_04_PAY_05_the_reserve_is_0_to_15_dollars_in_whole_cents(string amount, string? code)
    {
        var talent = await MarketplaceClient.FreelancerAsync(host);

        (await CodeOf(talent.MutateAsync("setEarningsReserve", "cashWallet { id }", new { accountId = talent.AccountId, reserve = new { amount = decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture) } }))).ShouldBe(code);
    }

    [Fact]
    public async Task Other_peoples_cash_is_neither_seen_nor_moved()
    {
        var talent = await MarketplaceClient.FreelancerAsync(host);
        var stranger = await MarketplaceClient.FreelancerAsync(host);
        await EarnAsync(talent, 1000);
        var cash = (await talent.QueryAsync("{ viewer { account { cashWallet { id history { nodes { id } } } } } }"))["viewer"]!["account"]!["cashWallet"]!;
        const string Node = "query($id: ID!) { node(id: $id) { id } }";

        foreach (var id in new[] { (string)cash["id"]!, (string)cash["history"]!["nodes"]![0]!["id"]! })
        {
            (await stranger.QueryAsync(Node, new { id }))["node"].ShouldBeNull();
            (await host.QueryAsync(Node, new { id }, await host.StaffAsync("SUPPORT")))["node"].ShouldNotBeNull();
            (await host.QueryAsync(Node, new { id }, await host.StaffAsync("PRODUCT_MANAGER")))["node"].ShouldBeNull();
        }

        var seen = await host.SendAsync("query($id: ID!) { node(id: $id) { ... on Account { displayName cashWallet { balance { amount } } } } }", new { id = talent.AccountId }, stranger.Token);
        ((string)seen["errors"]![0]!["extensions"]!["code"]!).ShouldBe("FORBIDDEN");
        (await CodeOf(stranger.MutateAsync("withdrawEarnings", "cashWallet { id }", new { accountId = talent.AccountId, amount = new { amount = 1 }, idempotencyKey = "k" }))).ShouldBe("FORBIDDEN");
        (await CodeOf(stranger.MutateAsync("setEarningsReserve", "cashWallet { id }", new { accountId = talent.AccountId, reserve = new { amount = 1 } }))).ShouldBe("FORBIDDEN");
        (await CodeOf(stranger.MutateAsync("withdrawEarnings", "cashWallet { id }", new { accountId = GlobalId.Encode("Account", 999_999), amount = new { amount = 1 }, idempotencyKey = "k" }))).ShouldBe("NOT_FOUND");
    }

    [Fact]
    public async Task GRT_10_support_gives_ten_by_default_and_a_freelancer_or_a_product_manager_none()
    {
        var talent = await MarketplaceClient.FreelancerAsync(host);
        var walletId = await talent.WalletIdAsync();
        Task<JsonNode> Grant(string token, string key, int? connects = null, string reason = "Hired without an interview.") => host.MutateAsync(
            "grantCourtesyConnects", "wallet { balance } lot { origin kind remaining }",
            connects is null ? new { walletId, reason, idempotencyKey = key } : (object)new { walletId, connects, reason, idempotencyKey = key }, token);
        var support = await host.StaffAsync("SUPPORT");

        (await CodeOf(Grant(talent.Token, "a"))).ShouldBe("FORBIDDEN");
        (await CodeOf(Grant(await host.StaffAsync("PRODUCT_MANAGER"), "a"))).ShouldBe("FORBIDDEN");
        var granted = await Grant(support, "a");
        ((int)granted["wallet"]!["balance"]!, (string)granted["lot"]!["origin"]!, (string)granted["lot"]!["kind"]!).ShouldBe((10, "COURTESY", "FREE"));
        ((int)(await Grant(support, "a"))["wallet"]!["balance"]!).ShouldBe(10);
        (await CodeOf(Grant(support, "a", 20))).ShouldBe("IDEMPOTENCY_CONFLICT");
        (await CodeOf(Grant(support, "b", 21))).ShouldBe("VALIDATION_FAILED");
        (await CodeOf(Grant(support, "b", 5, " "))).ShouldBe("VALIDATION_FAILED");
        ((int)(await Grant(await host.StaffAsync("ADMIN"), "b", 20))["wallet"]!["balance"]!).ShouldBe(30);
        (await CodeOf(host.MutateAsync("grantCourtesyConnects", "lot { id }", new { walletId = GlobalId.Encode("ConnectsWallet", 999_999), reason = "x", idempotencyKey = "c" }, support))).ShouldBe("NOT_FOUND");
    }

    [Fact]
    public async Task A_wallet_says_what_it_held_what_a_spend_would_take_and_what_it_is_short_of()
    {
        var talent = await MarketplaceClient.FreelancerAsync(host);
        await talent.BuyAsync(20);
        const string Query = """
            query($before: DateTime!, $later: DateTime!) { viewer { account { ... on Talent { wallet {
              shortfall past: balanceAt(time: $before) future: balanceAt(time: $later)
              spendPreview(connects: 8) { connects lot { kind remaining } } tooMuch: spendPreview(connects: 21) { connects } history(where: { kinds: [PURCHASE, COURTESY] }) { totalCount } } } } } }
            """;

        var wallet = (await talent.QueryAsync(Query, new { before = "2001-01-01T00:00:00Z", later = "9999-12-31T23:59:59Z" }))["viewer"]!["account"]!["wallet"]!;

        ((int)wallet["shortfall"]!, (int)wallet["past"]!, (int)wallet["future"]!, (int)wallet["history"]!["totalCount"]!).ShouldBe((0, 0, 0, 1));
        var share = wallet["spendPreview"]!.AsArray().ShouldHaveSingleItem()!;
        ((int)share["connects"]!, (string)share["lot"]!["kind"]!, (int)share["lot"]!["remaining"]!).ShouldBe((8, "PAID", 20));
        wallet["tooMuch"]!.AsArray().ShouldBeEmpty();
        var refused = await host.SendAsync("{ viewer { account { ... on Talent { wallet { spendPreview(connects: -1) { connects } } } } } }", null, talent.Token);
        ((string)refused["errors"]![0]!["extensions"]!["code"]!).ShouldBe("BAD_USER_INPUT");
    }

    private static Task<JsonNode> WithdrawAsync(MarketplaceClient talent, decimal amount, string key, string selection = "") => talent.QueryAsync(
        $"mutation($input: WithdrawEarningsInput!) {{ withdrawEarnings(input: $input) {{ cashWallet {{ balance {{ amount }} }} errors {{ ... on Error {{ code }} {selection} }} }} }}",
        new { input = new { accountId = talent.AccountId, amount = new { amount }, idempotencyKey = key } }).ContinueWith(t => t.Result["withdrawEarnings"]!, TaskScheduler.Default);

    private Task<long> EarnAsync(MarketplaceClient talent, long cents)
    {
        GlobalId.TryParse(talent.AccountId, out var id).ShouldBeTrue();
        return host.ScalarAsync<long>(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"select marketplace.post_cash({id.Key}, 'EARNING', {cents}, 'EARNINGS', 'test', 'Payment for work', null, now())"));
    }

    private static async Task<string?> CodeOf(Task<JsonNode> mutation) => (string?)(await mutation)["errors"]?[0]?["code"];
}
