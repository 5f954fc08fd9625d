using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Marketplace.Api.EmbeddedPostgres;
using Testing;

namespace Marketplace.Api.Tests;

/// <summary>A year of one freelancer over GraphQL alone; docs/a-year.md tells it, and its statement is this one's.</summary>
public sealed class YearInTheLifeTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Begin = new(2101, 1, 15, 12, 0, 0, TimeSpan.Zero);

    private TestHost host = null!;
    private MarketplaceClient talent = null!;
    private MarketplaceClient client = null!;
    private string support = "";
    private string administrator = "";
    private string safety = "";

    public async ValueTask InitializeAsync()
    {
        host = await TestHost.StartAsync();
        (support, administrator, safety) = (await host.StaffAsync("SUPPORT"), await host.StaffAsync("ADMIN"), await host.StaffAsync("TRUST_AND_SAFETY"));
        await AdvanceAsync(Begin);
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_year_adds_up_line_by_line_on_the_statement_in_the_file_and_in_the_books()
    {
        // 15 January: joins, is approved, passes the test at the second attempt.
        talent = await MarketplaceClient.FreelancerAsync(host);
        client = await MarketplaceClient.ClientAsync(host);
        await StaffAsync("approveProfile", new { accountId = talent.AccountId });
        await StaffAsync("recordReadinessTest", new { accountId = talent.AccountId, passed = false });
        await StaffAsync("recordReadinessTest", new { accountId = talent.AccountId, passed = true });
        (await talent.BalanceAsync()).ShouldBe(80);

        // The clock runs on while this is played: an hour's margin keeps it after the instant that is meant.
        // 25 January: upgrades with 21 of 31 days left, and buys 40.
        await AdvanceAsync(Begin.AddDays(10).AddHours(1));
        var plan = await talent.MutateAsync("changePlan", "account { ... on Talent { membership { plan { code } } } }", new { accountId = talent.AccountId, plan = "FREELANCER_PLUS", idempotencyKey = "plus" });
        plan["account"]!["membership"]!.ToJsonString().ShouldBe("""{"plan":{"code":"FREELANCER_PLUS"}}""");
        await talent.BuyAsync(40);
        (await talent.BalanceAsync()).ShouldBe(168);

        // 1 February: one job closes without a hire, one is removed, one fills with somebody else.
        await AdvanceAsync(new DateTimeOffset(2101, 2, 1, 9, 0, 0, TimeSpan.Zero));
        var (closed, removed, filled) = (await client.PostJobAsync(5000), await client.PostJobAsync(700), await client.PostJobAsync(300));
        foreach (var job in new[] { closed, removed, filled })
            await talent.SubmitAsync(job);
        await client.CloseJobAsync(closed);
        await host.MutateAsync("removeJob", "job { id }", new { jobId = removed, reason = "Asks for payment outside." }, safety);
        await HireSomebodyElseAsync(filled);

        // 8 February: an invitation costs nothing and brings no award; seven interviews are won, and the cap ends the week.
        await AdvanceAsync(new DateTimeOffset(2101, 2, 8, 9, 0, 0, TimeSpan.Zero));
        var inviting = await client.PostJobAsync(5000);
        await client.MutateAsync("inviteToJob", "job { id }", new { jobId = inviting, talentId = talent.AccountId });
        await InterviewAsync((string)(await talent.SubmitAsync(inviting))["proposal"]!["id"]!);
        var won = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            won.Add((string)(await talent.SubmitAsync(await client.PostJobAsync(i == 0 ? 300 : 40)))["proposal"]!["id"]!);
            await InterviewAsync(won[i]);
        }

        await RunAsync("process-interview-credits");
        var states = new List<string>();
        foreach (var proposal in won)
            states.Add((string)(await talent.QueryAsync("query($id: ID!) { node(id: $id) { ... on Proposal { interview { reward { state } } } } }", new { id = proposal }))["node"]!["interview"]!["reward"]!["state"]!);
        states.Count(s => s == "GRANTED").ShouldBe(5);
        states.Count(s => s == "CAPPED").ShouldBe(2);

        // Every month the plan grants; on the anniversary what was left of January ends.
        for (var month = 1; month <= 12; month++)
        {
            await AdvanceAsync(Begin.AddMonths(month).AddHours(1));
            await RunAsync("grant-monthly");
        }

        await AdvanceAsync(Begin.AddMonths(13).AddDays(-1));
        await RunAsync("expire-connects");
        await RunAsync("check-ledger");

        var statement = await StatementAsync();
        statement.Sum(l => (int)l["amount"]!).ShouldBe(await talent.BalanceAsync());
        var running = 0;
        foreach (var line in statement)
            (running += (int)line["amount"]!).ShouldBe((int)line["balanceAfter"]!);
        (await CsvAsync()).ShouldBe(statement.Select(l => new Line(At(l), $"{l["kind"]}", $"{l["description"]}", (int)l["amount"]!, (int)l["balanceAfter"]!, $"{l["job"]?["id"]}", $"{l["proposal"]?["id"]}")));
        foreach (var day in new[] { 5, 20, 60, 200, 366 })
            (await BalanceAtAsync(Begin.AddDays(day))).ShouldBe((int)statement.Last(l => At(l) <= Begin.AddDays(day))["balanceAfter"]!, $"after {day} days");
        (await host.QueryAsync("{ ledgerHealth { balanced discrepancies } }", token: administrator))["ledgerHealth"]!.ToJsonString().ShouldBe("""{"balanced":true,"discrepancies":[]}""");
        Table(statement).ShouldBe(await WrittenAsync());
    }

    private async Task HireSomebodyElseAsync(string job)
    {
        var other = await MarketplaceClient.FreelancerAsync(host);
        await other.BuyAsync(10);
        await client.MutateAsync("hire", "contract { id }", new { proposalId = (string)(await other.SubmitAsync(job))["proposal"]!["id"]! });
        await client.CloseJobAsync(job);
    }

    private async Task InterviewAsync(string proposal)
    {
        await client.MutateAsync("startInterview", "proposal { id }", new { proposalId = proposal });
        (await talent.MutateAsync("replyToInterview", "proposal { id }", new { proposalId = proposal, message = "Gladly." }))["errors"].ShouldBeNull();
    }

    private async Task StaffAsync(string mutation, object input) => (await host.MutateAsync(mutation, "account { id }", input, support))["errors"].ShouldBeNull();

    private async Task RunAsync(string job) =>
        (await host.MutateAsync("runScheduledJob", "run { outcome error }", new { name = job }, administrator))["run"]!["outcome"]!.ToString().ShouldBe("SUCCEEDED");

    private async Task AdvanceAsync(DateTimeOffset to) =>
        (await host.MutateAsync("advanceClock", "now", new { to = to.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture) }, administrator))["errors"].ShouldBeNull();

    private async Task<List<JsonNode>> StatementAsync()
    {
        var history = await talent.QueryAsync("{ viewer { account { ... on Talent { wallet { history(first: 100) { nodes { at kind amount balanceAfter description job { id } proposal { id } } } } } } } }");
        return [.. history["viewer"]!["account"]!["wallet"]!["history"]!["nodes"]!.AsArray().Reverse().Select(n => n!)];
    }

    private async Task<int> BalanceAtAsync(DateTimeOffset time) =>
        (int)(await talent.QueryAsync("query($time: DateTime!) { viewer { account { ... on Talent { wallet { balanceAt(time: $time) } } } } }", new { time }))["viewer"]!["account"]!["wallet"]!["balanceAt"]!;

    private async Task<List<Line>> CsvAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/wallets/{await talent.WalletIdAsync()}/history.csv") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", talent.Token) } };
        using var response = await host.Http.SendAsync(request);
        var lines = (await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines[0].TrimStart('\uFEFF').ShouldBe("date,kind,description,amount,balance after,job,proposal,arms");
        return [.. lines.Skip(1).Select(l => l.Split(',')).Select(c => new Line(
            DateTimeOffset.Parse(c[0], CultureInfo.InvariantCulture), c[1], c[2], int.Parse(c[3], CultureInfo.InvariantCulture), int.Parse(c[4], CultureInfo.InvariantCulture), c[5], c[6]))];
    }

    private static DateTimeOffset At(JsonNode line) => DateTimeOffset.Parse(line["at"]!.ToString(), CultureInfo.InvariantCulture);

    private static string Table(IEnumerable<JsonNode> statement) =>
        string.Join('\n', statement.Select(l => $"| {l["at"]!.ToString()[..10]} | {l["kind"]} | {(int)l["amount"]!:+0;-0;0} | {l["balanceAfter"]} | {l["description"]} |"));

    private static async Task<string> WrittenAsync()
    {
        var page = await File.ReadAllLinesAsync(Path.Combine(CheckoutDirectory.Above(AppContext.BaseDirectory), "docs", "a-year.md"));
        return string.Join('\n', page.Where(l => l.StartsWith("| 21", StringComparison.Ordinal)));
    }

    private sealed record Line(DateTimeOffset At, string Kind, string Description, int Amount, int BalanceAfter, string Job, string Proposal);
}
