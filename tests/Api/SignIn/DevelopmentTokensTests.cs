using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Marketplace.Api.SignIn;
using Marketplace.Database;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Marketplace.Api.Tests.SignIn;

public sealed class DevelopmentTokensTests(SignInDatabase database) : IClassFixture<SignInDatabase>
{
    [Fact]
    public async Task A_staff_token_carries_its_role()
    {
        await using var host = await StartAsync();
        var me = await host.MeAsync(await host.TokenAsync("""{"accountId": null, "roles": ["ADMIN"]}"""));

        me.GetProperty("admin").GetBoolean().ShouldBeTrue();
        me.GetProperty("subject").GetString().ShouldBe("staff:admin");
    }

    [Fact]
    public async Task The_token_of_an_account_is_its_owners()
    {
        await using var host = await StartAsync();
        var me = await host.MeAsync(await host.TokenAsync($$"""{"accountId": "{{SignInHost.KnownAccount}}", "roles": ["FREELANCER"]}"""));

        me.GetProperty("subject").GetString().ShouldBe(SignInHost.OwnerOfKnownAccount);
        me.GetProperty("admin").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Without_account_and_staff_role_everybody_is_somebody_new()
    {
        await using var host = await StartAsync();
        var one = await host.MeAsync(await host.TokenAsync("""{"roles": ["CLIENT"]}"""));
        var two = await host.MeAsync(await host.TokenAsync("{}"));

        one.GetProperty("subject").GetString().ShouldNotBe(two.GetProperty("subject").GetString());
    }

    [Fact]
    public async Task A_token_survives_the_hosts_restart()
    {
        string token;
        await using (var first = await StartAsync())
            token = await first.TokenAsync("""{"roles": ["SUPPORT"]}""");

        await using var second = await StartAsync();
        (await second.MeAsync(token)).GetProperty("subject").GetString().ShouldBe("staff:support");
    }

    [Fact]
    public async Task An_unknown_account_is_not_found()
    {
        await using var host = await StartAsync();
        var answer = await host.AskForTokenAsync("""{"accountId": "QWNjb3VudDo5OTk", "roles": []}""");

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("{\"roles\": [", "not JSON")]
    [InlineData("[]", "JSON object")]
    [InlineData("""{"roles": ["KING"]}""", "FREELANCER, AGENCY, CLIENT, SUPPORT, TRUST_AND_SAFETY, PRODUCT_MANAGER, ADMIN")]
    [InlineData("""{"roles": [7]}""", "7 is not a role")]
    [InlineData("""{"roles": "ADMIN"}""", "must be a list")]
    [InlineData("""{"accountId": 7}""", "must be the id of an account")]
    public async Task A_wrong_request_is_told_what_would_be_right(string body, string expected)
    {
        await using var host = await StartAsync();
        var answer = await host.AskForTokenAsync(body);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString()!.ShouldContain(expected);
    }

    [Fact]
    public async Task An_expired_token_is_refused_and_says_so()
    {
        await using var host = await StartAsync();
        await ShouldRefuseAsync(host, await IssueAsync(now: TimeProvider.System.GetUtcNow().AddDays(-1)), "expired");
    }

    [Fact]
    public async Task A_token_for_another_audience_is_refused()
    {
        await using var host = await StartAsync();
        await ShouldRefuseAsync(host, await IssueAsync(audience: "payroll"), "another audience");
    }

    [Fact]
    public async Task A_token_that_was_changed_is_refused()
    {
        await using var host = await StartAsync();
        var parts = (await host.TokenAsync("""{"roles": ["SUPPORT"]}""")).Split('.');
        var other = (await host.TokenAsync("""{"roles": ["ADMIN"]}""")).Split('.');

        await ShouldRefuseAsync(host, $"{parts[0]}.{other[1]}.{parts[2]}", "signature");
    }

    [Theory]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.")]
    [InlineData("eyJhbGciOiJIUzI1NiIsImtpZCI6Ijk5OTk5OTk5OTk5OTk5OTk5OTk5In0.eyJzdWIiOiJ4In0.AAAA")]
    public async Task Nonsense_is_refused_and_never_a_failure_of_the_host(string token)
    {
        await using var host = await StartAsync();
        await ShouldRefuseAsync(host, token, "token");
    }

    [Fact]
    public async Task Without_a_token_the_caller_is_nobody_and_a_members_endpoint_asks_for_one()
    {
        await using var host = await StartAsync();
        (await host.MeAsync(null)).GetProperty("subject").ValueKind.ShouldBe(JsonValueKind.Null);

        var answer = await host.GetAsync("/members", null);
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
        (await host.GetAsync("/members", await host.TokenAsync("{}"))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_endpoint_that_reads_other_tokens_gets_to_see_them()
    {
        await using var host = await StartAsync();
        (await host.GetAsync("/keys", "an-api-key")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_token_that_came_without_a_header_is_judged_by_the_same_rules()
    {
        await using var host = await StartAsync();
        var reader = host.Services.GetRequiredService<TokenReader>();

        var known = await reader.ReadAsync(await host.TokenAsync("""{"roles": ["ADMIN"]}"""), CancellationToken.None);
        known!.Principal.IsInRole("ADMIN").ShouldBeTrue();
        known.Expires.ShouldBeGreaterThan(TimeProvider.System.GetUtcNow());
        (await reader.ReadAsync(await IssueAsync(audience: "payroll"), CancellationToken.None)).ShouldBeNull();
        (await reader.ReadAsync("x", CancellationToken.None)).ShouldBeNull();
    }

    private static async Task ShouldRefuseAsync(SignInHost host, string token, string reason)
    {
        var answer = await host.GetAsync("/me", token);
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Headers.WwwAuthenticate.ToString().ShouldContain("invalid_token");
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        body.GetProperty("detail").GetString()!.ShouldContain(reason);
        body.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString().ShouldBe("UNAUTHENTICATED");
    }

    private Task<SignInHost> StartAsync() => SignInHost.StartAsync(database.Database, "Development");

    private async Task<string> IssueAsync(string audience = "marketplace", DateTimeOffset? now = null)
    {
        await using var source = NpgsqlDataSource.Create(database.Database.ConnectionString);
        var key = await new DevelopmentKeys(new SigningKeys(source)).CurrentAsync(CancellationToken.None);
        return DevelopmentTokens.Issue("person:ann", [], key, audience, now ?? TimeProvider.System.GetUtcNow());
    }
}
