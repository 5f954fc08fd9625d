using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Marketplace.Api.Hosting;
using Testing;

namespace Marketplace.Api.Tests.Hosting;

public sealed class GraphQLSettingsTests
{
    [Theory]
    [InlineData("--GraphQL:MaximumDepth=0", "GraphQL:MaximumDepth must be from 1 to 200, not 0.")]
    [InlineData("--GraphQL:MaximumDepth=deep", "GraphQL:MaximumDepth")]
    [InlineData("--GraphQL:MaximumDept=10", "MaximumDept")]
    [InlineData("--GraphQL:GetRequestProtection=Sometimes", "GraphQL:GetRequestProtection")]
    [InlineData("--GraphQL:MaximumParallelism=0", "0")]
    [InlineData("--Cors:Origins:0=https://app.example.com/path", "Cors:Origins must name origins")]
    [InlineData("--Cors:Origins:0=app.example.com", "Cors:Origins must name origins")]
    public void A_setting_that_means_nothing_stops_the_host(string setting, string reason) =>
        Should.Throw<HostStartException>(() => MarketplaceHost.Create([setting], HostDatabases.None)).Message.ShouldContain(reason);

    [Fact]
    public async Task Limits_come_from_the_configuration()
    {
        await using var host = await TestHost.StartAsync("--GraphQL:MaximumAliases=1", "--GraphQL:MaximumBatchSize=0");

        ((string)(await host.SendAsync("{ a: now b: now }"))["errors"]![0]!["message"]!).ShouldContain("more than 1 alias");
        using var batch = await host.Http.PostAsJsonAsync("/graphql", new[] { new { query = "{ now }" } });
        (await batch.Content.ReadAsStringAsync()).ShouldContain("Batches are not served here");
    }

    [Fact]
    public async Task The_consoles_documents_can_be_asked_for_by_name_and_where_the_host_says_so_nothing_else_but_by_staff()
    {
        await using var host = await TestHost.StartAsync("--GraphQL:OnlyTrustedDocuments=true");
        var staff = await host.StaffAsync("ADMIN");

        (await SendAsync(host, new { documentId = "Viewer" }, staff))["data"].ShouldNotBeNull();
        (await SendAsync(host, new { documentId = "ExperimentList" }, staff))["errors"].ShouldBeNull();
        ((string)(await SendAsync(host, new { query = "{ now }" }, null))["errors"]![0]!["extensions"]!["code"]!).ShouldBe("QUERY_NOT_IN_SAFELIST");
        (await SendAsync(host, new { query = "{ now }" }, staff))["data"]!["now"].ShouldNotBeNull();
    }

    [Fact]
    public async Task Each_request_of_a_batch_reads_in_a_snapshot_of_its_own()
    {
        await using var host = await TestHost.StartAsync();
        const string Query = "{ now jobs { totalCount } rateCards { key } }";

        using var response = await host.Http.PostAsJsonAsync("/graphql", new[] { new { query = Query }, new { query = Query }, new { query = "{ nothing }" } });

        var answers = (await response.Content.ReadFromJsonAsync<JsonNode>())!.AsArray();
        answers.Select(answer => answer!["data"] is not null).ShouldBe([true, true, false]);
        answers[0]!["errors"].ShouldBeNull();
    }

    [Theory]
    [InlineData("https://app.example.com", true)]
    [InlineData("https://evil.example.com", false)]
    public async Task Pages_of_the_named_sites_may_open_sockets_and_no_others(string origin, bool isAllowed)
    {
        await using var host = await TestHost.StartAsync("--Cors:Origins:0=https://app.example.com");
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        socket.Options.SetRequestHeader("Origin", origin);

        var opening = socket.ConnectAsync(new Uri(host.Address.Replace("http:", "ws:", StringComparison.Ordinal) + "/graphql"), CancellationToken.None);

        if (isAllowed)
            await opening;
        else
            (await Should.ThrowAsync<WebSocketException>(opening)).Message.ShouldContain("403");
    }

    [Fact]
    public async Task Pages_of_the_named_sites_may_ask_and_no_others()
    {
        await using var host = await TestHost.StartAsync("--Cors:Origins:0=https://app.example.com");

        (await PreflightAsync(host, "https://app.example.com")).ShouldBe("https://app.example.com");
        (await PreflightAsync(host, "https://other.example.com")).ShouldBeNull();
        (await AllowedOriginAsync(host, "https://app.example.com")).ShouldBe("https://app.example.com");
        (await AllowedOriginAsync(host, "https://other.example.com")).ShouldBeNull();
    }

    [Fact]
    public async Task Unless_a_site_is_named_none_may_ask()
    {
        await using var host = await TestHost.StartAsync();
        (await PreflightAsync(host, "https://app.example.com")).ShouldBeNull();
    }

    [Theory]
    [InlineData("application/json", "br")]
    [InlineData("application/graphql-response+json", "gzip")]
    public async Task Answers_are_compressed(string accept, string encoding)
    {
        await using var host = await TestHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = "{ __schema { types { name description } } }" }) };
        request.Headers.Accept.ParseAdd(accept);
        request.Headers.AcceptEncoding.ParseAdd(encoding);

        using var response = await host.Http.SendAsync(request);

        response.Content.Headers.ContentEncoding.ShouldBe([encoding]);
        response.Headers.Vary.ShouldContain("Accept-Encoding");
    }

    private static async Task<JsonNode> SendAsync(TestHost host, object body, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(body) };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await host.Http.SendAsync(request);
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    private static async Task<string?> PreflightAsync(TestHost host, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/graphql");
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "authorization,content-type");
        return await AllowedOriginAsync(host, request, origin);
    }

    private static async Task<string?> AllowedOriginAsync(TestHost host, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = "{ now }" }) };
        return await AllowedOriginAsync(host, request, origin);
    }

    private static async Task<string?> AllowedOriginAsync(TestHost host, HttpRequestMessage request, string origin)
    {
        request.Headers.Add("Origin", origin);
        using var response = await host.Http.SendAsync(request);
        return response.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values.Single() : null;
    }
}
