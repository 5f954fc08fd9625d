using Testing;

namespace Marketplace.Api.Tests;

/// <summary>runScheduledJob of the work that people notice, and what they see of it: the price, the bell, the mail.</summary>
public sealed class ScheduledWorkTests : IAsyncLifetime
{
    private readonly LoopbackMailServer mail = new();
    private TestHost host = null!;
    private MarketplaceClient client = null!;
    private MarketplaceClient talent = null!;
    private string administrator = "";

    public async ValueTask InitializeAsync()
    {
        host = await TestHost.StartAsync("--Mail:Smtp:Host=127.0.0.1", $"--Mail:Smtp:Port={mail.Port}", "--Mail:Smtp:Tls=false", "--Mail:From=marketplace@example.com");
        client = await MarketplaceClient.ClientAsync(host);
        talent = await MarketplaceClient.FreelancerAsync(host);
        administrator = await host.StaffAsync("ADMIN");
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        await mail.DisposeAsync();
    }

    [Fact]
    public async Task DEM_02_DEM_03_review_demand_lowers_what_clients_and_talents_see_and_then_makes_it_free()
    {
        var job = await client.PostJobAsync(5000);
        (await PriceAsync(job)).ShouldBe((8, "RATE_CARD"));

        await AdvanceAsync(TimeSpan.FromHours(25));
        (await RunAsync("review-demand")).ShouldBe((1, 1));
        (await PriceAsync(job)).ShouldBe((6, "DEMAND_LOWERED"));
        (await RunAsync("review-demand")).ShouldBe((1, 1));
        (await PriceAsync(job)).ShouldBe((6, "DEMAND_LOWERED"));
        await AdvanceAsync(TimeSpan.FromHours(48));
        await RunAsync("review-demand");

        (await PriceAsync(job)).ShouldBe((0, "DEMAND_FREE"));
        (await talent.QueryAsync("query($id: ID!) { node(id: $id) { ... on Job { priceExplanation } } }", new { id = job }))["node"]!["priceExplanation"]!.ToJsonString().ShouldBe(
            """["The fixed price is the projected value: $5000.00.","$1000.00 or more: tier 4.","Tier 4 costs 8 Connects on the rate card 2023-03.","Few proposals came for long: it costs nothing."]""");
        ((int)(await talent.SubmitAsync(job))["proposal"]!["connectsSpent"]!).ShouldBe(0);
    }

    [Fact]
    public async Task CLI_01_remind_clients_rings_the_clients_bell_once_an_age_and_writes_to_them()
    {
        await client.PostJobAsync();
        await AdvanceAsync(TimeSpan.FromDays(8));

        (await RunAsync("remind-clients")).ShouldBe((1, 1));
        (await RunAsync("remind-clients")).ShouldBe((0, 0));

        (await BellAsync()).ShouldBe(["CLOSE_JOB_REMINDER Is \"Operations Supervisor\" still open?"]);
        await RunAsync("dispatch-outbox");
        mail.Messages.Count(m => m.Contains("posted 7 days ago", StringComparison.Ordinal)).ShouldBe(1);
        await AdvanceAsync(TimeSpan.FromDays(7));
        (await RunAsync("remind-clients")).ShouldBe((1, 1));
        (await BellAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task HRS_02_remind_contracts_rings_the_clients_bell_and_writes_to_them_before_the_end()
    {
        await talent.BuyAsync(20);
        var posted = await client.MutateAsync("postJob", "job { id }", new
        {
            clientId = client.AccountId, title = "By the hour", description = "Long.", category = "legal", budget = new { hourly = new { duration = "ONE_TO_3_MONTHS" } }, idempotencyKey = "hourly",
        });
        var proposal = (string)(await talent.SubmitAsync((string)posted["job"]!["id"]!))["proposal"]!["id"]!;
        (await client.MutateAsync("hire", "contract { id }", new { proposalId = proposal, endsAt = (await NowAsync()).AddDays(20) }))["errors"].ShouldBeNull();
        (await RunAsync("remind-contracts")).ShouldBe((0, 0));
        await AdvanceAsync(TimeSpan.FromDays(14));

        (await RunAsync("remind-contracts")).ShouldBe((1, 1));
        (await RunAsync("remind-contracts")).ShouldBe((0, 0));

        (await BellAsync()).ShouldBe(["CONTRACT_ENDING A contract ends in 7 days"]);
        await RunAsync("dispatch-outbox");
        mail.Messages.Count(m => m.Contains("Subject: A contract ends in 7 days", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Every_scheduled_job_is_shown_runs_when_it_is_asked_to_and_answers_with_its_run()
    {
        const string Shown = "{ scheduledJobs { name description schedule nextRunAt lastRun { outcome } } }";
        var jobs = (await host.QueryAsync(Shown, token: administrator))["scheduledJobs"]!.AsArray().Select(j => (string)j!["name"]!).ToList();
        jobs.ShouldBeUnique();
        foreach (var name in new[]
        {
            "expire-connects", "notify-expiring", "grant-monthly", "process-interview-credits", "draw-rewards", "lapse-rewards", "review-demand", "remind-clients", "remind-contracts",
            "dispatch-outbox", "check-ledger", "make-partitions",
        })
            jobs.ShouldContain(name);

        foreach (var name in jobs)
            await RunAsync(name);

        foreach (var job in (await host.QueryAsync(Shown, token: administrator))["scheduledJobs"]!.AsArray())
        {
            job!["lastRun"]!["outcome"]!.ToString().ShouldBe("SUCCEEDED", (string)job["name"]!);
            job["description"]!.ToString().ShouldNotBeEmpty();
            job["schedule"]!.ToString().ShouldNotBeEmpty();
        }
    }

    [Fact]
    public async Task Nobody_but_an_administrator_runs_a_job()
    {
        foreach (var job in new[] { "review-demand", "remind-clients", "remind-contracts" })
        {
            var refused = await host.SendAsync("mutation($input: RunScheduledJobInput!) { runScheduledJob(input: $input) { run { outcome } } }", new { input = new { name = job } }, client.Token);
            (refused["errors"] is not null || refused["data"]!["runScheduledJob"]!["run"] is null).ShouldBeTrue(refused.ToJsonString());
        }

        (await host.ScalarAsync<long>("select count(*) from marketplace.scheduled_job_run")).ShouldBe(0);
    }

    private async Task<(int Processed, int? Total)> RunAsync(string job)
    {
        var run = (await host.MutateAsync("runScheduledJob", "run { outcome processed total }", new { name = job }, administrator))["run"]!;
        ((string)run["outcome"]!).ShouldBe("SUCCEEDED");
        return ((int)run["processed"]!, (int?)run["total"]);
    }

    private async Task<(int, string)> PriceAsync(string job)
    {
        var price = (await talent.QueryAsync("query($id: ID!) { node(id: $id) { ... on Job { connectsQuote { connects reason } } } }", new { id = job }))["node"]!["connectsQuote"]!;
        return ((int)price["connects"]!, (string)price["reason"]!);
    }

    private async Task<List<string>> BellAsync()
    {
        var bell = await client.QueryAsync("{ viewer { notifications(unreadOnly: true) { nodes { kind title } } } }");
        return [.. bell["viewer"]!["notifications"]!["nodes"]!.AsArray().Select(n => $"{n!["kind"]} {n["title"]}")];
    }

    private async Task<DateTimeOffset> NowAsync() => DateTimeOffset.Parse((string)(await host.QueryAsync("{ now }"))["now"]!, System.Globalization.CultureInfo.InvariantCulture);

    private async Task AdvanceAsync(TimeSpan by) => await host.MutateAsync("advanceClock", "now", new { to = await NowAsync() + by }, administrator);
}
