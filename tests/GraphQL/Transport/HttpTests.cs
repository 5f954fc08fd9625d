using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using GraphQL.Tests.Sample;

namespace GraphQL.Tests.Transport;

public sealed class HttpTests : IAsyncLifetime
{
    private const string Json = "application/json";
    private const string GraphQLJson = "application/graphql-response+json";
    private SampleHost host = null!;

    public async ValueTask InitializeAsync() => host = await SampleHost.StartAsync(options => options.MaximumRequestSize = 5000);

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData(null, Json)]
    [InlineData("*/*", Json)]
    [InlineData(Json, Json)]
    [InlineData(GraphQLJson, GraphQLJson)]
    [InlineData("text/html;q=0.5, application/graphql-response+json", GraphQLJson)]
    [InlineData("application/json;q=0.4, application/graphql-response+json;q=0.9", GraphQLJson)]
    public async Task The_client_chooses_the_media_type(string? accept, string expected)
    {
        using var response = await PostAsync("""{"query":"{ hello }"}""", accept);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(expected);
        response.Content.Headers.ContentType.CharSet.ShouldBe("utf-8");
        (await response.Content.ReadAsStringAsync()).ShouldBe("""{"data":{"hello":"world"}}""");
    }

    [Fact]
    public async Task A_client_that_takes_neither_type_is_told_so()
    {
        using var response = await PostAsync("""{"query":"{ hello }"}""", "application/xml");
        response.StatusCode.ShouldBe(HttpStatusCode.NotAcceptable);
    }

    [Theory]
    [InlineData("""{"query":"{"}""", "GRAPHQL_PARSE_FAILED")]
    [InlineData("""{"query":"{ unknown }"}""", "GRAPHQL_VALIDATION_FAILED")]
    [InlineData("""{"query":"query($x: Int!) { hello @include(if: true) numbers(values: [$x]) }"}""", "BAD_USER_INPUT")]
    [InlineData("""{"query":"{ hello }","operationName":"Other"}""", "BAD_REQUEST")]
    public async Task A_request_that_cannot_be_executed_is_400_or_for_plain_json_200(string body, string code)
    {
        using var modern = await PostAsync(body, GraphQLJson);
        modern.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var answer = JsonNode.Parse(await modern.Content.ReadAsStringAsync())!;
        answer["errors"]![0]!["extensions"]!["code"]!.ToString().ShouldBe(code);
        answer.AsObject().ContainsKey("data").ShouldBeFalse();
        using var plain = await PostAsync(body, Json);
        plain.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    [InlineData("{}")]
    [InlineData("""{"query":7}""")]
    [InlineData("""{"query":"{ hello }"} x""")]
    [InlineData("""{"query":"{ hello }","variables":[]}""")]
    [InlineData("""{"query":"{ hello }","variables":"{}"}""")]
    [InlineData("""{"query":"{ hello }","extensions":1}""")]
    [InlineData("""{"query":"{ hello }","operationName":{}}""")]
    [InlineData("""{"query":null}""")]
    [InlineData("""{"query":"{ hello }","documentId":1}""")]
    public async Task A_body_that_is_no_request_is_400(string body)
    {
        foreach (var accept in new[] { Json, GraphQLJson })
        {
            using var response = await PostAsync(body, accept);
            response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            JsonNode.Parse(await response.Content.ReadAsStringAsync())!["errors"]!.AsArray().Count.ShouldBe(1);
        }
    }

    [Fact]
    public async Task Escapes_in_a_document_are_read_as_json_has_them()
    {
        using var response = await PostAsync("""{"query":"{\n people { greet(greeting: \"Gr\u00fc\u00df\") } }"}""", Json);
        (await response.Content.ReadAsStringAsync()).ShouldContain("Grüß, Ada");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/graphql")]
    [InlineData("application/json; charset=utf-16")]
    public async Task Only_json_is_taken_so_that_no_foreign_site_can_send_a_request_unasked(string contentType)
    {
        using var content = new StringContent("""{"query":"{ hello }"}""");
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        using var response = await host.Client.PostAsync(host.Client.BaseAddress, content);
        response.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused()
    {
        using var response = await PostAsync("{\"query\":\"{ hello }" + new string(' ', 6000) + "\"}", Json);
        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        using var chunked = new HttpRequestMessage(HttpMethod.Post, host.Client.BaseAddress);
        chunked.Content = new StringContent("{\"query\":\"{ hello }" + new string(' ', 6000) + "\"}", Encoding.UTF8, Json);
        chunked.Headers.TransferEncodingChunked = true;
        using var second = await host.Client.SendAsync(chunked);
        second.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Queries_can_be_sent_by_get()
    {
        using var response = await host.Client.GetAsync(
            host.Client.BaseAddress + "?query=" + Uri.EscapeDataString("query A($v: [Int!]!) { numbers(values: $v) } query B { hello }")
            + "&operationName=A&variables=" + Uri.EscapeDataString("""{"v":[1,2]}"""));
        (await response.Content.ReadAsStringAsync()).ShouldBe("""{"data":{"numbers":[1,2]}}""");
    }

    [Fact]
    public async Task Mutations_cannot_be_sent_by_get()
    {
        using var response = await host.Client.GetAsync(host.Client.BaseAddress + "?query=" + Uri.EscapeDataString("mutation { count }"));
        response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        response.Content.Headers.Allow.ShouldBe(["POST"]);
        host.Library.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("?query=%7Bhello%7D&variables=x")]
    [InlineData("?query=%7Bhello%7D&variables=%5B%5D")]
    public async Task A_get_that_is_no_request_is_400(string parameters) =>
        (await host.Client.GetAsync(host.Client.BaseAddress + parameters)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

    [Fact]
    public async Task Other_methods_are_not_allowed()
    {
        using var response = await host.Client.PutAsync(host.Client.BaseAddress, new StringContent("{}", Encoding.UTF8, Json));
        response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        response.Content.Headers.Allow.ShouldBe(["GET", "POST", "OPTIONS"]);
    }

    [Fact]
    public async Task Options_says_what_is_served_and_head_runs_nothing()
    {
        using var options = await host.Client.SendAsync(new HttpRequestMessage(HttpMethod.Options, host.Client.BaseAddress));
        options.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        options.Content.Headers.Allow.ShouldBe(["GET", "POST", "OPTIONS"]);
        using var head = await host.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, host.Client.BaseAddress + "?query={people{loans}}"));
        head.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        (await head.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        host.Library.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Answers_to_get_are_kept_by_no_cache()
    {
        foreach (var query in new[] { "?query={hello}", "?query={", "" })
        {
            using var response = await host.Client.GetAsync(host.Client.BaseAddress + query);
            response.Headers.CacheControl!.NoStore.ShouldBeTrue();
            response.Headers.Vary.ShouldBe(["Accept"]);
        }
    }

    [Fact]
    public async Task Failures_of_fields_are_200_and_never_500()
    {
        foreach (var query in new[] { "{ books { broken } }", "{ books { sequel { broken } } }", "mutation { mustCount(fail: true) }" })
        {
            using var response = await PostAsync($$"""{"query":"{{query}}"}""", GraphQLJson);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task A_browser_gets_a_page_that_loads_nothing_from_elsewhere()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, host.Client.BaseAddress);
        request.Headers.Accept.ParseAdd("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
        using var response = await host.Client.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var page = await response.Content.ReadAsStringAsync();
        if (File.Exists(Path.Combine(AppContext.BaseDirectory, "graphiql", "graphiql.min.js")))
        {
            page.ShouldContain("/graphql/graphiql/graphiql.min.js");
            page.ShouldNotContain("https://");
            response.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("script-src 'self'");
            (await host.Client.GetAsync(host.Client.BaseAddress + "/graphiql/graphiql.min.js")).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
        else
        {
            page.ShouldContain("has not been built");
        }

        (await host.Client.GetAsync(host.Client.BaseAddress + "/graphiql/..%2FGraphQL.Tests.dll")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_client_that_leaves_ends_its_operation()
    {
        using var leaving = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        using var content = new StringContent("""{"query":"{ slow }"}""", Encoding.UTF8, Json);
        await Should.ThrowAsync<OperationCanceledException>(() => host.Client.PostAsync(host.Client.BaseAddress, content, leaving.Token));
        (await host.DataAsync("{ hello }")).ShouldBe("""{"hello":"world"}""");
        host.Log.Errors.ShouldBeEmpty();
    }

    private async Task<HttpResponseMessage> PostAsync(string body, string? accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, host.Client.BaseAddress);
        request.Content = new StringContent(body, Encoding.UTF8, Json);
        if (accept is not null)
            request.Headers.Accept.ParseAdd(accept);
        return await host.Client.SendAsync(request);
    }
}
