using System.Text;
using GraphQL.Subscriptions;
using GraphQL.Tests.Sample;
using GraphQL.Tests.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQL.Tests.Subscriptions;

/// <summary>Tests that measure the whole process and so run alone.</summary>
[CollectionDefinition("Alone", DisableParallelization = true)]
public sealed class Alone;

[Collection("Alone")]
public sealed class LeavingTests
{
    private const int AtATime = 16;
    private const string Subscription = "subscription { departures }";
    private const string SlowSubscription = "subscription { departures(slowly: true) }";

    [Fact]
    public async Task Ten_thousand_clients_that_subscribe_and_leave_each_in_one_way_or_another_leave_nothing_behind()
    {
        await using var host = await SampleHost.StartAsync(build: server =>
        {
            server.AddTypes(typeof(DepartureSubscriptions));
            server.Services.AddSingleton<Departures>();
        });
        await LeaveAsync(host, 0, 2_000);
        var first = await SettledMemoryAsync(host);
        await LeaveAsync(host, 2_000, 10_000);
        var last = await SettledMemoryAsync(host);

        // One kilobyte for each who left would be twice this.
        (last - first).ShouldBeLessThan(4_000_000);
        var departures = host.Services.GetRequiredService<Departures>();
        departures.Begun.ShouldBeGreaterThan(4_000);
        host.Log.Errors.ShouldBeEmpty();
    }

    private static Task LeaveAsync(SampleHost host, int from, int to) =>
        Parallel.ForAsync(from, to, new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (number, _) =>
        {
            if (number % 5 == 4)
                await LeaveStreamAsync(host);
            else
                await LeaveSocketAsync(host, number % 5);
        });

    private static async Task LeaveSocketAsync(SampleHost host, int way)
    {
        using var client = await SocketClient.ConnectAsync(host);
        await client.SubscribeAsync("1", way < 2 ? Subscription : SlowSubscription);
        if (way < 2)
            (await client.ReceiveAsync()).ShouldBe("""{"id":"1","type":"next","payload":{"data":{"departures":"here"}}}""");

        // With and without a word, from a subscription that runs and from one that has not resolved yet.
        if (way is 0 or 2)
        {
            await client.SendAsync("""{"id":"1","type":"complete"}""");
            await client.CloseAsync();
        }
        else
        {
            client.Socket.Abort();
        }
    }

    private static async Task LeaveStreamAsync(SampleHost host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, host.Client.BaseAddress);
        request.Content = new StringContent($$"""{"query":"{{Subscription}}"}""", Encoding.UTF8, "application/json");
        request.Headers.Accept.ParseAdd("text/event-stream");
        using var response = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        while (await reader.ReadLineAsync() != "event: next")
        {
        }
    }

    private static async Task<long> SettledMemoryAsync(SampleHost host)
    {
        var running = host.Services.GetRequiredService<RunningStreams>();
        var hub = host.Services.GetRequiredService<TopicHub>();
        var departures = host.Services.GetRequiredService<Departures>();
        await Eventually.HoldsAsync(() => running is { Operations: 0, Sockets: 0 } && hub.SubscriptionCount == 0 && departures.Begun == departures.Ended);
        for (var round = 0; round < 3; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }
}

public sealed class Departures
{
    private int begun;
    private int ended;

    public int Begun => Volatile.Read(ref begun);

    public int Ended => Volatile.Read(ref ended);

    public void Begin() => Interlocked.Increment(ref begun);

    public void End() => Interlocked.Increment(ref ended);
}

[SubscriptionType]
public static class DepartureSubscriptions
{
    public static async Task<IAsyncEnumerable<string>> DeparturesAsync(
        Departures departures, ITopicEventReceiver topics, CancellationToken cancellation, bool slowly = false)
    {
        // It does not notice that the client leaves meanwhile.
        if (slowly)
            await Task.Delay(5, CancellationToken.None);
        var messages = await topics.SubscribeAsync("departures", cancellation);
        return Messages();

        async IAsyncEnumerable<string> Messages()
        {
            departures.Begin();
            try
            {
                yield return "here";
                await foreach (var message in messages)
                    yield return message;
            }
            finally
            {
                departures.End();
            }
        }
    }
}
