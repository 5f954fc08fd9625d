using System.Text.Json.Nodes;
using Marketplace.Accounts;
using Testing;

namespace Marketplace.Api.Tests.Ofrep;

/// <summary>POST /ofrep/v1/evaluate/flags and /ofrep/v1/evaluate/flags/{key} with a key that is good.</summary>
public sealed class EvaluationTests(EvaluationTests.Prepared prepared) : IClassFixture<EvaluationTests.Prepared>
{
    private const string Anybody = """{"context":{"targetingKey":"somebody"}}""";
    private readonly TestHost host = prepared.Host;

    [Fact]
    public async Task One_flag_is_answered_with_key_value_reason_and_variant()
    {
        var read = await host.ReadAsync(FlagReading.Flag, Anybody, prepared.Secret);

        read.Code.ShouldBe(200);
        read.Body!.ToJsonString().ShouldBe("""{"key":"new-checkout","value":true,"reason":"STATIC","variant":"on"}""");
        read.Headers.CacheControl!.Private.ShouldBeTrue();
        read.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["*"]);
    }

    [Theory]
    [InlineData("text", "\"blue\"")]
    [InlineData("number", "12.5")]
    [InlineData("object", """{"a":[1,{"b":null}],"c":"ä\"\\"}""")]
    [InlineData("nothing", "null")]
    public async Task Values_of_every_type_come_as_they_were_configured(string key, string value)
    {
        await host.CreateFlagAsync(key, on: value, off: value);

        var read = await host.ReadAsync(key, Anybody, prepared.Secret);

        read.Body!.AsObject().ContainsKey("value").ShouldBeTrue();
        JsonNode.DeepEquals(read.Body["value"], JsonNode.Parse(value)).ShouldBeTrue();
    }

    [Fact]
    public async Task All_flags_are_answered_with_a_tag_and_where_changes_are_told()
    {
        var read = await host.ReadAsync(null, Anybody, prepared.Secret);

        read.Code.ShouldBe(200);
        read.Tag.ShouldNotBeNull();
        foreach (var flag in read.Body!["flags"]!.AsArray())
            flag!.AsObject().Select(p => p.Key).ShouldBe(["key", "value", "reason", "variant"]);
        read.Of("interview-reward")!["variant"]!.ToString().ShouldBe("split");
        var stream = read.Body["eventStreams"]!.AsArray().ShouldHaveSingleItem()!;
        stream["type"]!.ToString().ShouldBe("sse");
        stream["url"]!.ToString().ShouldStartWith(host.Address + "/ofrep/v1/events?token=");
    }

    [Fact]
    public async Task Who_has_the_answer_already_gets_none_and_nobody_has_another_ones_tag()
    {
        var first = await host.ReadAsync(null, Anybody, prepared.Secret);

        foreach (var known in new[] { first.Tag!, $"\"x\", W/{first.Tag}", "*" })
        {
            var again = await host.ReadAsync(null, Anybody, prepared.Secret, known);
            again.Code.ShouldBe(304);
            again.Body.ShouldBeNull();
            again.Tag.ShouldBe(first.Tag);
        }

        (await host.ReadAsync(null, FlagReading.Context("somebody else"), prepared.Secret, first.Tag)).Code.ShouldBe(200);
        var (_, other) = await host.CreateKeyAsync("another program");
        (await host.ReadAsync(null, Anybody, other, first.Tag)).Code.ShouldBe(200);
    }

    [Fact]
    public async Task The_tag_changes_with_the_answer_alone()
    {
        await host.CreateFlagAsync("tagged");
        var before = await host.ReadAsync(null, Anybody, prepared.Secret);

        // A change of definitions that changes nobody's answer.
        await host.CreateKeyAsync("no change of flags");
        (await host.ReadAsync(null, Anybody, prepared.Secret, before.Tag)).Code.ShouldBe(304);
        await host.TurnFlagAsync("tagged");
        Read after;
        do
            after = await host.ReadAsync(null, Anybody, prepared.Secret, before.Tag);
        while (after.Code == 304);

        after.Tag.ShouldNotBe(before.Tag);
        after.Of("tagged")!.ToJsonString().ShouldBe("""{"key":"tagged","value":false,"reason":"DISABLED","variant":"off"}""");
    }

    [Theory]
    [InlineData("", "PARSE_ERROR")]
    [InlineData("{", "PARSE_ERROR")]
    [InlineData("[]", "PARSE_ERROR")]
    [InlineData("1", "PARSE_ERROR")]
    [InlineData("{} {}", "PARSE_ERROR")]
    [InlineData("""{"context":{"targetingKey":"\ud800"}}""", "PARSE_ERROR")]
    [InlineData("""{"context":{"targetingKey":"a","deep":[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]}}""", "PARSE_ERROR")]
    [InlineData("{}", "TARGETING_KEY_MISSING")]
    [InlineData("""{"context":{}}""", "TARGETING_KEY_MISSING")]
    [InlineData("""{"context":{"targetingKey":""}}""", "TARGETING_KEY_MISSING")]
    [InlineData("""{"context":{"targetingKey":null}}""", "TARGETING_KEY_MISSING")]
    [InlineData("""{"context":[]}""", "INVALID_CONTEXT")]
    [InlineData("""{"context":null}""", "INVALID_CONTEXT")]
    [InlineData("""{"context":{"targetingKey":5}}""", "INVALID_CONTEXT")]
    [InlineData("""{"context":{"targetingKey":{"a":["b"]}}}""", "INVALID_CONTEXT")]
    [InlineData("""{"context":{"targetingKey":"a\u0000b"}}""", "INVALID_CONTEXT")]
    [InlineData("""{"context":{"targetingKey":"a","groups":"CLIENT"}}""", "INVALID_CONTEXT")]
    [InlineData("""{"context":{"groups":["CLIENT",[1,["a"]],{"b":[]}],"targetingKey":"a"}}""", "INVALID_CONTEXT")]
    public async Task Nonsense_is_named_by_its_code(string body, string code)
    {
        var one = await host.ReadAsync(FlagReading.Flag, body, prepared.Secret);
        var all = await host.ReadAsync(null, body, prepared.Secret);

        (one.Code, one.Error, (string?)one.Body!["key"]).ShouldBe((400, code, FlagReading.Flag));
        (all.Code, all.Error).ShouldBe((400, code));
        all.Body!["key"].ShouldNotBeNull();
        one.Body["errorDetails"]!.ToString().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task What_no_flag_looks_at_may_be_anything()
    {
        var body = """{"other":1,"context":{"plan":{"a":[1]},"groups":["CLIENT"],"country":["US"],"at":null,"targetingKey":"a","x":1e5}}""";

        (await host.ReadAsync(FlagReading.Flag, body, prepared.Secret)).Code.ShouldBe(200);
    }

    [Fact]
    public async Task A_targeting_key_or_a_body_too_long_is_refused()
    {
        var longKey = await host.ReadAsync(FlagReading.Flag, FlagReading.Context(new string('k', 501)), prepared.Secret);
        var longBody = await host.ReadAsync(FlagReading.Flag, $$$"""{"context":{"targetingKey":"a","note":"{{{new string('n', 70_000)}}}"}}""", prepared.Secret);

        (longKey.Code, longKey.Error).ShouldBe((400, "INVALID_CONTEXT"));
        (longBody.Code, longBody.Error, (string?)longBody.Body!["key"]).ShouldBe((413, "PARSE_ERROR", FlagReading.Flag));
    }

    [Theory]
    [InlineData("nothing-of-this-name")]
    [InlineData("New-Checkout")]
    [InlineData("a b\"c ä")]
    public async Task A_flag_that_is_not_there_is_not_found(string key)
    {
        var read = await host.ReadAsync(key, Anybody, prepared.Secret);

        (read.Code, read.Error, (string?)read.Body!["key"]).ShouldBe((404, "FLAG_NOT_FOUND", key));
    }

    [Fact]
    public async Task An_account_reads_the_same_by_a_key_as_by_the_viewers_own_flags()
    {
        var talent = await MarketplaceClient.FreelancerAsync(host);
        var flags = (await talent.QueryAsync("{ viewer { flags { key variant } } }"))["viewer"]!["flags"]!.AsArray();

        var read = await host.ReadAsync(null, FlagReading.Context(talent.AccountId), prepared.Secret);

        read.Body!["flags"]!.AsArray().Select(f => $"{f!["key"]} {f["variant"]}").Order().ShouldBe(flags.Select(f => $"{f!["key"]} {f["variant"]}").Order());
    }

    [Fact]
    public async Task Somebody_signed_in_reads_for_their_own_accounts_alone()
    {
        var (talent, other) = (await MarketplaceClient.FreelancerAsync(host), await MarketplaceClient.FreelancerAsync(host));

        (await host.ReadAsync(null, FlagReading.Context(talent.AccountId), talent.Token)).Code.ShouldBe(200);
        foreach (var notTheirs in new[] { other.AccountId, "legal", "somebody", GraphQL.GlobalId.Encode("Job", "1"), GraphQL.GlobalId.Encode("Account", "999999999") })
        {
            var one = await host.ReadAsync(FlagReading.Flag, FlagReading.Context(notTheirs), talent.Token);
            (one.Code, one.Error, (string?)one.Body!["key"]).ShouldBe((403, "GENERAL", FlagReading.Flag));
            (await host.ReadAsync(null, FlagReading.Context(notTheirs), talent.Token)).Code.ShouldBe(403);
        }

        // Roles of staff give no right to other people's accounts.
        (await host.ReadAsync(null, FlagReading.Context(talent.AccountId), await host.StaffAsync("ADMIN"))).Code.ShouldBe(403);
    }

    [Fact]
    public async Task Whoever_shows_neither_key_nor_token_is_not_signed_in()
    {
        foreach (var bearer in new[] { null, "nonsense", "fxk_0123456789ab_" + new string('A', 43), prepared.Secret[..^1] })
        {
            var one = await host.ReadAsync(FlagReading.Flag, Anybody, bearer);
            var all = await host.ReadAsync(null, Anybody, bearer);
            (one.Code, one.Error, (string?)one.Body!["key"]).ShouldBe((401, "GENERAL", FlagReading.Flag));
            (all.Code, all.Error).ShouldBe((401, "GENERAL"));
            one.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
        }
    }

    [Fact]
    public async Task A_key_comes_in_its_own_header_too()
    {
        foreach (var (secret, status) in new[] { (prepared.Secret, 200), ("nonsense", 401) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/ofrep/v1/evaluate/flags/" + FlagReading.Flag) { Content = new StringContent(Anybody) };
            request.Headers.Add("X-API-Key", secret);
            using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
            ((int)response.StatusCode).ShouldBe(status);
        }
    }

    [Fact]
    public async Task A_key_opens_nothing_else()
    {
        var answer = await host.SendAsync("{ viewer { roles } }", null, prepared.Secret);

        answer["errors"]![0]!["extensions"]!["code"]!.ToString().ShouldBe("UNAUTHENTICATED");
    }

    [Fact]
    public async Task Pages_of_other_sites_may_ask()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/ofrep/v1/evaluate/flags");
        request.Headers.Add("Origin", "https://app.example.com");
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "content-type,authorization,if-none-match");
        using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);

        response.IsSuccessStatusCode.ShouldBeTrue();
        response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["*"]);
        response.Headers.GetValues("Access-Control-Allow-Headers").Single().ShouldContain("content-type, authorization, if-none-match");
        response.Headers.Contains("Access-Control-Allow-Credentials").ShouldBeFalse();
        var read = await host.ReadAsync(null, Anybody, prepared.Secret);
        read.Headers.GetValues("Access-Control-Expose-Headers").Single().ShouldBe("ETag, Retry-After");
    }

    public sealed class Prepared : IAsyncLifetime
    {
        public TestHost Host { get; private set; } = null!;

        public string Secret { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            Host = await TestHost.StartAsync("--Registration:PerAddress=10000");
            await Host.CreateFlagAsync();
            (_, Secret) = await Host.CreateKeyAsync();
        }

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }
}
