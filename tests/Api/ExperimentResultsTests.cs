using System.Text.Json.Nodes;
using Experiments.Statistics;
using Testing;

namespace Marketplace.Api.Tests;

/// <summary>Results, guardrails and sample sizes over HTTP, on the marketplace's own experiments and facts.</summary>
public sealed class ExperimentResultsTests
{
    private const string Results = """
        results { computedAt unitsInSeveralArms warnings smallestPValue
          method sampleRatio { pValue mismatch arms { variant units expected } }
          metrics { metric { key } arms { variant units mean lift lower upper pValue adjustedPValue chanceToWin expectedLoss significant } timeline { at variant lift lower upper } } }
        guardrails { metric { key } maximumHarm stopsExperiment breached breaches { variant at reason } }
        """;

    [Fact]
    public async Task Accounts_that_read_their_flags_and_win_interviews_are_in_the_results_of_their_arm()
    {
        await using var host = await TestHost.StartAsync();
        var manager = await host.StaffAsync("PRODUCT_MANAGER");
        (await ReadAsync(host, manager, "interview-reward"))["results"].ShouldBeNull();
        await StartAsync(host, manager, "interview-reward");
        var client = await MarketplaceClient.ClientAsync(host);
        var arms = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var number = 0; number < 12; number++)
        {
            var talent = await MarketplaceClient.FreelancerAsync(host);
            var flag = (await talent.QueryAsync("{ viewer { flags(keys: [\"interview-reward\"]) { variant reason } } }"))["viewer"]!["flags"]![0]!;
            ((string)flag["reason"]!).ShouldBe("ALLOCATED");
            var arm = (string)flag["variant"]!;
            arms[arm] = arms.GetValueOrDefault(arm) + 1;
            await talent.BuyAsync(20);
            (await talent.SubmitAsync(await client.PostJobAsync()))["errors"].ShouldBeNull();
        }

        var experiment = await ReadAsync(host, manager, "interview-reward");

        var results = experiment["results"]!;
        results["sampleRatio"]!["arms"]!.AsArray().ToDictionary(arm => (string)arm!["variant"]!, arm => (int)arm!["units"]!).Where(arm => arm.Value > 0).OrderBy(arm => arm.Key)
            .ShouldBe(arms.OrderBy(arm => arm.Key));
        var proposals = results["metrics"]!.AsArray().Single(metric => (string)metric!["metric"]!["key"]! == "proposals")!;
        proposals["arms"]!.AsArray().Where(arm => (int)arm!["units"]! > 0).ShouldAllBe(arm => (double)arm!["mean"]! == 1);
        var control = proposals["arms"]!.AsArray().Single(arm => (string)arm!["variant"]! == "split")!;
        foreach (var figure in new[] { "lift", "lower", "upper", "pValue", "adjustedPValue", "chanceToWin", "expectedLoss" })
            control[figure].ShouldBeNull();
        experiment["guardrails"]!.AsArray().ShouldAllBe(guardrail => !(bool)guardrail!["breached"]!);
        results["smallestPValue"].ShouldBeNull();
        ((string)results["method"]!).ShouldBe("ALWAYS_VALID");
    }

    [Fact]
    public async Task Categories_are_in_the_results_from_the_first_job_that_shows_their_price()
    {
        await using var host = await TestHost.StartAsync();
        var manager = await host.StaffAsync("PRODUCT_MANAGER");
        await StartAsync(host, manager, "double-rate-card");
        var client = await MarketplaceClient.ClientAsync(host);
        var talent = await MarketplaceClient.FreelancerAsync(host);
        await talent.BuyAsync(20);
        await talent.SubmitAsync(await client.PostJobAsync(category: "legal"));
        await client.PostJobAsync(category: "writing");

        var results = (await ReadAsync(host, manager, "double-rate-card"))["results"]!;

        results["sampleRatio"]!["arms"]!.AsArray().Sum(arm => (int)arm!["units"]!).ShouldBe(12);
        ((double)results["smallestPValue"]!).ShouldBeInRange(1e-6, 1);
        ((string)results["method"]!).ShouldBe("EXACT_RANDOMIZATION");
        results["warnings"]!.AsArray().Select(warning => (string)warning!).ShouldContain("With few units, p-values and intervals hold for one look at a time chosen beforehand.");
        (await host.ScalarAsync<long>("select count(*) from experiments.exposure")).ShouldBe(2);
        var perJob = results["metrics"]!.AsArray().Single(metric => (string)metric!["metric"]!["key"]! == "proposals-per-job")!;
        // One proposal to one of two jobs; the job that exposed its category counts.
        perJob["arms"]!.AsArray().Sum(arm => (double)arm!["mean"]!).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task The_scheduled_run_computes_all_that_run_and_whoever_looks_within_the_hour_reads_that()
    {
        await using var host = await TestHost.StartAsync();
        var manager = await host.StaffAsync("PRODUCT_MANAGER");
        var administrator = await host.StaffAsync("ADMIN");
        await StartAsync(host, manager, "interview-reward");
        await StartAsync(host, manager, "double-rate-card");

        var run = await host.MutateAsync("runScheduledJob", "run { outcome processed total }", new { name = "analyze-experiments" }, administrator);

        run["errors"].ShouldBeNull();
        ((string)run["run"]!["outcome"]!, (int)run["run"]!["processed"]!).ShouldBe(("SUCCEEDED", 2));
        var computed = await host.ScalarAsync<DateTime>("select computed_at from experiments.result r join experiments.experiment x on x.id = r.experiment_id where x.key = 'interview-reward'");
        var read = (DateTimeOffset)(await ReadAsync(host, manager, "interview-reward"))["results"]!["computedAt"]!;
        (read.UtcDateTime - computed).Duration().ShouldBeLessThan(TimeSpan.FromMilliseconds(1));
        var nodes = (await host.QueryAsync($"{{ experiments(first: 10) {{ nodes {{ key state {Results} }} }} }}", null, manager))["experiments"]!["nodes"]!.AsArray();
        nodes.ShouldAllBe(node => ((string)node!["state"]! == "DRAFT") == (node!["results"] == null));
        nodes.Count(node => node!["results"] is not null).ShouldBe(2);
    }

    [Fact]
    public async Task Sample_sizes_come_from_the_last_four_weeks()
    {
        await using var host = await TestHost.StartAsync();
        var manager = await host.StaffAsync("PRODUCT_MANAGER");
        var client = await MarketplaceClient.ClientAsync(host);
        for (var number = 0; number < 3; number++)
        {
            var talent = await MarketplaceClient.FreelancerAsync(host);
            await talent.BuyAsync(20);
            for (var job = 0; job <= number; job++)
                await talent.SubmitAsync(await client.PostJobAsync());
        }

        var plan = (await PlanAsync(host, manager, "metric: \"proposals\", minimumRelativeEffect: \"0.5\""))["data"]!["sampleSize"]!;

        // Three talents sent 1, 2 and 3, the client none: mean 1.5, variance 5/3.
        ((double)plan["baseline"]!).ShouldBe(1.5);
        ((int)plan["unitsPerArm"]!).ShouldBe((int)Math.Ceiling(SampleSizePlanning.ForEveryLook(7.848879734349088 * 2 * (5 / 3.0) / (0.75 * 0.75))));
        ((int)plan["days"]!).ShouldBe((int)Math.Ceiling((int)plan["unitsPerArm"]! * 2 * 28 / 4.0));
        (await PlanAsync(host, manager, "metric: \"connects-spent\", minimumRelativeEffect: \"0.5\", unit: JOB_CATEGORY"))["data"]!["sampleSize"]!["days"].ShouldBeNull();
    }

    private static async Task StartAsync(TestHost host, string token, string key)
        => (await host.MutateAsync("startExperiment", "experiment { state }", new { key, expectedVersion = 1, reason = "Go" }, token))["errors"].ShouldBeNull();

    private static async Task<JsonNode> ReadAsync(TestHost host, string token, string key)
        => (await host.QueryAsync($"query($key: String!) {{ experiment(key: $key) {{ key {Results} }} }}", new { key }, token))["experiment"]!;

    private static Task<JsonNode> PlanAsync(TestHost host, string? token, string arguments)
        => host.SendAsync($"{{ sampleSize({arguments}) {{ baseline unitsPerArm days }} }}", null, token);
}
