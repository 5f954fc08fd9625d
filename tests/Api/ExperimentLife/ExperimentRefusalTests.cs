using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Testing;

namespace Marketplace.Api.Tests.ExperimentLife;

/// <summary>Who may not, and what makes no sense.</summary>
public sealed class ExperimentRefusalTests(ExperimentRefusalTests.Host shared) : IClassFixture<ExperimentRefusalTests.Host>
{
    private readonly TestHost host = shared.Value;

    public static TheoryData<string, string> Mutations => new()
    {
        { "createExperiment", """{"key":"x","name":"x","hypothesis":"x","flagKey":"no-such","unit":"ACCOUNT","arms":[{"variant":"a","weight":"50","control":true},{"variant":"b","weight":"50"}],"primaryMetric":"x"}""" },
        { "updateExperiment", """{"key":"no-such","expectedVersion":1,"reason":"x","name":"y"}""" },
        { "startExperiment", """{"key":"no-such","expectedVersion":1,"reason":"x"}""" },
        { "changeTraffic", """{"key":"no-such","expectedVersion":1,"reason":"x","traffic":"50"}""" },
        { "stopExperiment", """{"key":"no-such","expectedVersion":1,"reason":"x"}""" },
        { "rollOutVariant", """{"key":"no-such","expectedVersion":1,"reason":"x","variant":"standard"}""" },
        { "archiveExperiment", """{"key":"no-such","expectedVersion":1,"reason":"x"}""" },
    };

    [Theory]
    [MemberData(nameof(Mutations))]
    public async Task Product_managers_and_administrators_alone_lead_experiments(string mutation, string input)
    {
        async Task<string> RefusalAsync(string? token) => (string)(await host.MutateAsync(mutation, "experiment { key }", JsonNode.Parse(input)!, token))["errors"]![0]!["__typename"]!;

        (await RefusalAsync(null)).ShouldBe("ForbiddenError");
        (await RefusalAsync((await MarketplaceClient.FreelancerAsync(host)).Token)).ShouldBe("ForbiddenError");
        (await RefusalAsync((await MarketplaceClient.ClientAsync(host)).Token)).ShouldBe("ForbiddenError");
        foreach (var role in new[] { "SUPPORT", "TRUST_AND_SAFETY" })
            (await RefusalAsync(await host.StaffAsync(role))).ShouldBe("ForbiddenError", role);
        foreach (var role in new[] { "PRODUCT_MANAGER", "ADMIN" })
            (await RefusalAsync(await host.StaffAsync(role))).ShouldBe("NotFoundError", role);
    }

    [Fact]
    public async Task Layers_are_for_those_who_read_experiments()
    {
        foreach (var role in new[] { "SUPPORT", "PRODUCT_MANAGER", "ADMIN" })
            (await host.SendAsync("{ layers { key freeTraffic } }", token: await host.StaffAsync(role)))["errors"].ShouldBeNull(role);
        ((string)(await host.SendAsync("{ layers { key } }"))["errors"]![0]!["extensions"]!["code"]!).ShouldBe("UNAUTHENTICATED");
        foreach (var token in new[] { await host.StaffAsync("TRUST_AND_SAFETY"), (await MarketplaceClient.FreelancerAsync(host)).Token })
            ((string)(await host.SendAsync("{ layers { key } }", token: token))["errors"]![0]!["extensions"]!["code"]!).ShouldBe("FORBIDDEN");
    }

    [Theory]
    [InlineData("key", """{"key":"\u043a\u043b\u044e\u0447"}""")]
    [InlineData("key", """{"key":"\ud83d\udcb0"}""")]
    [InlineData("key", """{"key":"double-rate-card"}""")]
    [InlineData("name", """{"name":"\u00a0"}""")]
    [InlineData("unit", """{"unit":"JOB"}""")]
    [InlineData("arms", """{"arms":[]}""")]
    [InlineData("arms", """{"arms":[{"variant":"standard","weight":"100","control":true}]}""")]
    [InlineData("arms", """{"arms":[{"variant":"standard","weight":"50","control":true},{"variant":"doubled","weight":"50","control":true}]}""")]
    [InlineData("arms", """{"arms":[{"variant":"standard","weight":"50"},{"variant":"doubled","weight":"50"}]}""")]
    [InlineData("arms", """{"arms":[{"variant":"standard","weight":"100","control":true},{"variant":"doubled","weight":"0"}]}""")]
    [InlineData("arms", """{"arms":[{"variant":"standard","weight":"-50","control":true},{"variant":"doubled","weight":"150"}]}""")]
    [InlineData("arms", """{"arms":[{"variant":"standard","weight":"50","control":true},{"variant":"tripled","weight":"50"}]}""")]
    [InlineData("arms", """{"arms":[{"variant":"standard","weight":"33.333333333","control":true},{"variant":"doubled","weight":"66.666666667"}]}""")]
    [InlineData("layer", """{"layer":"\u00e9t\u00e9"}""")]
    [InlineData("layerShare", """{"layerShare":"101"}""")]
    [InlineData("layerShare", """{"layerShare":"0"}""")]
    [InlineData("traffic", """{"traffic":"101"}""")]
    [InlineData("traffic", """{"traffic":"-0.1"}""")]
    [InlineData("traffic", """{"traffic":"79228162514264337593543950335"}""")]
    [InlineData("audience", """{"audience":[]}""")]
    [InlineData("audience", """{"audience":{"users":"all"}}""")]
    [InlineData("primaryMetric", """{"primaryMetric":"happiness"}""")]
    [InlineData("secondaryMetrics", """{"secondaryMetrics":["connects-spent"]}""")]
    [InlineData("guardrails", """{"guardrails":[{"metric":"happiness","maximumHarm":"0.1"}]}""")]
    [InlineData("guardrails", """{"guardrails":[{"metric":"proposals","maximumHarm":"0"}]}""")]
    [InlineData("guardrails", """{"guardrails":[{"metric":"proposals","maximumHarm":"5"}]}""")]
    [InlineData("guardrails", """{"guardrails":[{"metric":"proposals","maximumHarm":"0.1"},{"metric":"proposals","maximumHarm":"0.2"}]}""")]
    public async Task A_draft_that_makes_no_sense_is_refused_by_the_field_that_holds_it(string field, string part)
    {
        var draft = JsonNode.Parse("""
            {"key":"new","name":"N","hypothesis":"H","flagKey":"connects-rate-card","unit":"JOB_CATEGORY","primaryMetric":"connects-spent",
             "arms":[{"variant":"standard","weight":"50","control":true},{"variant":"doubled","weight":"50"}]}
            """)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(part)!.AsObject())
            draft[name] = value?.DeepClone();

        var manager = await ProductManager.OfAsync(host);
        var payload = await manager.SendAsync("createExperiment", draft.ToDictionary(m => m.Key, m => (object?)m.Value));

        payload["experiment"].ShouldBeNull();
        ((string)payload["errors"]![0]!["__typename"]!, (string?)payload["errors"]![0]!["field"]).ShouldBe(("ValidationError", field));
    }

    [Theory]
    [InlineData("changeTraffic", "traffic", "traffic", "101")]
    [InlineData("changeTraffic", "traffic", "traffic", "-1")]
    [InlineData("changeTraffic", "reason", "reason", " ")]
    [InlineData("updateExperiment", "name", "name", "")]
    [InlineData("updateExperiment", "primaryMetric", "primaryMetric", "\u0000happiness")]
    [InlineData("updateExperiment", "reason", "reason", "\u2003")]
    [InlineData("startExperiment", "reason", "reason", "")]
    [InlineData("stopExperiment", "reason", "reason", "")]
    [InlineData("rollOutVariant", "reason", "reason", "")]
    [InlineData("archiveExperiment", "reason", "reason", "")]
    public async Task A_change_that_makes_no_sense_is_refused_by_the_field_that_holds_it(string mutation, string field, string name, string value)
    {
        var manager = await ProductManager.OfAsync(host);
        (string, object?)[] needed = mutation switch
        {
            "changeTraffic" => [("traffic", "50")],
            "rollOutVariant" => [("variant", "standard")],
            _ => [],
        };

        var payload = await manager.TryAsync(mutation, "interview-reward", 1, [.. needed, (name, value.Replace("\0", "", StringComparison.Ordinal))]);

        ((string)payload["errors"]![0]!["__typename"]!, (string?)payload["errors"]![0]!["field"]).ShouldBe(("ValidationError", field));
        ((int)(await manager.ReadAsync("interview-reward", "version"))["version"]!).ShouldBe(1);
    }

    [Theory]
    [InlineData("\"NaN\"")]
    [InlineData("\"Infinity\"")]
    [InlineData("\"1e400\"")]
    [InlineData("1e400")]
    [InlineData("\"\"")]
    [InlineData("\"50%\"")]
    [InlineData("\"\u0665\u0660\"")]
    [InlineData("true")]
    [InlineData("[50]")]
    [InlineData("null")]
    public async Task What_is_no_decimal_never_reaches_an_experiment(string traffic)
    {
        const string Query = "mutation($input: ChangeTrafficInput!) { changeTraffic(input: $input) { experiment { traffic } errors { __typename } } }";
        var body = """{"query":"QUERY","variables":{"input":{"key":"interview-reward","expectedVersion":1,"reason":"x","traffic":TRAFFIC}}}"""
            .Replace("QUERY", Query, StringComparison.Ordinal).Replace("TRAFFIC", traffic, StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await host.StaffAsync("PRODUCT_MANAGER"));

        using var response = await host.Http.SendAsync(request);

        ((int)response.StatusCode).ShouldBeLessThan(500);
        var answer = (await response.Content.ReadFromJsonAsync<JsonNode>())!;
        ((string)answer["errors"]![0]!["message"]!).ShouldContain("$input");
    }

    [Fact]
    public async Task Huge_lists_are_refused_before_anything_is_looked_up()
    {
        var manager = await ProductManager.OfAsync(host);
        (string, object?)[] lists =
        [
            ("secondaryMetrics", Enumerable.Range(0, 1_000).Select(i => $"m-{i}").ToArray()),
            ("guardrails", Enumerable.Range(0, 1_000).Select(i => new { metric = $"m-{i}", maximumHarm = "0.1" }).ToArray()),
            ("arms", Enumerable.Range(0, 1_000).Select(i => new { variant = $"v-{i}", weight = "0.1", control = i == 0 }).ToArray()),
            ("audience", new { users = Enumerable.Range(0, 20_000).Select(i => $"user-{i}").ToArray() }),
        ];

        foreach (var (name, value) in lists)
        {
            var answer = await host.SendAsync(
                "mutation($input: UpdateExperimentInput!) { updateExperiment(input: $input) { experiment { key } errors { ... on ValidationError { field } } } }",
                new { input = new Dictionary<string, object?> { ["key"] = "interview-reward", ["expectedVersion"] = 1, ["reason"] = "x", [name] = value } }, manager.Token);
            // The server may refuse a list by its length before the engine does.
            var field = (string?)answer["data"]?["updateExperiment"]?["errors"]?[0]?["field"];
            (field ?? (string?)answer["errors"]?[0]?["message"]).ShouldNotBeNull().ShouldContain(field is null ? "list" : name);
        }

        ((int)(await manager.ReadAsync("interview-reward", "version"))["version"]!).ShouldBe(1);
    }

    public sealed class Host : IAsyncLifetime
    {
        public TestHost Value { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Value = await TestHost.StartAsync("--Registration:PerAddress=10000");

        public ValueTask DisposeAsync() => Value.DisposeAsync();
    }
}
