using System.Text.Json.Nodes;
using Testing;

namespace Marketplace.Api.Tests;

/// <summary>Who may not read what experiments came to, and questions about them that make no sense.</summary>
public sealed class ExperimentResultsRefusalTests(RefusalTests.Host shared) : IClassFixture<RefusalTests.Host>
{
    private const string Read = "{ experiment(key: \"interview-reward\") { key results { computedAt } guardrails { breached breaches { reason } } } }";
    private readonly TestHost host = shared.Value;

    [Fact]
    public async Task Support_may_read_them_and_nobody_else_who_does_not_run_experiments()
    {
        var talent = await MarketplaceClient.FreelancerAsync(host);
        foreach (var role in new[] { "SUPPORT", "ADMIN", "PRODUCT_MANAGER" })
        {
            var token = await host.StaffAsync(role);
            (await host.QueryAsync(Read, token: token))["experiment"]!["guardrails"]!.AsArray().Count.ShouldBe(2);
            ErrorCode(await PlanAsync(token, "metric: \"proposals\", minimumRelativeEffect: \"0.1\"")).ShouldBe("BAD_USER_INPUT");
        }

        foreach (var token in new[] { await host.StaffAsync("TRUST_AND_SAFETY"), talent.Token, null })
        {
            var expected = token is null ? "UNAUTHENTICATED" : "FORBIDDEN";
            ErrorCode(await host.SendAsync(Read, null, token)).ShouldBe(expected);
            ErrorCode(await PlanAsync(token, "metric: \"proposals\", minimumRelativeEffect: \"0.1\"")).ShouldBe(expected);
        }
    }

    [Theory]
    [InlineData("metric: \"happiness\", minimumRelativeEffect: \"0.1\"")]
    [InlineData("metric: \"proposals\", minimumRelativeEffect: \"0\"")]
    [InlineData("metric: \"proposals\", minimumRelativeEffect: \"-2\"")]
    [InlineData("metric: \"proposals\", minimumRelativeEffect: \"0.1\", alpha: 0")]
    [InlineData("metric: \"proposals\", minimumRelativeEffect: \"0.1\", alpha: 1")]
    [InlineData("metric: \"proposals\", minimumRelativeEffect: \"0.1\", alpha: -0.5")]
    [InlineData("metric: \"proposals\", minimumRelativeEffect: \"0.1\", power: 1")]
    [InlineData("metric: \"proposals\", minimumRelativeEffect: \"0.1\", power: 0")]
    [InlineData("metric: \"proposals\", minimumRelativeEffect: \"0.1\", power: 1e308")]
    [InlineData("metric: \"proposals\", minimumRelativeEffect: \"0.1\", arms: 1")]
    [InlineData("metric: \"proposals\", minimumRelativeEffect: \"0.1\", arms: -2147483648")]
    [InlineData("metric: \"purchases\", minimumRelativeEffect: \"0.1\", unit: JOB")]
    public async Task A_plan_that_makes_no_sense_is_said_to_make_none(string arguments)
    {
        var answer = await PlanAsync(await host.StaffAsync("PRODUCT_MANAGER"), arguments);

        ErrorCode(answer).ShouldBe("BAD_USER_INPUT");
    }

    [Fact]
    public async Task An_experiment_is_not_drafted_on_figures_that_do_not_know_its_unit()
    {
        var manager = await host.StaffAsync("PRODUCT_MANAGER");

        var refused = await host.MutateAsync("createExperiment", "experiment { key }", new
        {
            key = "by-category", name = "By category", hypothesis = "It cannot be told.", flagKey = "connects-rate-card", unit = "JOB_CATEGORY", primaryMetric = "connects-spent",
            secondaryMetrics = new[] { "purchases" },
            arms = new object[] { new { variant = "standard", weight = "50", control = true }, new { variant = "doubled", weight = "50" } },
        }, manager);

        ((string)refused["errors"]![0]!["__typename"]!).ShouldBe("ValidationError");
        ((string)refused["errors"]![0]!["message"]!).ShouldContain("purchases");
    }

    private Task<JsonNode> PlanAsync(string? token, string arguments)
        => host.SendAsync($"{{ sampleSize({arguments}) {{ baseline unitsPerArm days }} }}", null, token);

    private static string? ErrorCode(JsonNode answer) => (string?)answer["errors"]?[0]?["extensions"]?["code"];
}
