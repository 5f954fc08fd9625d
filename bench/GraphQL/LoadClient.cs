using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Bench.GraphQL;

/// <summary>Sends one request over and over on several connections; costs little, so that the server gets the processor.</summary>
public sealed class LoadClient(int port, string document)
{
    private const int Connections = 16;

    private readonly byte[] request = Request(port, document);

    /// <summary>The body of one answer.</summary>
    public async Task<string> AskAsync()
    {
        using var socket = await ConnectAsync();
        var buffer = new byte[1 << 20];
        var (length, body) = await RoundAsync(socket, buffer);
        return Encoding.UTF8.GetString(buffer, body, length - body);
    }

    /// <summary>How many requests were answered in the time.</summary>
    public async Task<long> RunAsync(TimeSpan time)
    {
        using var end = new CancellationTokenSource(time);
        var counts = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(() => RepeatAsync(end.Token))));
        return counts.Sum();
    }

    private static byte[] Request(int port, string document)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new { query = document });
        var head = $"POST /graphql HTTP/1.1\r\nHost: localhost:{port}\r\nAccept: application/graphql-response+json\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }

    private async Task<long> RepeatAsync(CancellationToken end)
    {
        using var socket = await ConnectAsync();
        var buffer = new byte[1 << 20];
        var count = 0L;
        for (; !end.IsCancellationRequested; count++)
            await RoundAsync(socket, buffer);
        return count;
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return socket;
    }

    // Both servers say how long their answers are.
    private async ValueTask<(int Length, int Body)> RoundAsync(Socket socket, byte[] buffer)
    {
        await socket.SendAsync(request);
        var length = 0;
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(length));
            if (received == 0)
                throw new InvalidOperationException("The server closed the connection.");
            length += received;
            if (Body(buffer.AsSpan(0, length), out var body, out var expected) && length >= body + expected)
                return (length, body);
        }
    }

    private static bool Body(ReadOnlySpan<byte> response, out int body, out int length)
    {
        length = 0;
        body = response.IndexOf("\r\n\r\n"u8) + 4;
        if (body < 4)
            return false;
        var head = response[..body];
        var at = head.IndexOf("Content-Length: "u8) + 16;
        while (head[at] is >= (byte)'0' and <= (byte)'9')
            length = (length * 10) + head[at++] - '0';
        return true;
    }
}
