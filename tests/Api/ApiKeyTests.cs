using System.Text.Json.Nodes;
using Marketplace.Api.Tests.Ofrep;
using Testing;

namespace Marketplace.Api.Tests;

/// <summary>createApiKey, revokeApiKey and apiKeys over GraphQL.</summary>
public sealed class ApiKeyTests(RefusalTests.Host shared) : IClassFixture<RefusalTests.Host>
{
    private const string All = "{ apiKeys { id name createdAt lastUsedAt revokedAt } }";
    private readonly TestHost host = shared.Value;

    [Fact]
    public async Task A_key_is_made_listed_used_and_revoked_and_its_secret_is_never_seen_again()
    {
        var manager = await host.StaffAsync("PRODUCT_MANAGER");
        var (id, secret) = await host.CreateKeyAsync("shop");

        var listed = (await host.QueryAsync(All, null, manager))["apiKeys"]![0]!;
        ((string)listed["id"]!, (string)listed["name"]!, listed["lastUsedAt"], listed["revokedAt"]).ShouldBe((id, "shop", null, null));
        (await host.ReadAsync(null, FlagReading.Context("a"), secret)).Code.ShouldBe(200);
        JsonNode? used = null;
        while (used is null)
            used = (await host.QueryAsync("query($id: ID!) { node(id: $id) { ... on ApiKey { lastUsedAt } } }", new { id }, manager))["node"]!["lastUsedAt"];
        (await host.MutateAsync("revokeApiKey", "apiKey { id revokedAt }", new { id }, manager))["apiKey"]!["revokedAt"].ShouldNotBeNull();
        (await host.ReadAsync(null, FlagReading.Context("a"), secret)).Code.ShouldBe(401);

        var log = await host.ScalarAsync<string>("select string_agg(action || ' ' || subject || ' ' || actor || ' ' || coalesce(after::text, ''), '|' order by id) from experiments.audit_entry where subject like 'api-key:%'");
        log.ShouldContain("api-key.created");
        log.ShouldContain("api-key.revoked");
        log.ShouldNotContain(secret[^20..]);
    }

    [Theory]
    [InlineData("SUPPORT")]
    [InlineData("TRUST_AND_SAFETY")]
    [InlineData(null)]
    public async Task Whoever_is_no_product_manager_neither_makes_nor_sees_nor_revokes_keys(string? role)
    {
        var (id, secret) = await host.CreateKeyAsync();
        var token = role is null ? (await MarketplaceClient.FreelancerAsync(host)).Token : await host.StaffAsync(role);

        foreach (var (field, input) in new (string, object)[] { ("createApiKey", new { name = "mine" }), ("revokeApiKey", new { id }) })
            ((string)(await host.MutateAsync(field, "apiKey { id }", input, token))["errors"]![0]!["code"]!).ShouldBe("FORBIDDEN");
        (await host.SendAsync(All, null, token))["errors"].ShouldNotBeNull();
        (await host.QueryAsync("query($id: ID!) { node(id: $id) { id } }", new { id }, token))["node"].ShouldBeNull();
        (await host.ReadAsync(null, FlagReading.Context("a"), secret)).Code.ShouldBe(200);
    }

    [Fact]
    public async Task A_name_that_is_none_and_a_key_that_is_not_there_are_refused()
    {
        var admin = await host.StaffAsync("ADMIN");

        var unnamed = (await host.MutateAsync("createApiKey", "secret", new { name = " " }, admin))["errors"]![0]!;
        ((string)unnamed["__typename"]!).ShouldBe("ValidationError");
        var missing = (await host.MutateAsync("revokeApiKey", "apiKey { id }", new { id = GraphQL.GlobalId.Encode("ApiKey", "99") }, admin))["errors"]![0]!;
        ((string)missing["code"]!).ShouldBe("NOT_FOUND");
    }
}
