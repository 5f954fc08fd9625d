using System.Net.WebSockets;
using GraphQL.Subscriptions;
using GraphQL.Tests.Sample;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GraphQL.Tests.Transport.Sockets;

public sealed class SocketTimeTests
{
    [Fact]
    public async Task A_client_that_does_not_say_who_it_is_in_time_is_closed()
    {
        await using var host = await SampleHost.StartAsync(options => options.SocketInitTimeout = TimeSpan.FromMilliseconds(20));
        using var client = await SocketClient.OpenAsync(host);
        (await client.ReceiveAsync()).ShouldBe("4408 Connection initialisation timeout");
    }

    [Fact]
    public async Task A_client_that_answers_pings_stays()
    {
        await using var host = await SampleHost.StartAsync(options => options.KeepAliveInterval = TimeSpan.FromSeconds(2));
        using var client = await SocketClient.ConnectAsync(host);
        for (var pings = 0; pings < 3; pings++)
        {
            (await client.ReceiveAsync(withPings: true)).ShouldBe("""{"type":"ping"}""");
            await client.SendAsync("""{"type":"pong"}""");
        }

        await client.SubscribeAsync("1", "{ hello }");
        (await client.ReceiveAsync()).ShouldContain("world");
    }

    [Fact]
    public async Task A_client_that_does_not_answer_pings_is_cut_off_and_what_it_had_running_ends()
    {
        await using var host = await SampleHost.StartAsync(options => options.KeepAliveInterval = TimeSpan.FromSeconds(2));
        var running = host.Services.GetRequiredService<RunningStreams>();
        using var client = await SocketClient.OpenAsync(host);
        await client.SendAsync("""{"type":"connection_init"}""");
        await client.SubscribeAsync("1", """subscription { said(topic: "news") }""");
        await Eventually.HoldsAsync(() => host.Library.Calls.Contains("left news") && running is { Operations: 0, Sockets: 0 });
        await Should.ThrowAsync<WebSocketException>(async () =>
        {
            while (true)
                await client.ReceiveAsync();
        });
        host.Log.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_client_that_reads_nothing_is_cut_off_and_no_more_is_read_from_its_source_than_fits_the_wire()
    {
        await using var host = await SampleHost.StartAsync(options => options.KeepAliveInterval = TimeSpan.FromMilliseconds(500), server => server.AddTypes(typeof(Flood)));
        var running = host.Services.GetRequiredService<RunningStreams>();
        using var client = await SocketClient.ConnectAsync(host, configure: options => options.SetBuffer(256, 256));
        await client.SubscribeAsync("1", "subscription { flood }");
        await Eventually.HoldsAsync(() => running.Operations == 1 || host.Library.Calls.Contains("flood ended"));
        await Eventually.HoldsAsync(() => host.Library.Calls.Contains("flood ended") && running is { Operations: 0, Sockets: 0 });
        host.Library.Calls.Count(call => call == "flood").ShouldBeLessThan(5_000);
    }

    [Fact]
    public async Task A_host_that_stops_says_so_to_its_sockets()
    {
        await using var host = await SampleHost.StartAsync();
        var running = host.Services.GetRequiredService<RunningStreams>();
        using var client = await SocketClient.ConnectAsync(host);
        await client.SubscribeAsync("1", """subscription { said(topic: "news") }""");
        await Eventually.HoldsAsync(() => running.Operations == 1);
        var stopping = host.Services.GetRequiredService<IHost>().StopAsync();
        (await client.ReceiveAsync()).ShouldBe("1001 The server is stopping.");
        await client.CloseAsync();
        await stopping;
        running.Operations.ShouldBe(0);
        running.Sockets.ShouldBe(0);
    }
}

[SubscriptionType]
public static class Flood
{
    /// <summary>A lot at once, for ever.</summary>
    [GraphQLName("flood")]
    public static async IAsyncEnumerable<string> PourAsync(Library library)
    {
        var drop = new string('x', 64 * 1024);
        try
        {
            while (true)
            {
                await Task.Yield();
                library.Note("flood");
                yield return drop;
            }
        }
        finally
        {
            library.Note("flood ended");
        }
    }
}
