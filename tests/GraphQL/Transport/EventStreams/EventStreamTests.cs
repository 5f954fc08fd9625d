using System.Net;
using System.Text;
using System.Text.Json;
using GraphQL.Subscriptions;
using GraphQL.Tests.Sample;
using GraphQL.Tests.Transport.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GraphQL.Tests.Transport.EventStreams;

public sealed class EventStreamTests : IAsyncLifetime
{
    private SampleHost host = null!;

    public async ValueTask InitializeAsync() => host = await SampleHost.StartAsync(
        options => options.KeepAliveInterval = TimeSpan.FromMilliseconds(50),
        server => server.Services.AddResponseCompression(options => options.MimeTypes = ["text/event-stream"]),
        app => app.UseResponseCompression());

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_price_that_is_asked_for_in_the_request_opens_no_subscription()
    {
        using var content = new StringContent("""{"query":"subscription { said(topic: \"news\") }","extensions":{"cost":"validate"}}""", Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = content };
        request.Headers.Accept.ParseAdd("text/event-stream");
        using var answer = await host.Client.SendAsync(request);

        (await EventsAsync(answer)).ShouldContain("operationCost");
        Hub.SubscriptionCount.ShouldBe(0);
    }

    [Theory]
    [InlineData("{ hello }", """{"data":{"hello":"world"}}""")]
    [InlineData("mutation { mustCount }", """{"data":{"mustCount":1}}""")]
    public async Task Queries_and_mutations_have_one_event(string query, string response)
    {
        using var answer = await PostAsync(query);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        answer.Headers.GetValues("X-Accel-Buffering").ShouldBe(["no"]);
        (await EventsAsync(answer)).ShouldBe($"event: next\ndata: {response}\n\nevent: complete\ndata: \n\n");
    }

    [Fact]
    public async Task A_subscription_has_an_event_for_each_of_its_source_and_completes_with_it()
    {
        using var answer = await PostAsync("subscription { countUp(to: 2) }");
        (await EventsAsync(answer)).ShouldBe(
            "event: next\ndata: {\"data\":{\"countUp\":1}}\n\nevent: next\ndata: {\"data\":{\"countUp\":2}}\n\nevent: complete\ndata: \n\n");
    }

    [Fact]
    public async Task Events_come_when_they_happen_and_comments_while_none_do()
    {
        using var answer = await PostAsync("""subscription { said(topic: "news") }""");
        answer.Content.Headers.ContentEncoding.ShouldBe(["identity"]);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        for (var comments = 0; comments < 3; comments++)
        {
            (await reader.ReadLineAsync()).ShouldBe(":");
            (await reader.ReadLineAsync()).ShouldBe("");
        }

        Hub.Deliver("news", "rain");
        string? line;
        while ((line = await reader.ReadLineAsync()) is ":" or "")
        {
        }

        line.ShouldBe("event: next");
        (await reader.ReadLineAsync()).ShouldBe("""data: {"data":{"said":"Heard: rain"}}""");
    }

    [Fact]
    public async Task A_client_that_leaves_ends_its_subscription()
    {
        using (var answer = await PostAsync("""subscription { said(topic: "news") }"""))
            await Eventually.HoldsAsync(() => Hub.SubscriptionCount == 1);
        await Eventually.HoldsAsync(() => Hub.SubscriptionCount == 0 && host.Services.GetRequiredService<RunningStreams>().Operations == 0);
        host.Library.Calls.ShouldContain("left news");
        host.Log.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_host_that_stops_ends_the_stream_without_completing_it()
    {
        using var answer = await PostAsync("""subscription { said(topic: "news") }""");
        await Eventually.HoldsAsync(() => Hub.SubscriptionCount == 1);
        var stopping = host.Services.GetRequiredService<IHost>().StopAsync();
        (await answer.Content.ReadAsStringAsync()).ShouldNotContain("complete");
        await stopping;
    }

    [Theory]
    [InlineData("{ unknown }", "GRAPHQL_VALIDATION_FAILED")]
    [InlineData("{", "GRAPHQL_PARSE_FAILED")]
    [InlineData("subscription { said(topic: \"\") }", "NO_TOPIC")]
    [InlineData("subscription { secrets }", "UNAUTHENTICATED")]
    public async Task Errors_of_the_operation_are_told_in_the_stream(string query, string code)
    {
        using var answer = await PostAsync(query);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var events = await EventsAsync(answer);
        events.ShouldStartWith("event: next\ndata: {\"errors\":[");
        events.ShouldContain($"\"code\":\"{code}\"");
        events.ShouldEndWith("event: complete\ndata: \n\n");
    }

    [Fact]
    public async Task What_is_no_request_gets_no_stream()
    {
        using var answer = await SendAsync(new HttpRequestMessage(HttpMethod.Post, host.Client.BaseAddress)
        {
            Content = new StringContent("""{"query":1}""", Encoding.UTF8, "application/json"),
        });
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
    }

    [Fact]
    public async Task By_get_come_queries_and_subscriptions_and_no_mutations()
    {
        using var query = await GetAsync("{ hello }");
        (await EventsAsync(query)).ShouldContain("world");
        using var subscription = await GetAsync("subscription { countUp(to: 1) }");
        (await EventsAsync(subscription)).ShouldContain("""{"data":{"countUp":1}}""");
        using var mutation = await GetAsync("mutation { count }");
        mutation.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        host.Library.Calls.ShouldNotContain("count");
    }

    [Fact]
    public async Task A_stream_ends_with_its_users_token_and_says_nothing_of_completion()
    {
        await using var guarded = await SampleHost.StartAsync(build: BearerNames.Add);
        using var request = new HttpRequestMessage(HttpMethod.Post, guarded.Client.BaseAddress)
        {
            Content = new StringContent("""{"query":"subscription { said(topic: \"news\") }"}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Accept.ParseAdd("text/event-stream");
        request.Headers.Add("Authorization", "Bearer ada:5000");
        using var answer = await guarded.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        (await EventsAsync(answer)).ShouldBeEmpty();
        await Eventually.HoldsAsync(() => guarded.Services.GetRequiredService<TopicHub>().SubscriptionCount == 0);
    }

    private TopicHub Hub => host.Services.GetRequiredService<TopicHub>();

    private Task<HttpResponseMessage> PostAsync(string query) => SendAsync(new HttpRequestMessage(HttpMethod.Post, host.Client.BaseAddress)
    {
        Content = new StringContent(JsonSerializer.Serialize(new { query }), Encoding.UTF8, "application/json"),
    });

    private Task<HttpResponseMessage> GetAsync(string query) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, host.Client.BaseAddress + "?query=" + Uri.EscapeDataString(query)));

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            request.Headers.Accept.ParseAdd("text/event-stream");
            request.Headers.AcceptEncoding.ParseAdd("gzip");
            return await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        }
    }

    /// <summary>All events, comments left aside.</summary>
    private static async Task<string> EventsAsync(HttpResponseMessage answer) =>
        (await answer.Content.ReadAsStringAsync()).Replace(":\n\n", "", StringComparison.Ordinal);
}
