using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Bench.Ledger;

/// <summary>One connection that sends a request and reads its answer: two calls of the system and nothing else, so that the server has the processor.</summary>
public sealed class KeepAliveConnection : IDisposable
{
    private readonly byte[] buffer = new byte[1 << 20];
    private int length;

    public KeepAliveConnection(int port)
    {
        Socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Socket.Connect(IPAddress.Loopback, port);
    }

    public Socket Socket { get; }

    public ReadOnlySpan<byte> Answer => buffer.AsSpan(0, length);

    public string Text => Encoding.UTF8.GetString(Answer);

    public void Send(byte[] request)
    {
        length = 0;
        Socket.Send(request);
    }

    /// <summary>Reads what has come; true when the answer is whole.</summary>
    public bool Receive()
    {
        var received = Socket.Receive(buffer.AsSpan(length));
        if (received == 0)
            throw new InvalidOperationException("The server closed the connection.");
        length += received;
        return IsWhole(Answer);
    }

    public void Dispose() => Socket.Dispose();

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var body = answer.IndexOf("\r\n\r\n"u8) + 4;
        if (body < 4)
            return false;
        var at = answer[..body].IndexOf("Content-Length: "u8);
        // Without a length the answer comes in chunks, the last of them empty.
        if (at < 0)
            return answer.EndsWith("0\r\n\r\n"u8);
        var expected = 0;
        for (at += 16; answer[at] is >= (byte)'0' and <= (byte)'9'; at++)
            expected = (expected * 10) + answer[at] - '0';
        return answer.Length >= body + expected;
    }
}
