using System.Text.Json.Nodes;
using Testing;

namespace Marketplace.Api.Tests;

/// <summary>Flags over HTTP as product managers edit them, and what they never may be made of.</summary>
public sealed class FlagTests(FlagTests.Host shared) : IClassFixture<FlagTests.Host>
{
    private const string Saved = "flag { key version enabled archived description definition variants { name configuration } }";
    private readonly TestHost host = shared.Value;

    [Fact]
    public async Task Two_product_managers_edit_one_flag_one_is_told_of_the_conflict_and_nothing_is_lost()
    {
        var (ann, bob) = (await host.StaffAsync("PRODUCT_MANAGER"), await host.StaffAsync("PRODUCT_MANAGER"));
        var key = await CreateAsync(ann);
        var read = await ReadAsync(key, ann);

        var payloads = await Task.WhenAll(
            UpdateAsync(ann, new { key, expectedVersion = 1, description = "Ann's words", reason = "Ann thinks so" }),
            UpdateAsync(bob, new { key, expectedVersion = 1, definition = With(read, d => d["allocation"]!["percentile"] = JsonNode.Parse("""[{"variant":"b","from":0,"to":50}]""")), reason = "Bob thinks so" }));

        var refused = payloads.Single(payload => payload["errors"] is not null)["errors"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)refused["__typename"]!).ShouldBe("VersionConflictError");
        ((int)refused["currentVersion"]!).ShouldBe(2);
        var winner = payloads.Single(payload => payload["errors"] is null)["flag"]!;
        var now = await ReadAsync(key, ann);
        now.ToJsonString().ShouldBe(winner.ToJsonString());

        // Whoever was refused reads again and edits what there is now: both edits stand.
        var annWon = (string)winner["description"]! == "Ann's words";
        var again = annWon
            ? await UpdateAsync(bob, new { key, expectedVersion = 2, definition = With(now, d => d["allocation"]!["percentile"] = JsonNode.Parse("""[{"variant":"b","from":0,"to":50}]""")), reason = "Bob again" })
            : await UpdateAsync(ann, new { key, expectedVersion = 2, description = "Ann's words", reason = "Ann again" });
        ((string)again["flag"]!["description"]!).ShouldBe("Ann's words");
        again["flag"]!["definition"]!["allocation"]!["percentile"]!.AsArray().Count.ShouldBe(1);
        var log = await host.QueryAsync("query($s: String) { auditLog(where: { subject: $s }) { totalCount nodes { action reason before after } } }", new { s = "flag:" + key }, ann);
        ((int)log["auditLog"]!["totalCount"]!).ShouldBe(3);
    }

    [Fact]
    public async Task A_definition_stays_as_it_was_written_down_to_the_order_of_its_members()
    {
        var manager = await host.StaffAsync("PRODUCT_MANAGER");
        var key = await CreateAsync(manager);
        var definition = JsonNode.Parse($$$"""
            {"variants":[{"name":"b","configuration_value":{"zeta":1.50,"a":2e2}},{"configuration_value":{"a":1},"name":"a"}],"id":"{{{key}}}","enabled":true,
             "allocation":{"seed":"s","percentile":[{"variant":"b","to":50,"from":0.0}],"default_when_enabled":"a","default_when_disabled":"a"},"description":"Which of two"}
            """)!;

        var written = await UpdateAsync(manager, new { key, expectedVersion = 1, definition, reason = "Order" });

        written["errors"].ShouldBeNull();
        written["flag"]!["definition"]!.ToJsonString().ShouldBe(definition.ToJsonString());
        (await ReadAsync(key, manager)).ToJsonString().ShouldBe(written["flag"]!.ToJsonString());
    }

    [Theory]
    [InlineData("createFlag", "flag { key }", """{"key":"x","description":"x","variants":[],"defaultVariant":"x","offVariant":"x"}""")]
    [InlineData("updateFlag", "flag { key }", """{"key":"connects-rate-card","expectedVersion":1,"enabled":false,"reason":"x"}""")]
    [InlineData("archiveFlag", "flag { key }", """{"key":"connects-rate-card","expectedVersion":1,"reason":"x"}""")]
    [InlineData("setVariantOverride", "explanation { variant }", """{"key":"double-rate-card","unitId":"legal","variant":"doubled","reason":"x"}""")]
    public async Task Only_product_managers_and_administrators_change_flags(string field, string selection, string input)
    {
        var talent = await MarketplaceClient.FreelancerAsync(host);
        foreach (var token in (string?[])[talent.Token, await host.StaffAsync("SUPPORT"), await host.StaffAsync("TRUST_AND_SAFETY"), null])
        {
            var answer = await host.SendAsync(
                $"mutation($input: {char.ToUpperInvariant(field[0]) + field[1..]}Input!) {{ {field}(input: $input) {{ {selection} errors {{ __typename }} }} }}", new { input = JsonNode.Parse(input) }, token);
            answer.ToJsonString().ShouldContain("ForbiddenError", customMessage: $"{field} by {token}");
        }

        var flag = await ReadAsync("connects-rate-card", await host.StaffAsync("SUPPORT"));
        ((bool)flag["enabled"]!).ShouldBeTrue();
    }

    [Fact]
    public async Task What_is_read_of_flags_and_the_log_needs_the_role()
    {
        const string Preview = """{ flag(key: "interview-reward") { preview(definition: {}) { units } } }""";
        const string Explain = """{ experiment(key: "double-rate-card") { explain(unitId: "legal") { variant } } }""";
        const string Log = "{ auditLog(first: 1) { nodes { id } } }";
        var talent = await MarketplaceClient.FreelancerAsync(host);
        var safety = await host.StaffAsync("TRUST_AND_SAFETY");
        foreach (var query in (string[])[Preview, Explain, Log])
        {
            Code(await host.SendAsync(query)).ShouldBe("UNAUTHENTICATED", query);
            Code(await host.SendAsync(query, token: talent.Token)).ShouldBe("FORBIDDEN", query);
        }

        Code(await host.SendAsync(Explain, token: safety)).ShouldBe("FORBIDDEN");
        (await host.SendAsync(Explain, token: await host.StaffAsync("SUPPORT")))["errors"].ShouldBeNull();
        foreach (var role in (string[])["SUPPORT", "TRUST_AND_SAFETY", "PRODUCT_MANAGER", "ADMIN"])
            (await host.QueryAsync(Log, token: await host.StaffAsync(role)))["auditLog"]!["nodes"]!.AsArray().Count.ShouldBe(1, role);
        var entry = (string)(await host.QueryAsync(Log, token: safety))["auditLog"]!["nodes"]![0]!["id"]!;
        (await host.QueryAsync("query($id: ID!) { node(id: $id) { ... on AuditEntry { action } } }", new { id = entry }, safety))["node"].ShouldNotBeNull();
        (await host.QueryAsync("query($id: ID!) { node(id: $id) { __typename } }", new { id = entry }, talent.Token))["node"].ShouldBeNull();
    }

    [Theory]
    [InlineData("connects-rate-card", """{"rateCard":"no-such"}""", "rate card")]
    [InlineData("connects-rate-card", """{"card":"doubled"}""", "rateCard")]
    [InlineData("connects-rate-card", """{"rateCard":{}}""", "rate card")]
    [InlineData("interview-reward", """{"reward":"everything"}""", "reward")]
    public async Task A_flag_that_the_marketplace_reads_keeps_values_it_can_read(string key, string value, string message)
    {
        var manager = await host.StaffAsync("PRODUCT_MANAGER");
        var flag = await ReadAsync(key, manager);

        var payload = await UpdateAsync(manager, new { key, expectedVersion = (int)flag["version"]!, definition = With(flag, d => d["variants"]![1]!["configuration_value"] = JsonNode.Parse(value)), reason = "A slip" });

        var error = payload["errors"]![0]!;
        ((string)error["__typename"]!).ShouldBe("ValidationError");
        ((string)error["field"]!).ShouldBe("definition.variants[1].configuration_value");
        ((string)error["message"]!).ShouldContain(message);
        (await ReadAsync(key, manager)).ToJsonString().ShouldBe(flag.ToJsonString());
    }

    [Fact]
    public async Task Nonsense_and_huge_JSON_are_refused_by_their_place()
    {
        var manager = await host.StaffAsync("PRODUCT_MANAGER");
        var key = await CreateAsync(manager);
        var flag = await ReadAsync(key, manager);
        (string Field, JsonNode? Definition)[] wrong =
        [
            ("definition", JsonValue.Create("text")),
            ("definition", new JsonArray()),
            ("definition.id", With(flag, d => d["id"] = "another")),
            ("definition", With(flag, d => d["variants"]![0]!["configuration_value"] = new string('x', 300_000))),
            ("definition.allocation.user[0].users", With(flag, d => d["allocation"]!["user"] = new JsonArray(new JsonObject { ["variant"] = "a", ["users"] = new JsonArray([.. Enumerable.Range(0, 10_001).Select(n => JsonValue.Create($"{n}"))]) }))),
            ("definition.variants[0].configuration_value", With(flag, d => d["variants"]![0]!["configuration_value"] = "\0")),
            ("definition.enabled", JsonNode.Parse($$"""{"id":"{{key}}","enabled":true,"enabled":false,"variants":[{"name":"a"}]}""")),
            ("definition.allocation.percentile[1]", With(flag, d => d["allocation"]!["percentile"] = JsonNode.Parse("""[{"variant":"a","from":0,"to":60},{"variant":"b","from":50,"to":100}]"""))),
        ];
        foreach (var (field, definition) in wrong)
        {
            var error = (await UpdateAsync(manager, new { key, expectedVersion = 1, definition, reason = "x" }))["errors"]![0]!;
            ((string)error["__typename"]!).ShouldBe("ValidationError");
            ((string)error["field"]!).ShouldBe(field, (string)error["message"]!);
        }

        ((string)(await UpdateAsync(manager, new { key = "No such key", expectedVersion = 1, enabled = true, reason = "x" }))["errors"]![0]!["__typename"]!).ShouldBe("NotFoundError");
        ((string)(await UpdateAsync(manager, new { key, expectedVersion = 1, enabled = true, reason = new string('x', 2_001) }))["errors"]![0]!["field"]!).ShouldBe("reason");
        ((string)(await UpdateAsync(manager, new { key, expectedVersion = 1, definition = (object?)null, reason = "x" }))["errors"]![0]!["field"]!).ShouldBe("definition");
        (await host.QueryAsync("{ flag(key: \"No such key\") { key } }", token: manager))["flag"].ShouldBeNull();
        Code(await host.SendAsync("query($d: JSON!) { flag(key: \"interview-reward\") { preview(definition: $d) { units } } }", new { d = new { id = "x" } }, manager)).ShouldBe("BAD_USER_INPUT");
        Code(await host.SendAsync("query($s: String) { auditLog(where: { subject: $s }) { nodes { id } } }", new { s = new string('x', 301) }, manager)).ShouldBe("BAD_USER_INPUT");
        Code(await host.SendAsync("{ auditLog(after: \"nonsense\") { nodes { id } } }", token: manager)).ShouldBe("BAD_USER_INPUT");
        ((int)(await ReadAsync(key, manager))["version"]!).ShouldBe(1);
    }

    [Fact]
    public async Task Of_those_who_create_one_flag_at_once_exactly_one_does_and_archiving_ends_its_life()
    {
        var manager = await host.StaffAsync("PRODUCT_MANAGER");
        var input = NewFlag("raced");

        var payloads = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => host.MutateAsync("createFlag", Saved, input, manager)));

        payloads.Count(payload => payload["errors"] is null).ShouldBe(1);
        payloads.Where(payload => payload["errors"] is not null).ShouldAllBe(payload => (string)payload["errors"]![0]!["__typename"]! == "ValidationError");
        var archived = await host.MutateAsync("archiveFlag", Saved, new { key = "raced", expectedVersion = 1, reason = "Done" }, manager);
        ((bool)archived["flag"]!["archived"]!).ShouldBeTrue();
        ((string)(await UpdateAsync(manager, new { key = "raced", expectedVersion = 2, enabled = true, reason = "x" }))["errors"]![0]!["__typename"]!).ShouldBe("WrongStateError");
        ((string)(await host.MutateAsync("archiveFlag", Saved, new { key = "raced", expectedVersion = 1, reason = "x" }, manager))["errors"]![0]!["__typename"]!).ShouldBe("VersionConflictError");
    }

    private static string Code(JsonNode answer) => (string)answer["errors"]!.AsArray().ShouldHaveSingleItem()!["extensions"]!["code"]!;

    private static object NewFlag(string key) => new
    {
        key,
        description = "Which of two",
        enabled = true,
        variants = new[] { new { name = "a", configuration = "A" }, new { name = "b", configuration = "B" } },
        defaultVariant = "a",
        offVariant = "a",
    };

    private static JsonNode With(JsonNode flag, Action<JsonNode> change)
    {
        var definition = flag["definition"]!.DeepClone();
        change(definition);
        return definition;
    }

    private async Task<string> CreateAsync(string token)
    {
        var key = $"flag-{Guid.NewGuid():N}";
        (await host.MutateAsync("createFlag", Saved, NewFlag(key), token))["errors"].ShouldBeNull();
        return key;
    }

    private async Task<JsonNode> ReadAsync(string key, string token) =>
        (await host.QueryAsync($"query($key: String!) {{ {Saved.Replace("flag {", "flag(key: $key) {", StringComparison.Ordinal)} }}", new { key }, token))["flag"]!;

    private async Task<JsonNode> UpdateAsync(string token, object input) =>
        (await host.QueryAsync(
            $"mutation($input: UpdateFlagInput!) {{ updateFlag(input: $input) {{ {Saved} errors {{ __typename ... on Error {{ message }} ... on ValidationError {{ field }} ... on VersionConflictError {{ currentVersion }} }} }} }}",
            new { input }, token))["updateFlag"]!;

    public sealed class Host : IAsyncLifetime
    {
        public TestHost Value { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Value = await TestHost.StartAsync();

        public ValueTask DisposeAsync() => Value.DisposeAsync();
    }
}
