using System.Text.Json.Nodes;
using Testing;

namespace Marketplace.Api.Tests;

/// <summary>The README's first five minutes, over HTTP alone.</summary>
public sealed class FirstFiveMinutesTests : IAsyncLifetime
{
    private TestHost host = null!;

    public async ValueTask InitializeAsync() => host = await TestHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_freelancer_buys_proposes_and_gets_Connects_back_and_the_year_ends()
    {
        var talent = await MarketplaceClient.FreelancerAsync(host);
        var client = await MarketplaceClient.ClientAsync(host);
        var manager = await host.StaffAsync("PRODUCT_MANAGER");
        var administrator = await host.StaffAsync("ADMIN");

        // One paid lot of 40, expiring in a year.
        var bought = await talent.BuyAsync(40);
        ((string)bought["purchase"]!["price"]!["amount"]!).ShouldBe("6.00");
        var lot = bought["lot"]!;
        ((string)lot["kind"]!, (int)lot["remaining"]!).ShouldBe(("PAID", 40));
        Instant(lot["expiresAt"]).ShouldBe(Instant(lot["issuedAt"]).AddYears(1));

        // The experiment changes new jobs alone.
        var before = await client.PostJobAsync(300);
        var experiment = (await host.QueryAsync("{ experiment(key: \"double-rate-card\") { version state } }", token: manager))["experiment"]!;
        var started = await host.MutateAsync("startExperiment", "experiment { state version }", new { key = "double-rate-card", expectedVersion = (int)experiment["version"]!, reason = "See what doubling does." }, manager);
        ((string)started["experiment"]!["state"]!).ShouldBe("RUNNING");

        var prices = new Dictionary<string, List<int>>();
        var quotes = new Dictionary<string, JsonNode>();
        foreach (var category in await CategoriesAsync())
        {
            foreach (var dollars in new[] { 40m, 300m, 700m, 5000m })
            {
                var job = await client.PostJobAsync(dollars, category);
                var quote = await QuoteAsync(talent, job);
                var variant = (string)quote["treatment"]!["variant"]!;
                prices.TryAdd(variant, []);
                prices[variant].Add((int)quote["connects"]!);
                quotes[job] = quote;
            }
        }

        prices["standard"].Take(4).ShouldBe([2, 4, 6, 8]);
        prices["doubled"].Take(4).ShouldBe([4, 8, 12, 16]);
        (prices["standard"].Count, prices["doubled"].Count).ShouldBe((24, 24));
        (await QuoteAsync(talent, before)).ShouldSatisfyAllConditions(q => ((int)q["connects"]!).ShouldBe(4), q => q["treatment"].ShouldBeNull());

        // The quote holds when the experiment stops.
        var (treated, quoted) = quotes.First(q => (string)q.Value["treatment"]!["variant"]! == "doubled" && (int)q.Value["connects"]! == 8);
        var stopped = await host.MutateAsync("stopExperiment", "experiment { state }", new { key = "double-rate-card", expectedVersion = (int)started["experiment"]!["version"]!, reason = "Enough." }, manager);
        ((string)stopped["experiment"]!["state"]!).ShouldBe("STOPPED");
        var submitted = await talent.SubmitAsync(treated, key: "first", quoteToken: (string)quoted["token"]!);
        ((int)submitted["proposal"]!["connectsSpent"]!, (int)submitted["wallet"]!["balance"]!).ShouldBe((8, 32));
        var afterwards = await client.PostJobAsync(300, await CategoryOfAsync(treated));
        ((int)(await QuoteAsync(talent, afterwards))["connects"]!).ShouldBe(4);

        // One key, one payment.
        var again = await talent.SubmitAsync(treated, key: "first", quoteToken: (string)quoted["token"]!);
        ((string)again["proposal"]!["id"]!).ShouldBe((string)submitted["proposal"]!["id"]!);
        (await talent.BalanceAsync()).ShouldBe(32);

        // Without enough Connects, both numbers.
        var poor = await MarketplaceClient.FreelancerAsync(host);
        var refused = await host.QueryAsync(
            "mutation($input: SubmitProposalInput!) { submitProposal(input: $input) { proposal { id } errors { __typename ... on InsufficientConnectsError { required available } } } }",
            new { input = new { jobId = before, talentId = poor.AccountId, coverLetter = "Me?", idempotencyKey = "poor" } }, poor.Token);
        refused["submitProposal"]!.ToJsonString().ShouldBe("""{"proposal":null,"errors":[{"__typename":"InsufficientConnectsError","required":4,"available":0}]}""");

        // Closed without a hire: back into the same lot.
        ((string)(await client.CloseJobAsync(treated))["job"]!["status"]!).ShouldBe("CLOSED");
        var wallet = await WalletAsync(talent);
        wallet["lots"]!["nodes"]!.AsArray().Select(l => ((string)l!["id"]!, (int)l["remaining"]!)).ShouldBe([((string)lot["id"]!, 40)]);

        // A year and a day later the sweep expires the rest, one line a lot.
        var now = Instant((await host.QueryAsync("{ now }"))["now"]);
        await host.MutateAsync("advanceClock", "now", new { to = now.AddYears(1).AddDays(1) }, administrator);
        var run = await host.MutateAsync("runScheduledJob", "run { outcome processed }", new { name = "expire-connects" }, administrator);
        run["run"]!.ToJsonString().ShouldBe("""{"outcome":"SUCCEEDED","processed":1}""");
        (await WalletAsync(talent))["history"]!["nodes"]!.AsArray().Select(l => ((string)l!["kind"]!, (int)l["amount"]!, (int)l["balanceAfter"]!))
            .ShouldBe([("EXPIRY", -40, 0), ("REFUND", 8, 40), ("SPEND", -8, 32), ("PURCHASE", 40, 40)]);

        var health = (await host.QueryAsync("{ ledgerHealth { balanced discrepancies connectsIssued connectsExpired connectsOutstanding connectsSpent } }", token: administrator))["ledgerHealth"]!;
        health.ToJsonString().ShouldBe("""{"balanced":true,"discrepancies":[],"connectsIssued":40,"connectsExpired":40,"connectsOutstanding":0,"connectsSpent":0}""");
    }

    [Fact]
    public async Task Two_hundred_submissions_at_once_against_Connects_for_ten_let_ten_through()
    {
        var talent = await MarketplaceClient.FreelancerAsync(host);
        var client = await MarketplaceClient.ClientAsync(host);
        await talent.BuyAsync(20);
        var jobs = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => client.PostJobAsync()));

        var answers = await Task.WhenAll(jobs.Select(job => talent.SubmitAsync(job)));

        answers.Count(a => a["errors"] is null).ShouldBe(10);
        answers.Where(a => a["errors"] is not null).ShouldAllBe(a => (string)a["errors"]![0]!["__typename"]! == "InsufficientConnectsError");
        (await talent.BalanceAsync()).ShouldBe(0);
        ((bool)(await host.QueryAsync("{ ledgerHealth { balanced } }", token: await host.StaffAsync("SUPPORT")))["ledgerHealth"]!["balanced"]!).ShouldBeTrue();
    }

    private static DateTimeOffset Instant(JsonNode? node) => DateTimeOffset.Parse((string)node!, System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<JsonNode> QuoteAsync(MarketplaceClient talent, string job) =>
        (await talent.QueryAsync("query($id: ID!) { node(id: $id) { ... on Job { connectsQuote { token connects reason treatment { variant } } } } }", new { id = job }))["node"]!["connectsQuote"]!;

    private static async Task<JsonNode> WalletAsync(MarketplaceClient talent) =>
        (await talent.QueryAsync("{ viewer { account { ... on Talent { wallet { lots { nodes { id remaining } } history { nodes { kind amount balanceAfter } } } } } } }"))["viewer"]!["account"]!["wallet"]!;

    private async Task<string[]> CategoriesAsync() => [.. (await host.QueryAsync("{ jobCategories { key } }"))["jobCategories"]!.AsArray().Select(c => (string)c!["key"]!)];

    private async Task<string> CategoryOfAsync(string job) =>
        (string)(await host.QueryAsync("query($id: ID!) { node(id: $id) { ... on Job { category { key } } } }", new { id = job }))["node"]!["category"]!["key"]!;
}
