using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using GraphQL.Execution;
using GraphQL.Subscriptions;

namespace GraphQL.Transport.Sockets;

/// <summary>
/// Sends the messages of one socket, one after another. Whoever sends waits until the client has taken the message, and produces nothing meanwhile:
/// a slow client slows its operations down, and no queue grows.
/// </summary>
internal sealed class SocketSender(WebSocket socket) : IDisposable
{
    private const int MaximumReasonBytes = 123;

    private static readonly byte[] Acknowledgement = """{"type":"connection_ack"}"""u8.ToArray();
    private static readonly byte[] PingMessage = """{"type":"ping"}"""u8.ToArray();
    private static readonly byte[] PongMessage = """{"type":"pong"}"""u8.ToArray();

    private readonly SemaphoreSlim gate = new(1);
    private bool isClosed;

    public ValueTask AcknowledgeAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellation)
    {
        if (payload.IsEmpty)
            return SendAsync(Acknowledgement, cancellation);
        byte[] message = [.. """{"type":"connection_ack","payload":"""u8, .. payload.Span, (byte)'}'];
        return SendAsync(message, cancellation);
    }

    public ValueTask PingAsync(CancellationToken cancellation) => SendAsync(PingMessage, cancellation);

    public ValueTask PongAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellation)
    {
        if (payload.IsEmpty)
            return SendAsync(PongMessage, cancellation);
        byte[] message = [.. """{"type":"pong","payload":"""u8, .. payload.Span, (byte)'}'];
        return SendAsync(message, cancellation);
    }

    public async ValueTask NextAsync(JsonEncodedText id, OperationResponse response, CancellationToken cancellation)
    {
        using var message = new PooledBuffer(response.Body!.Length + id.EncodedUtf8Bytes.Length + 64);
        Begin(message, id, "next"u8);
        message.Write(",\"payload\":"u8);
        message.Write(response.Body.Written.Span);
        message.Write("}"u8);
        await SendAsync(message.Written, cancellation);
    }

    public async ValueTask ErrorAsync(JsonEncodedText id, IReadOnlyList<GraphQLError> errors, CancellationToken cancellation)
    {
        using var message = new PooledBuffer();
        Begin(message, id, "error"u8);
        message.Write(",\"payload\":"u8);
        OperationExecutor.WriteErrorList(message, errors);
        message.Write("}"u8);
        await SendAsync(message.Written, cancellation);
    }

    public async ValueTask CompleteAsync(JsonEncodedText id, CancellationToken cancellation)
    {
        using var message = new PooledBuffer(256);
        Begin(message, id, "complete"u8);
        message.Write("}"u8);
        await SendAsync(message.Written, cancellation);
    }

    /// <summary>Says why the socket is closed; nothing is sent after that.</summary>
    public async ValueTask CloseAsync(int code, string reason)
    {
        await gate.WaitAsync(CancellationToken.None);
        try
        {
            isClosed = true;
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync((WebSocketCloseStatus)code, Shortened(reason), CancellationToken.None);
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    // Half a message cannot be taken back: once it is being sent, only the end of the socket stops it.
    private async ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation);
        try
        {
            cancellation.ThrowIfCancellationRequested();
            if (!isClosed)
                await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            gate.Release();
        }
    }

    private static void Begin(PooledBuffer message, JsonEncodedText id, ReadOnlySpan<byte> type)
    {
        message.Write("{\"id\":\""u8);
        message.Write(id.EncodedUtf8Bytes);
        message.Write("\",\"type\":\""u8);
        message.Write(type);
        message.Write("\""u8);
    }

    private static string Shortened(string reason)
    {
        var bytes = Encoding.UTF8.GetBytes(reason);
        if (bytes.Length <= MaximumReasonBytes)
            return reason;
        var length = MaximumReasonBytes;
        while ((bytes[length] & 0xC0) == 0x80)
            length--;
        return Encoding.UTF8.GetString(bytes, 0, length);
    }
}
