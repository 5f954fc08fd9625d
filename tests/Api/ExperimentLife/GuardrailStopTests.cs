using System.Text.Json.Nodes;
using Testing;

namespace Marketplace.Api.Tests.ExperimentLife;

/// <summary>An experiment that harms, played over HTTP: proposals and their charges, the scheduled watch, who is told, and what was promised before.</summary>
public sealed class GuardrailStopTests : IAsyncLifetime
{
    private const string Key = "dearer-luck";
    private const int TalentsPerArm = 12;

    private readonly LoopbackMailServer mail = new();
    private TestHost host = null!;
    private ProductManager manager = null!;
    private MarketplaceClient client = null!;

    public async ValueTask InitializeAsync()
    {
        host = await TestHost.StartAsync(
            "--Mail:Smtp:Host=127.0.0.1", $"--Mail:Smtp:Port={mail.Port}", "--Mail:Smtp:Tls=false", "--Mail:From=marketplace@example.com",
            "--Experiments:AlertAddresses=pm@example.com,analyst@example.com");
        manager = await ProductManager.OfAsync(host);
        client = await MarketplaceClient.ClientAsync(host);
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        await mail.DisposeAsync();
    }

    [Fact]
    public async Task Charges_that_fall_beyond_a_guardrail_stop_the_experiment_which_says_why_and_quotes_are_honoured()
    {
        await DraftAsync();
        await manager.DoAsync("startExperiment", Key);
        await manager.DoAsync("startExperiment", "double-rate-card");
        var category = await DoubledCategoryAsync();
        var jobs = await Task.WhenAll(Enumerable.Range(0, 7).Select(_ => client.PostJobAsync(40, category)));
        var arms = await PlayAsync(jobs);
        var holder = arms["randomized"][0];
        var (first, second) = ((string)(await QuoteAsync(holder, jobs[5]))["token"]!, (string)(await QuoteAsync(holder, jobs[6]))["token"]!);

        await WatchAsync();

        var stopped = await manager.ReadAsync(Key, "state stoppedAt guardrails { metric { key } breached breaches { variant at reason } } auditLog(first: 2) { nodes { actor action reason before after } }");
        ((string)stopped["state"]!).ShouldBe("STOPPED");
        stopped["guardrails"]!.AsArray().Select(g => ((string)g!["metric"]!["key"]!, (bool)g["breached"]!)).ShouldBe([("connects-spent", true), ("purchases", false)]);
        var breach = stopped["guardrails"]![0]!["breaches"]!.AsArray().ShouldHaveSingleItem()!;
        var reason = (string)breach["reason"]!;
        reason.ShouldStartWith("Guardrail: Connects spent (connects-spent) in arm 'randomized' is at least ");
        ((string)breach["variant"]!).ShouldBe("randomized");
        var log = stopped["auditLog"]!["nodes"]!.AsArray();
        log.Select(e => ((string)e!["actor"]!, (string)e["action"]!, (string)e["reason"]!)).ShouldBe([("system", "experiment.stopped", reason), ("system", "experiment.guardrailBreached", reason)]);
        ((string)log[0]!["before"]!["state"]!, (string)log[0]!["after"]!["state"]!).ShouldBe(("RUNNING", "STOPPED"));
        ToldOfStop(reason).ShouldBe(["analyst@example.com", "pm@example.com"]);
        // Everybody is under the default again, and a later run stops, notes and tells nothing more.
        (await ArmAsync(await MarketplaceClient.FreelancerAsync(host))).ShouldBe(("split", "DEFAULT"));
        await WatchAsync();
        mail.Messages.Count(m => m.Contains("Subject: Stopped", StringComparison.Ordinal)).ShouldBe(2);

        // The pricing test is another experiment and goes on; what was quoted under it holds after its own end as well.
        ((string)(await manager.ReadAsync("double-rate-card", "state"))["state"]!).ShouldBe("RUNNING");
        await SubmitsAsync(holder, jobs[5], first);
        await manager.DoAsync("stopExperiment", "double-rate-card");
        await SubmitsAsync(holder, jobs[6], second);
        ((int)(await QuoteAsync(arms["split"][0], await client.PostJobAsync(40, category)))["connects"]!).ShouldBe(2);
        var spent = await LinesAsync(holder);
        spent.Take(2).ShouldAllBe(line => line == "-4 double-rate-card doubled");
        ((bool)(await host.QueryAsync("{ ledgerHealth { balanced } }", token: await host.StaffAsync("SUPPORT")))["ledgerHealth"]!["balanced"]!).ShouldBeTrue();
    }

    private async Task DraftAsync()
    {
        var payload = await manager.SendAsync("createExperiment", new Dictionary<string, object?>
        {
            ["key"] = Key, ["name"] = "Dearer luck", ["hypothesis"] = "Draws make people send fewer proposals.", ["flagKey"] = "interview-reward", ["unit"] = "ACCOUNT", ["primaryMetric"] = "proposals",
            ["arms"] = new object[] { new { variant = "split", weight = "50", control = true }, new { variant = "randomized", weight = "50" } },
            ["guardrails"] = new object[] { new { metric = "connects-spent", maximumHarm = "0.1" }, new { metric = "purchases", maximumHarm = "0.5" } },
        });
        payload["errors"].ShouldBeNull();
    }

    private async Task<string> DoubledCategoryAsync()
    {
        var looker = await MarketplaceClient.FreelancerAsync(host);
        foreach (var category in (await host.QueryAsync("{ jobCategories { key } }"))["jobCategories"]!.AsArray().Select(c => (string)c!["key"]!))
        {
            if ((int)(await QuoteAsync(looker, await client.PostJobAsync(40, category)))["connects"]! == 4)
                return category;
        }

        throw new InvalidOperationException("No category pays double.");
    }

    /// <summary>Under control people send four or five proposals each, under treatment one or two.</summary>
    private async Task<Dictionary<string, List<MarketplaceClient>>> PlayAsync(string[] jobs)
    {
        var arms = new Dictionary<string, List<MarketplaceClient>> { ["split"] = [], ["randomized"] = [] };
        while (arms.Values.Any(talents => talents.Count < TalentsPerArm))
        {
            var talent = await MarketplaceClient.FreelancerAsync(host);
            var (arm, reason) = await ArmAsync(talent);
            reason.ShouldBe("ALLOCATED");
            var number = arms[arm].Count;
            arms[arm].Add(talent);
            await talent.BuyAsync(40);
            foreach (var job in jobs.Take((arm == "split" ? 4 : 1) + (number % 6 == 5 ? 1 : 0)))
                (await talent.SubmitAsync(job))["proposal"]!["connectsSpent"]!.GetValue<int>().ShouldBe(4);
        }

        return arms;
    }

    private async Task WatchAsync()
    {
        var run = await host.MutateAsync("runScheduledJob", "run { outcome }", new { name = "analyze-experiments" }, await host.StaffAsync("ADMIN"));
        ((string)run["run"]!["outcome"]!).ShouldBe("SUCCEEDED");
    }

    private List<string> ToldOfStop(string reason)
    {
        var told = mail.Messages.Where(m => m.Contains("Subject: Stopped: Dearer luck passed a limit", StringComparison.Ordinal)).ToList();
        told.ShouldAllBe(m => Text(m).Contains(reason, StringComparison.Ordinal));
        return [.. told.Select(m => m.Split('\n').Single(line => line.StartsWith("To: ", StringComparison.Ordinal))["To: ".Length..].Trim('<', '>', '\r')).Order(StringComparer.Ordinal)];
    }

    // As quoted-printable has long lines.
    private static string Text(string message) => message.ReplaceLineEndings("\n").Replace("=\n", "", StringComparison.Ordinal);

    private static async Task<(string Variant, string Reason)> ArmAsync(MarketplaceClient talent)
    {
        var flag = (await talent.QueryAsync("{ viewer { flags(keys: [\"interview-reward\"]) { variant reason } } }"))["viewer"]!["flags"]![0]!;
        return ((string)flag["variant"]!, (string)flag["reason"]!);
    }

    private static async Task<JsonNode> QuoteAsync(MarketplaceClient talent, string job) =>
        (await talent.QueryAsync("query($id: ID!) { node(id: $id) { ... on Job { connectsQuote { token connects } } } }", new { id = job }))["node"]!["connectsQuote"]!;

    private static async Task SubmitsAsync(MarketplaceClient talent, string job, string quote) =>
        ((int)(await talent.SubmitAsync(job, quoteToken: quote))["proposal"]!["connectsSpent"]!).ShouldBe(4);

    private static async Task<List<string>> LinesAsync(MarketplaceClient talent) =>
        [.. (await talent.QueryAsync("{ viewer { account { ... on Talent { wallet { history(first: 10) { nodes { kind amount treatments { experimentKey variant } } } } } } } }"))
            ["viewer"]!["account"]!["wallet"]!["history"]!["nodes"]!.AsArray().Where(line => (string)line!["kind"]! == "SPEND")
            .Select(line => $"{line!["amount"]} {string.Join(' ', line["treatments"]!.AsArray().Select(t => $"{t!["experimentKey"]} {t["variant"]}"))}")];
}
