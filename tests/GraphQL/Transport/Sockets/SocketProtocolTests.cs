using System.Net;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using GraphQL.Subscriptions;
using GraphQL.Tests.Sample;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQL.Tests.Transport.Sockets;

public sealed class SocketProtocolTests : IAsyncLifetime
{
    private SampleHost host = null!;

    public async ValueTask InitializeAsync() => host = await SampleHost.StartAsync(options =>
    {
        options.MaximumSocketOperations = 3;
        options.MaximumRequestSize = 5000;
    });

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_deep_payload_is_read_and_a_deeper_one_is_no_message()
    {
        using (var client = await SocketClient.OpenAsync(host))
        {
            await client.SendAsync("{\"type\":\"connection_init\",\"payload\":{\"a\":" + new string('[', 90) + new string(']', 90) + "}}");
            (await client.ReceiveAsync()).ShouldContain("connection_ack");
        }

        using var deeper = await SocketClient.OpenAsync(host);
        await deeper.SendAsync("{\"type\":\"connection_init\",\"payload\":{\"a\":" + new string('[', 200) + new string(']', 200) + "}}");
        (await deeper.ReceiveAsync()).ShouldContain("4400");
    }

    [Fact]
    public async Task The_subprotocol_is_agreed_on()
    {
        using var client = await SocketClient.OpenAsync(host, options => options.AddSubProtocol("something-else"));
        client.Socket.SubProtocol.ShouldBe("graphql-transport-ws");
    }

    [Theory]
    [InlineData("graphql-ws")]
    [InlineData(null)]
    public async Task Without_the_subprotocol_the_socket_is_closed(string? protocol)
    {
        using var client = await SocketClient.OpenAsync(host, protocol: protocol);
        (await client.ReceiveAsync()).ShouldBe("4406 Subprotocol not acceptable");
    }

    [Fact]
    public async Task Queries_and_mutations_have_one_response()
    {
        using var client = await SocketClient.ConnectAsync(host);
        await client.SubscribeAsync("1", "{ hello }");
        (await client.ReceiveAsync()).ShouldBe("""{"id":"1","type":"next","payload":{"data":{"hello":"world"}}}""");
        (await client.ReceiveAsync()).ShouldBe("""{"id":"1","type":"complete"}""");
        await client.SubscribeAsync("1", "mutation { mustCount }");
        (await client.ReceiveAsync()).ShouldBe("""{"id":"1","type":"next","payload":{"data":{"mustCount":1}}}""");
        (await client.ReceiveAsync()).ShouldBe("""{"id":"1","type":"complete"}""");
    }

    [Fact]
    public async Task A_subscription_has_a_response_for_each_event_and_ends_with_its_source()
    {
        using var client = await SocketClient.ConnectAsync(host);
        await client.SubscribeAsync("ä\"1", "subscription { countUp(to: 2) }");
        JsonNode.Parse(await client.ReceiveAsync())!["id"]!.ToString().ShouldBe("ä\"1");
        (await client.ReceiveAsync()).ShouldEndWith(""","type":"next","payload":{"data":{"countUp":2}}}""");
        (await client.ReceiveAsync()).ShouldEndWith(""","type":"complete"}""");
    }

    [Fact]
    public async Task Variables_and_the_name_of_the_operation_are_taken()
    {
        using var client = await SocketClient.ConnectAsync(host);
        await client.SendAsync("""{"id":"1","type":"subscribe","payload":{"query":"query A { hello } query B($v: [Int!]!) { numbers(values: $v) }","operationName":"B","variables":{"v":[7]},"extensions":{}}}""");
        (await client.ReceiveAsync()).ShouldBe("""{"id":"1","type":"next","payload":{"data":{"numbers":[7]}}}""");
    }

    [Fact]
    public async Task An_operation_that_is_not_valid_ends_with_an_error_and_the_id_is_free_again()
    {
        using var client = await SocketClient.ConnectAsync(host);
        await client.SubscribeAsync("1", "{ unknown }");
        var error = JsonNode.Parse(await client.ReceiveAsync())!;
        error["type"]!.ToString().ShouldBe("error");
        error["payload"]![0]!["extensions"]!["code"]!.ToString().ShouldBe("GRAPHQL_VALIDATION_FAILED");
        await client.SubscribeAsync("1", """subscription { said(topic: "") }""");
        (await client.ReceiveAsync()).ShouldStartWith("""{"id":"1","type":"error","payload":[{"message":"A topic has a name.",""");
    }

    [Fact]
    public async Task A_source_that_breaks_ends_the_operation_with_an_error_and_not_the_socket()
    {
        using var client = await SocketClient.ConnectAsync(host);
        await client.SubscribeAsync("1", """subscription { said(topic: "news") }""");
        await UntilAsync(() => Hub.SubscriptionCount == 1);
        Hub.Deliver("news", "break");
        (await client.ReceiveAsync()).ShouldStartWith("""{"id":"1","type":"error","payload":[{"message":"Internal error (id """);
        await client.SendAsync("""{"type":"ping"}""");
        (await client.ReceiveAsync()).ShouldBe("""{"type":"pong"}""");
    }

    [Fact]
    public async Task What_the_client_has_completed_is_over_and_its_id_free()
    {
        using var client = await SocketClient.ConnectAsync(host);
        await client.SubscribeAsync("1", """subscription { said(topic: "news") }""");
        await UntilAsync(() => Hub.SubscriptionCount == 1);
        await client.SendAsync("""{"id":"1","type":"complete"}""");
        await client.SubscribeAsync("1", "{ hello }");
        (await client.ReceiveAsync()).ShouldBe("""{"id":"1","type":"next","payload":{"data":{"hello":"world"}}}""");
        (await client.ReceiveAsync()).ShouldBe("""{"id":"1","type":"complete"}""");
        await UntilAsync(() => Hub.SubscriptionCount == 0);
        await client.SendAsync("""{"id":"never begun","type":"complete"}""");
        await client.SendAsync("""{"type":"ping"}""");
        (await client.ReceiveAsync()).ShouldBe("""{"type":"pong"}""");
    }

    [Fact]
    public async Task A_ping_is_answered_with_what_it_brought_even_before_the_connection_is_acknowledged()
    {
        using var client = await SocketClient.OpenAsync(host);
        await client.SendAsync("""{"type":"ping","payload":{"a":[1]}}""");
        (await client.ReceiveAsync()).ShouldBe("""{"type":"pong","payload":{"a":[1]}}""");
        await client.SendAsync("""{"type":"pong"}""");
        await client.SendAsync("""{"type":"ping"}""");
        (await client.ReceiveAsync()).ShouldBe("""{"type":"pong"}""");
    }

    [Theory]
    [InlineData("", "The message is not valid JSON.")]
    [InlineData("{", "The message is not valid JSON.")]
    [InlineData("{} {}", "The message is not valid JSON.")]
    [InlineData("[]", "The message is not an object.")]
    [InlineData("{}", "The message has no 'type'.")]
    [InlineData("""{"type":1}""", "The message's 'type' is not a string.")]
    [InlineData("""{"type":"next","id":"1","payload":{}}""", "Messages of type 'next' are none that a client sends.")]
    [InlineData("""{"type":"ping","payload":1}""", "The message's 'payload' is not an object.")]
    [InlineData("""{"type":"complete"}""", "The message 'complete' has no 'id'.")]
    [InlineData("""{"type":"subscribe","id":"","payload":{"query":"{ hello }"}}""", "The message 'subscribe' has no 'id'.")]
    [InlineData("""{"type":"subscribe","id":1,"payload":{"query":"{ hello }"}}""", "The message's 'id' is not a string.")]
    [InlineData("""{"type":"subscribe","id":"1"}""", "The message 'subscribe' has no 'payload'.")]
    [InlineData("""{"type":"subscribe","id":"1","payload":{"query":1}}""", "Parameter \"query\" must be a string.")]
    [InlineData("""{"type":"subscribe","id":"1","payload":{}}""", "Parameter \"query\" is missing.")]
    [InlineData("""{"type":"subscribe","id":"1","payload":{"query":"{ hello }","variables":[]}}""", "Parameter \"variables\" must be an object.")]
    [InlineData("""{"type":"subscribe","id":"\ud800","payload":{"query":"{ hello }"}}""", "The message is not valid JSON.")]
    public async Task A_message_that_is_none_of_the_protocol_closes_the_socket_and_says_why(string message, string reason)
    {
        using var client = await SocketClient.ConnectAsync(host);
        await client.SendAsync(message);
        (await client.ReceiveAsync()).ShouldBe("4400 " + reason);
    }

    [Fact]
    public async Task A_binary_message_closes_the_socket()
    {
        using var client = await SocketClient.ConnectAsync(host);
        await client.SendAsync("""{"type":"ping"}""", WebSocketMessageType.Binary);
        (await client.ReceiveAsync()).ShouldBe("4400 Messages are text.");
    }

    [Fact]
    public async Task A_long_reason_is_cut_where_a_character_ends()
    {
        using var client = await SocketClient.ConnectAsync(host);
        await client.SendAsync($$"""{"type":"{{new string('ä', 200)}}"}""");
        var close = await client.ReceiveAsync();
        close.ShouldStartWith("4400 Messages of type 'ä");
        close.ShouldEndWith("ää");
    }

    [Fact]
    public async Task A_message_over_the_limit_closes_the_socket()
    {
        using var client = await SocketClient.ConnectAsync(host);
        await client.SubscribeAsync("1", "{ hello }" + new string(' ', 6000));
        (await client.ReceiveAsync()).ShouldStartWith("1009 ");
    }

    [Fact]
    public async Task Nothing_runs_before_the_connection_is_acknowledged()
    {
        using var client = await SocketClient.OpenAsync(host);
        await client.SubscribeAsync("1", "mutation { count }");
        (await client.ReceiveAsync()).ShouldBe("4401 Unauthorized");
        host.Library.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_second_init_closes_the_socket()
    {
        using var client = await SocketClient.ConnectAsync(host);
        await client.SendAsync("""{"type":"connection_init"}""");
        (await client.ReceiveAsync()).ShouldBe("4429 Too many initialisation requests");
    }

    [Fact]
    public async Task An_id_in_use_closes_the_socket_and_ends_what_ran_on_it()
    {
        using var client = await SocketClient.ConnectAsync(host);
        await client.SubscribeAsync("1", """subscription { said(topic: "news") }""");
        await client.SubscribeAsync("1", "{ hello }");
        (await client.ReceiveAsync()).ShouldBe("4409 Subscriber for 1 already exists");
        await client.CloseAsync();
        await UntilAsync(() => Running is { Operations: 0, Sockets: 0 } && Hub.SubscriptionCount == 0);
    }

    [Fact]
    public async Task More_operations_than_a_socket_may_have_are_refused_one_by_one()
    {
        using var client = await SocketClient.ConnectAsync(host);
        for (var number = 1; number <= 4; number++)
            await client.SubscribeAsync($"{number}", """subscription { said(topic: "news") }""");
        var refused = JsonNode.Parse(await client.ReceiveAsync())!;
        refused["id"]!.ToString().ShouldBe("4");
        refused["type"]!.ToString().ShouldBe("error");
        refused["payload"]![0]!["extensions"]!["code"]!.ToString().ShouldBe("TOO_MANY_OPERATIONS");
        await UntilAsync(() => Hub.SubscriptionCount == 3);
    }

    [Fact]
    public async Task A_host_without_sockets_says_what_is_missing()
    {
        await using var deaf = await SampleHost.StartAsync(withSockets: false);
        using var request = new HttpRequestMessage(HttpMethod.Get, deaf.Client.BaseAddress);
        request.Headers.Connection.Add("Upgrade");
        request.Headers.Upgrade.ParseAdd("websocket");
        using var response = await deaf.Client.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.NotImplemented);
        (await response.Content.ReadAsStringAsync()).ShouldContain("UseWebSockets()");
    }

    [Theory]
    [InlineData("https://evil.example", false)]
    [InlineData("null", false)]
    [InlineData("http://127.0.0.1:1", false)]
    [InlineData("https://app.example", true)]
    [InlineData("http://itself", true)]
    public async Task Pages_of_other_origins_may_open_a_socket_only_where_the_host_allows_it(string origin, bool isAllowed)
    {
        await using var open = await SampleHost.StartAsync(options => options.AllowedOrigins.Add("https://app.example"));
        if (origin == "http://itself")
            origin = open.Client.BaseAddress!.GetLeftPart(UriPartial.Authority);
        var opening = SocketClient.OpenAsync(open, options => options.SetRequestHeader("Origin", origin));
        if (isAllowed)
            (await opening).Dispose();
        else
            (await Should.ThrowAsync<WebSocketException>(opening)).Message.ShouldContain("403");
    }

    [Fact]
    public async Task One_socket_more_than_may_be_open_is_refused_until_another_has_closed()
    {
        await using var small = await SampleHost.StartAsync(options => options.MaximumSockets = 1);
        var running = small.Services.GetRequiredService<RunningStreams>();
        using (var first = await SocketClient.ConnectAsync(small))
        {
            (await Should.ThrowAsync<WebSocketException>(SocketClient.OpenAsync(small))).Message.ShouldContain("503");
            await first.CloseAsync();
        }

        await UntilAsync(() => running.Sockets == 0);
        (await SocketClient.ConnectAsync(small)).Dispose();
    }

    [Fact]
    public async Task Who_has_not_been_acknowledged_sends_little_and_more_afterwards()
    {
        await using var roomy = await SampleHost.StartAsync();
        var padding = new string('x', 70_000);
        using (var client = await SocketClient.OpenAsync(roomy))
        {
            await client.SendAsync($$$"""{"type":"ping","payload":{"padding":"{{{padding}}}"}}""");
            (await client.ReceiveAsync()).ShouldBe("1009 A message may have 65536 bytes.");
        }

        using var known = await SocketClient.ConnectAsync(roomy);
        await known.SubscribeAsync("1", $"{{ hello }} #{padding}");
        (await known.ReceiveAsync()).ShouldContain("world");
    }

    private TopicHub Hub => host.Services.GetRequiredService<TopicHub>();

    private RunningStreams Running => host.Services.GetRequiredService<RunningStreams>();

    private static Task UntilAsync(Func<bool> condition) => Eventually.HoldsAsync(condition);
}
