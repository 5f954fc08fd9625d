using System.Net;
using System.Net.Http.Headers;
using Testing;

namespace Marketplace.Api.Tests.Telemetry;

public sealed class MetricsEndpointTests : IAsyncLifetime
{
    private TestHost host = null!;

    public async ValueTask InitializeAsync() => host = await TestHost.StartAsync("--Metrics:Token=for-the-collector");

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task The_machine_itself_reads_what_GraphQL_HTTP_and_the_database_did()
    {
        await host.QueryAsync("{ jobCategories { name } }");

        using var answer = await host.Http.GetAsync("/metrics");

        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        var metrics = await answer.Content.ReadAsStringAsync();
        PrometheusTextTests.ShouldBeWellFormed(metrics);
        metrics.ShouldContain("graphql_server_request_duration_seconds_count{otel_scope_name=\"GraphQL\",graphql_operation_type=\"query\"} ");
        metrics.ShouldContain("# TYPE http_server_request_duration_seconds histogram");
        metrics.ShouldContain("# TYPE dotnet_gc_collections_total counter");
        metrics.ShouldContain("otel_scope_name=\"Npgsql\"");
    }

    [Theory]
    [InlineData(null, HttpStatusCode.NotFound)]
    [InlineData("for-somebody-else", HttpStatusCode.NotFound)]
    [InlineData("for-the-collector", HttpStatusCode.OK)]
    public async Task Who_comes_through_a_proxy_needs_the_token(string? token, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.Add("X-Forwarded-For", "127.0.0.1");
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);

        using var answer = await host.Http.SendAsync(request);

        answer.StatusCode.ShouldBe(expected);
    }
}
