using System.Text.Json.Nodes;
using Testing;

namespace Marketplace.Api.Tests;

/// <summary>Overrides, explanations, previews and the audit log over HTTP, on the marketplace's own experiments.</summary>
public sealed class OverrideTests
{
    private const string Explanation = "explanation { unitId variant reason bucket steps }";

    [Fact]
    public async Task A_category_is_forced_into_an_arm_a_job_posted_in_it_has_that_price_and_is_no_part_of_the_results()
    {
        await using var host = await TestHost.StartAsync();
        var manager = await host.StaffAsync("PRODUCT_MANAGER");
        (await host.MutateAsync("startExperiment", "experiment { state }", new { key = "double-rate-card", expectedVersion = 1, reason = "Go" }, manager))["errors"].ShouldBeNull();
        var before = await ExplainAsync(host, manager, "double-rate-card", "legal");
        ((string)before["reason"]!).ShouldBe("ALLOCATED");
        var other = (string)before["variant"]! == "doubled" ? "standard" : "doubled";

        var forced = (await SetAsync(host, manager, "double-rate-card", "legal", other))["explanation"]!;

        ((string)forced["variant"]!, (string)forced["reason"]!, (string)forced["unitId"]!).ShouldBe((other, "OVERRIDDEN", "legal"));
        forced["steps"]!.AsArray().Count.ShouldBeGreaterThan(2);
        ((string)forced["steps"]!.AsArray()[^1]!).ShouldContain("override");
        var job = await (await MarketplaceClient.ClientAsync(host)).PostJobAsync(category: "legal");
        (await host.ScalarAsync<long>("select count(*) from marketplace.job where category = 'legal' and treatment_experiment is null")).ShouldBe(1);
        (await host.ScalarAsync<long>("select count(*) from experiments.exposure where unit = 'legal'")).ShouldBe(0);
        job.ShouldNotBeNull();

        var lifted = (await SetAsync(host, manager, "double-rate-card", "legal", null))["explanation"]!;
        ((string)lifted["variant"]!, (string)lifted["reason"]!).ShouldBe(((string)before["variant"]!, "ALLOCATED"));
        (await host.ScalarAsync<long>("select count(*) from experiments.overridden_unit where unit = 'legal'")).ShouldBe(1);
    }

    [Fact]
    public async Task An_account_is_forced_by_its_id_and_sees_it_and_other_kinds_of_ids_are_refused()
    {
        await using var host = await TestHost.StartAsync();
        var manager = await host.StaffAsync("PRODUCT_MANAGER");
        var talent = await MarketplaceClient.FreelancerAsync(host);
        var client = await MarketplaceClient.ClientAsync(host);

        var forced = (await SetAsync(host, manager, "interview-reward", talent.AccountId, "randomized"))["explanation"]!;

        ((string)forced["unitId"]!, (string)forced["reason"]!).ShouldBe((talent.AccountId, "OVERRIDDEN"));
        var seen = (await talent.QueryAsync("{ viewer { flags(keys: [\"interview-reward\"]) { variant reason } } }"))["viewer"]!["flags"]![0]!;
        ((string)seen["variant"]!, (string)seen["reason"]!).ShouldBe(("randomized", "OVERRIDDEN"));

        var job = await client.PostJobAsync();
        foreach (var (experiment, unit, type) in new[]
        {
            ("interview-reward", job, "ValidationError"),
            ("interview-reward", "legal", "ValidationError"),
            ("interview-reward", "", "ValidationError"),
            ("interview-reward", Id("Account:999999"), "NotFoundError"),
            ("interview-reward", Id("Account:-1"), "ValidationError"),
            ("interview-reward", Id("Wallet:1"), "ValidationError"),
            ("double-rate-card", talent.AccountId, "ValidationError"),
            ("double-rate-card", "no-such-category", "ValidationError"),
            ("no-such-experiment", "legal", "NotFoundError"),
        })
        {
            var refused = await SetAsync(host, manager, experiment, unit, "doubled");
            ((string)refused["errors"]![0]!["__typename"]!).ShouldBe(type, $"{experiment} {unit}");
        }

        ((string)(await SetAsync(host, manager, "double-rate-card", "legal", "tripled"))["errors"]![0]!["message"]!).ShouldContain("standard, doubled");
        var wrong = await host.SendAsync("query($u: ID!) { experiment(key: \"double-rate-card\") { explain(unitId: $u) { variant } } }", new { u = talent.AccountId }, manager);
        ((string)wrong["errors"]![0]!["extensions"]!["code"]!).ShouldBe("BAD_USER_INPUT");
    }

    [Fact]
    public async Task A_preview_counts_accounts_and_categories_seen_lately_and_open_jobs_that_keep_their_price()
    {
        await using var host = await TestHost.StartAsync();
        var manager = await host.StaffAsync("PRODUCT_MANAGER");
        var client = await MarketplaceClient.ClientAsync(host);
        await client.PostJobAsync(category: "legal");
        await client.PostJobAsync(category: "legal");
        await client.PostJobAsync(category: "writing");
        for (var talent = 0; talent < 3; talent++)
            await MarketplaceClient.FreelancerAsync(host);

        var card = await PreviewAsync(host, manager, "connects-rate-card", d => d["allocation"]!["user"] = JsonNode.Parse("""[{"variant":"doubled","users":["legal"]}]"""));
        ((int)card["units"]!, (int)card["switching"]!, (int)card["openQuotesAffected"]!).ShouldBe((2, 1, 2));
        card["moves"]!.ToJsonString().ShouldBe("""[{"from":"standard","to":"doubled","units":1}]""");

        var reward = await PreviewAsync(host, manager, "interview-reward", d => d["allocation"]!["group"] = JsonNode.Parse("""[{"variant":"randomized","groups":["FREELANCER"]}]"""));
        ((int)reward["units"]!, (int)reward["switching"]!, (int)reward["openQuotesAffected"]!).ShouldBe((4, 3, 0));
        (await host.ScalarAsync<long>("select count(*) from experiments.flag where version > 1")).ShouldBe(0);
    }

    [Fact]
    public async Task The_audit_log_has_what_everybody_changed_in_pages_of_either_direction()
    {
        await using var host = await TestHost.StartAsync();
        var (manager, admin) = (await host.StaffAsync("PRODUCT_MANAGER"), await host.StaffAsync("ADMIN"));
        var talent = await MarketplaceClient.FreelancerAsync(host);
        (await host.MutateAsync("suspendAccount", "account { status }", new { accountId = talent.AccountId, reason = "Odd" }, admin))["errors"].ShouldBeNull();
        for (var version = 1; version <= 5; version++)
            (await host.MutateAsync("updateFlag", "flag { version }", new { key = "interview-reward", expectedVersion = version, enabled = version % 2 == 0, reason = $"Toggle {version}" }, manager))["errors"].ShouldBeNull();

        const string Query = "query($w: AuditFilter, $f: Int, $a: String, $l: Int, $b: String) { auditLog(where: $w, first: $f, after: $a, last: $l, before: $b) { totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } nodes { id at actor action subject before after reason } } }";
        var everything = (await host.QueryAsync(Query, new { f = 100 }, admin))["auditLog"]!;
        everything["nodes"]!.AsArray().Select(n => (string)n!["action"]!).ShouldContain("suspendAccount");
        ((int)everything["totalCount"]!).ShouldBe(everything["nodes"]!.AsArray().Count);

        var where = new { subject = "flag:interview-reward", action = "flag.updated" };
        var first = (await host.QueryAsync(Query, new { w = where, f = 2 }, manager))["auditLog"]!;
        Reasons(first).ShouldBe(["Toggle 5", "Toggle 4"]);
        var second = (await host.QueryAsync(Query, new { w = where, f = 2, a = (string)first["pageInfo"]!["endCursor"]! }, manager))["auditLog"]!;
        Reasons(second).ShouldBe(["Toggle 3", "Toggle 2"]);
        ((bool)second["pageInfo"]!["hasNextPage"]!).ShouldBeTrue();
        var back = (await host.QueryAsync(Query, new { w = where, l = 2, b = (string)second["pageInfo"]!["startCursor"]! }, manager))["auditLog"]!;
        Reasons(back).ShouldBe(["Toggle 5", "Toggle 4"]);
        ((bool)first["nodes"]![0]!["before"]!["enabled"]!).ShouldBeTrue();
        ((bool)first["nodes"]![0]!["after"]!["enabled"]!).ShouldBeFalse();

        (await host.QueryAsync(Query, new { f = 0 }, admin))["auditLog"]!["nodes"]!.AsArray().ShouldBeEmpty();
        (await CountAsync(new { subject = "account:" })).ShouldBe(1);
        (await CountAsync(new { subject = "flag:*", actor = (string)first["nodes"]![0]!["actor"]! })).ShouldBeGreaterThanOrEqualTo(5);
        (await CountAsync(new { actor = "nobody" })).ShouldBe(0);
        (await CountAsync(new { to = "2020-01-01T00:00:00Z" })).ShouldBe(0);
        (await CountAsync(new { from = "2020-01-01T00:00:00Z" })).ShouldBe((int)everything["totalCount"]!);

        async Task<int> CountAsync(object w) => (int)(await host.QueryAsync(Query, new { w, f = 1 }, admin))["auditLog"]!["totalCount"]!;
    }

    private static string[] Reasons(JsonNode page) => [.. page["nodes"]!.AsArray().Select(n => (string)n!["reason"]!)];

    private static string Id(string plain) => System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(plain));

    private static Task<JsonNode> SetAsync(TestHost host, string token, string key, string unitId, string? variant) =>
        host.MutateAsync("setVariantOverride", Explanation, new { key, unitId, variant, reason = "To see it" }, token);

    private static async Task<JsonNode> ExplainAsync(TestHost host, string token, string key, string unit) =>
        (await host.QueryAsync("query($k: String!, $u: ID!) { experiment(key: $k) { explain(unitId: $u) { unitId variant reason bucket steps } } }", new { k = key, u = unit }, token))["experiment"]!["explain"]!;

    private static async Task<JsonNode> PreviewAsync(TestHost host, string token, string key, Action<JsonNode> change)
    {
        var definition = (await host.QueryAsync("query($k: String!) { flag(key: $k) { definition } }", new { k = key }, token))["flag"]!["definition"]!.DeepClone();
        change(definition);
        return (await host.QueryAsync(
            "query($k: String!, $d: JSON!) { flag(key: $k) { preview(definition: $d) { units switching moves { from to units } openQuotesAffected } } }", new { k = key, d = definition }, token))["flag"]!["preview"]!;
    }
}
