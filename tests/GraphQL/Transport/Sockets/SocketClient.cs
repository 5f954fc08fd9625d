using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using GraphQL.Tests.Sample;

namespace GraphQL.Tests.Transport.Sockets;

/// <summary>A client that says exactly what a test has it say.</summary>
internal sealed class SocketClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly byte[] buffer = new byte[64 * 1024];

    private SocketClient(ClientWebSocket socket) => Socket = socket;

    public ClientWebSocket Socket { get; }

    public static async Task<SocketClient> OpenAsync(SampleHost host, Action<ClientWebSocketOptions>? configure = null, string? protocol = "graphql-transport-ws")
    {
        var socket = new ClientWebSocket();
        if (protocol is not null)
            socket.Options.AddSubProtocol(protocol);
        configure?.Invoke(socket.Options);
        using var limit = new CancellationTokenSource(Patience);
        await socket.ConnectAsync(new UriBuilder(host.Client.BaseAddress!) { Scheme = "ws" }.Uri, limit.Token);
        return new SocketClient(socket);
    }

    /// <summary>Opens a socket and waits for the acknowledgement.</summary>
    public static async Task<SocketClient> ConnectAsync(SampleHost host, string? payload = null, Action<ClientWebSocketOptions>? configure = null)
    {
        var client = await OpenAsync(host, configure);
        await client.SendAsync(payload is null ? """{"type":"connection_init"}""" : $$"""{"type":"connection_init","payload":{{payload}}}""");
        (await client.ReceiveAsync()).ShouldBe("""{"type":"connection_ack"}""");
        return client;
    }

    public Task SendAsync(string message, WebSocketMessageType type = WebSocketMessageType.Text) =>
        Socket.SendAsync(Encoding.UTF8.GetBytes(message), type, endOfMessage: true, CancellationToken.None);

    public Task SubscribeAsync(string id, string query) =>
        SendAsync(new JsonObject { ["id"] = id, ["type"] = "subscribe", ["payload"] = new JsonObject { ["query"] = query } }.ToJsonString());

    /// <summary>The next message, pings left aside; for a close, its code and reason.</summary>
    public async Task<string> ReceiveAsync(bool withPings = false)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult result;
            do
            {
                result = await Socket.ReceiveAsync(buffer.AsMemory(length), limit.Token);
                length += result.Count;
            }
            while (!result.EndOfMessage);
            if (result.MessageType == WebSocketMessageType.Close)
                return $"{(int)Socket.CloseStatus!} {Socket.CloseStatusDescription}".TrimEnd();
            var text = Encoding.UTF8.GetString(buffer, 0, length);
            if (withPings || text != """{"type":"ping"}""")
                return text;
        }
    }

    public Task CloseAsync() => Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);

    public void Dispose() => Socket.Dispose();
}
