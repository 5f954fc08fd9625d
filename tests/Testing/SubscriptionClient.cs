using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Testing;

/// <summary>A client of graphql-transport-ws over a socket of its own.</summary>
public sealed class SubscriptionClient : IAsyncDisposable
{
    private readonly ClientWebSocket socket;
    private readonly CancellationTokenSource closing = new();
    private readonly SemaphoreSlim sending = new(1);
    private readonly ConcurrentDictionary<string, Channel<JsonNode>> running = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource acknowledged = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task reading;
    private int made;

    private SubscriptionClient(ClientWebSocket socket)
    {
        this.socket = socket;
        reading = ReadAsync();
    }

    /// <summary>Connects, signs in by <c>connection_init</c> and waits for the server's acknowledgement; `account` is the one to act for, where a person has several.</summary>
    public static async Task<SubscriptionClient> ConnectAsync(TestHost host, string? token = null, string? account = null)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        await socket.ConnectAsync(new Uri(host.Address.Replace("http:", "ws:", StringComparison.Ordinal) + "/graphql"), CancellationToken.None);
        var client = new SubscriptionClient(socket);
        var payload = new JsonObject();
        if (token is not null)
            payload["Authorization"] = $"Bearer {token}";
        if (account is not null)
            payload["X-Account-Id"] = account;
        await client.SendAsync(new { type = "connection_init", payload });
        await client.acknowledged.Task.WaitAsync(TimeSpan.FromSeconds(60));
        return client;
    }

    /// <summary>Subscribes; that the server has done so is seen by its first event alone.</summary>
    public async Task<Subscription> SubscribeAsync(string query, object? variables = null)
    {
        var id = $"{Interlocked.Increment(ref made)}";
        var messages = Channel.CreateUnbounded<JsonNode>();
        running[id] = messages;
        await SendAsync(new { id, type = "subscribe", payload = new { query, variables } });
        return new Subscription(messages.Reader, () => SendAsync(new { id, type = "complete" }));
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        socket.Dispose();
        sending.Dispose();
        closing.Dispose();
    }

    private async Task SendAsync(object message)
    {
        await sending.WaitAsync();
        try
        {
            await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            sending.Release();
        }
    }

    private async Task ReadAsync()
    {
        Exception? ended = null;
        try
        {
            while (await NextAsync() is { } message)
                await TakeAsync(message);
        }
        catch (Exception exception)
        {
            ended = exception;
        }

        var closed = ended ?? new WebSocketException($"The server closed the socket: {(int?)socket.CloseStatus} {socket.CloseStatusDescription}.");
        acknowledged.TrySetException(closed);
        foreach (var messages in running.Values)
            messages.Writer.TryComplete(closed);
    }

    private async Task TakeAsync(JsonNode message)
    {
        switch ((string)message["type"]!)
        {
            case "connection_ack":
                acknowledged.TrySetResult();
                break;
            case "ping":
                await SendAsync(new { type = "pong" });
                break;
            case "next":
                Messages(message).TryWrite(message["payload"]!);
                break;
            case "error":
                Messages(message).TryWrite(new JsonObject { ["errors"] = message["payload"]!.DeepClone(), ["ended"] = true });
                Messages(message).TryComplete();
                break;
            case "complete":
                Messages(message).TryComplete();
                break;
        }
    }

    private ChannelWriter<JsonNode> Messages(JsonNode message) => running[(string)message["id"]!].Writer;

    private async Task<JsonNode?> NextAsync()
    {
        using var text = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, closing.Token);
            if (part.MessageType == WebSocketMessageType.Close)
                return null;
            text.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
                return JsonNode.Parse(Encoding.UTF8.GetString(text.ToArray()));
        }
    }
}

/// <summary>One operation on a socket.</summary>
public sealed class Subscription(ChannelReader<JsonNode> messages, Func<Task> leave)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>How many answers were read.</summary>
    public int Answers { get; private set; }

    /// <summary>The next answer as it is, its errors too; where an error ended the stream, it says <c>ended</c>.</summary>
    public async Task<JsonNode> NextAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        var answer = await messages.ReadAsync(limit.Token);
        Answers++;
        return answer;
    }

    /// <summary>Reads on until an answer's data are what is looked for; an answer with errors is a failure.</summary>
    public async Task<JsonNode> UntilAsync(Func<JsonNode, bool> found)
    {
        while (true)
        {
            var answer = await NextAsync();
            if (answer["errors"] is not null)
                throw new InvalidOperationException(answer.ToJsonString());
            if (found(answer["data"]!))
                return answer["data"]!;
        }
    }

    /// <summary>Reads on until an error ends the stream; its code.</summary>
    public async Task<string> RefusalAsync()
    {
        while (true)
        {
            var answer = await NextAsync();
            if (answer["ended"] is not null)
                return (string)answer["errors"]![0]!["extensions"]!["code"]!;
        }
    }

    /// <summary>Tells the server that nobody listens any more.</summary>
    public Task LeaveAsync() => leave();
}
