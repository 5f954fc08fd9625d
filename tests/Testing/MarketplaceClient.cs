using System.Text.Json.Nodes;

namespace Testing;

/// <summary>Somebody's account and how they act on a host, by the mutations any client sends.</summary>
public sealed class MarketplaceClient(TestHost host, string accountId, string token)
{
    private static int made;

    public string AccountId => accountId;

    public string Token => token;

    public static Task<MarketplaceClient> FreelancerAsync(TestHost host) => RegisterAsync(host, "FREELANCER");

    public static Task<MarketplaceClient> ClientAsync(TestHost host) => RegisterAsync(host, "CLIENT");

    public static Task<MarketplaceClient> AgencyAsync(TestHost host) => RegisterAsync(host, "AGENCY");

    public Task<JsonNode> QueryAsync(string query, object? variables = null) => host.QueryAsync(query, variables, token);

    public Task<JsonNode> MutateAsync(string field, string selection, object input) => host.MutateAsync(field, selection, input, token);

    public async Task<string> WalletIdAsync() => (string)(await QueryAsync("{ viewer { account { ... on Talent { wallet { id } } } } }"))["viewer"]!["account"]!["wallet"]!["id"]!;

    public async Task<int> BalanceAsync() => (int)(await QueryAsync("{ viewer { account { ... on Talent { wallet { balance } } } } }"))["viewer"]!["account"]!["wallet"]!["balance"]!;

    public async Task<JsonNode> BuyAsync(int connects, string? key = null, string? paymentToken = null, string method = "CARD") =>
        await MutateAsync("buyConnects", "purchase { id state connects price { amount currency } } wallet { balance } lot { id kind remaining issuedAt expiresAt }", new
        {
            walletId = await WalletIdAsync(),
            bundleSize = connects,
            payment = new { method, token = paymentToken },
            idempotencyKey = key ?? NewKey(),
        });

    public async Task<string> PostJobAsync(decimal dollars = 40, string category = "legal")
    {
        var posted = await MutateAsync("postJob", "job { id }", new
        {
            clientId = accountId,
            title = "Operations Supervisor",
            description = "Keep the shop open.",
            category,
            budget = new { @fixed = new { amount = new { amount = dollars } } },
            idempotencyKey = NewKey(),
        });
        return (string)posted["job"]!["id"]!;
    }

    public Task<JsonNode> SubmitAsync(string job, string? key = null, string? quoteToken = null, string selection = "proposal { id connectsSpent } wallet { balance }") =>
        MutateAsync("submitProposal", selection, new { jobId = job, talentId = accountId, coverLetter = "I keep shops open.", quoteToken, idempotencyKey = key ?? NewKey() });

    public Task<JsonNode> CloseJobAsync(string job) => MutateAsync("closeJob", "job { status }", new { jobId = job });

    private static string NewKey() => $"key-{Interlocked.Increment(ref made)}";

    private static async Task<MarketplaceClient> RegisterAsync(TestHost host, string kind)
    {
        var number = Interlocked.Increment(ref made);
        var staff = await host.StaffAsync("ADMIN");
        var registered = await host.MutateAsync("registerAccount", "account { id }", new { kind, displayName = $"Person {number}", email = $"person{number}@example.com", country = "US" }, staff);
        var account = (string)registered["account"]!["id"]!;
        return new MarketplaceClient(host, account, await host.SignInAsync(account, kind));
    }
}
