using System.Security.Claims;
using System.Text.Json;
using GraphQL.Tests.Sample;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQL.Tests.Transport.Sockets;

public sealed class SocketUserTests
{
    [Theory]
    [InlineData("""{"Authorization":"Bearer ada"}""")]
    [InlineData("""{"authorization":"Bearer ada"}""")]
    [InlineData("""{"headers":{"AUTHORIZATION":"Bearer ada"}}""")]
    public async Task The_init_brings_the_users_token_which_a_browser_cannot_send_otherwise(string payload)
    {
        await using var host = await SampleHost.StartAsync(build: BearerNames.Add);
        using var client = await SocketClient.ConnectAsync(host, payload);
        await client.SubscribeAsync("1", "{ me private }");
        (await client.ReceiveAsync()).ShouldBe("""{"id":"1","type":"next","payload":{"data":{"me":"ada","private":"private"}}}""");
    }

    [Fact]
    public async Task Without_a_token_the_user_is_that_of_the_request_that_opened_the_socket()
    {
        await using var host = await SampleHost.StartAsync(build: BearerNames.Add);
        using var ada = await SocketClient.ConnectAsync(host, """{"other":1}""", options => options.SetRequestHeader("Authorization", "Bearer ada"));
        await ada.SubscribeAsync("1", "{ me }");
        (await ada.ReceiveAsync()).ShouldContain("\"ada\"");
        using var nobody = await SocketClient.ConnectAsync(host);
        await nobody.SubscribeAsync("1", "{ me }");
        (await nobody.ReceiveAsync()).ShouldContain("\"nobody\"");
    }

    [Theory]
    [InlineData("Bearer mallory")]
    [InlineData("Basic YWRhOmFkYQ==")]
    [InlineData("Bearer ada:-1000")]
    public async Task A_token_that_is_not_believed_closes_the_socket(string token)
    {
        await using var host = await SampleHost.StartAsync(build: BearerNames.Add);
        using var client = await SocketClient.OpenAsync(host);
        await client.SendAsync($$$"""{"type":"connection_init","payload":{"Authorization":"{{{token}}}"}}""");
        (await client.ReceiveAsync()).ShouldStartWith("4403 The credentials");
    }

    [Fact]
    public async Task A_token_that_ends_closes_the_socket()
    {
        // The moment is kept in whole seconds.
        await using var host = await SampleHost.StartAsync(build: BearerNames.Add);
        using var client = await SocketClient.ConnectAsync(host, """{"Authorization":"Bearer ada:5000"}""");
        (await client.ReceiveAsync()).ShouldBe("4403 The credentials have expired.");
    }

    [Fact]
    public async Task Services_that_look_at_the_current_request_see_the_socket_s_user_and_the_headers_it_may_bring()
    {
        await using var host = await SampleHost.StartAsync(options => options.SocketHeaders.Add("X-Desk"), server =>
        {
            BearerNames.Add(server);
            server.Services.AddHttpContextAccessor();
            server.AddTypes(typeof(AccessorQueries), typeof(AccessorSubscriptions));
        });
        using var client = await SocketClient.ConnectAsync(host, """{"Authorization":"Bearer ada","x-desk":"7","X-Forbidden":"x"}""");
        await client.SubscribeAsync("1", "{ seen }");
        (await client.ReceiveAsync()).ShouldBe("""{"id":"1","type":"next","payload":{"data":{"seen":"ada at 7, scope 1"}}}""");
        await client.ReceiveAsync();
        await client.SubscribeAsync("2", "subscription { seenAgain }");
        (await client.ReceiveAsync()).ShouldBe("""{"id":"2","type":"next","payload":{"data":{"seenAgain":"ada at 7, scope 2"}}}""");
        (await client.ReceiveAsync()).ShouldBe("""{"id":"2","type":"next","payload":{"data":{"seenAgain":"ada at 7, scope 3"}}}""");
    }

    [Fact]
    public async Task A_host_may_decide_itself_whose_a_socket_is()
    {
        await using var host = await SampleHost.StartAsync(build: server => server.AddSocketInterceptor<Doorman>());
        using var client = await SocketClient.OpenAsync(host);
        await client.SendAsync("""{"type":"connection_init","payload":{"word":"sesame"}}""");
        (await client.ReceiveAsync()).ShouldBe("""{"type":"connection_ack","payload":{"welcome":true}}""");
        await client.SubscribeAsync("1", "{ me }");
        (await client.ReceiveAsync()).ShouldContain("\"ali\"");

        using var stranger = await SocketClient.OpenAsync(host);
        await stranger.SendAsync("""{"type":"connection_init","payload":{"word":"barley"}}""");
        (await stranger.ReceiveAsync()).ShouldBe("4403 That is not the word.");

        using var silent = await SocketClient.OpenAsync(host);
        await silent.SendAsync("""{"type":"connection_init"}""");
        (await silent.ReceiveAsync()).ShouldStartWith("4500 Internal error (id ");
        host.Log.Errors.Count.ShouldBe(1);
    }

    private sealed class Doorman : SocketInterceptor
    {
        public override ValueTask<SocketDecision> ConnectAsync(HttpContext context, JsonElement payload, CancellationToken cancellation) =>
            new(payload.GetProperty("word").GetString() == "sesame"
                ? SocketDecision.Accept(new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.Name, "ali")], "word")), payload: JsonElement.Parse("""{"welcome":true}"""))
                : SocketDecision.Refuse("That is not the word."));
    }
}

[QueryType]
public static class AccessorQueries
{
    public static string Seen(IHttpContextAccessor accessor, Scoped scoped) =>
        $"{accessor.HttpContext!.User.Identity!.Name} at {accessor.HttpContext.Request.Headers["X-Desk"]}, scope {scoped.Number}";
}

[SubscriptionType]
public static class AccessorSubscriptions
{
    [Subscribe(With = nameof(Twice))]
    public static string SeenAgain(IHttpContextAccessor accessor, Scoped scoped) => AccessorQueries.Seen(accessor, scoped);

    private static async IAsyncEnumerable<int> Twice()
    {
        await Task.Yield();
        yield return 1;
        yield return 2;
    }
}
