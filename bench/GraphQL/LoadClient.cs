using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Bench.GraphQL;

/// <summary>
/// Sends one request over and over on many connections: all of a thread's at once, then their answers in turn. Two calls of the system a
/// request and nothing else, so that the server has the processor and is never short of requests, which would show as time spent waiting.
/// </summary>
public sealed class LoadClient(int port, byte[] request)
{
    private const int Threads = 2;
    private const int ConnectionsOfThread = 32;

    /// <summary>Asks a GraphQL server for a document.</summary>
    public LoadClient(int port, string document)
        : this(port, Request(port, document))
    {
    }

    /// <summary>The body of one answer; the last, of several asked for one after another.</summary>
    public string Ask(int times = 1)
    {
        using var socket = Connect();
        var buffer = new byte[1 << 20];
        var (length, body) = (0, 0);
        for (var count = 0; count < times; count++)
        {
            socket.Send(request);
            (length, body) = Receive(socket, buffer);
        }

        return Encoding.UTF8.GetString(buffer, body, length - body);
    }

    /// <summary>How many requests were answered in the time.</summary>
    public async Task<long> RunAsync(TimeSpan time)
    {
        var end = TimeProvider.System.GetTimestamp() + (long)(time.TotalSeconds * TimeProvider.System.TimestampFrequency);
        var threads = Enumerable.Range(0, Threads).Select(_ => Task.Factory.StartNew(
            () => Repeat(end), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        return (await Task.WhenAll(threads)).Sum();
    }

    private static byte[] Request(int port, string document)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new { query = document });
        var head = $"POST /graphql HTTP/1.1\r\nHost: localhost:{port}\r\nAccept: application/graphql-response+json\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }

    private long Repeat(long end)
    {
        var sockets = new Socket[ConnectionsOfThread];
        try
        {
            for (var index = 0; index < sockets.Length; index++)
                sockets[index] = Connect();
            var buffer = new byte[1 << 20];
            var count = 0L;
            for (; TimeProvider.System.GetTimestamp() < end; count += sockets.Length)
            {
                foreach (var socket in sockets)
                    socket.Send(request);
                foreach (var socket in sockets)
                    Receive(socket, buffer);
            }

            return count;
        }
        finally
        {
            foreach (var socket in sockets)
                socket?.Dispose();
        }
    }

    private Socket Connect()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(IPAddress.Loopback, port);
        return socket;
    }

    // The servers say how long their answers are, each in its own spelling.
    private static (int Length, int Body) Receive(Socket socket, byte[] buffer)
    {
        var length = 0;
        while (true)
        {
            var received = socket.Receive(buffer.AsSpan(length));
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
        var at = Math.Max(head.IndexOf("Content-Length: "u8), head.IndexOf("content-length: "u8)) + 16;
        while (head[at] is >= (byte)'0' and <= (byte)'9')
            length = (length * 10) + head[at++] - '0';
        return true;
    }
}
