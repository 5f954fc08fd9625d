using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace Marketplace.Tests.Faults;

/// <summary>
/// The line between a node and its database, cut at the worst of moments: a node that is killed before its statement arrives, or after the database
/// has committed it and before the answer is read. The database sees of such a node what it sees here: a connection that is gone.
/// </summary>
internal sealed class BreakingWire : IAsyncDisposable
{
    private readonly CancellationTokenSource over = new();
    private readonly string folder = Directory.CreateTempSubdirectory("wire").FullName;
    private readonly Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly UnixDomainSocketEndPoint server;
    private string? armed;
    private bool afterCommit;

    public BreakingWire(string connectionString)
    {
        var there = new NpgsqlConnectionStringBuilder(connectionString);
        server = new UnixDomainSocketEndPoint(Path.Combine(there.Host!, $".s.PGSQL.{there.Port}"));
        listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(folder, $".s.PGSQL.{there.Port}")));
        listener.Listen();
        // Without a reset before each statement: its answer would be taken for the statement's.
        Source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Host = folder, NoResetOnClose = true }.ConnectionString);
        _ = AcceptAsync();
    }

    /// <summary>Connections that go over this line.</summary>
    public NpgsqlDataSource Source { get; }

    /// <summary>Cuts the next connection that sends this statement, once.</summary>
    public void CutAt(string statement, bool committed) => (afterCommit, armed) = (committed, statement);

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        await Source.DisposeAsync();
        listener.Dispose();
        over.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private async Task AcceptAsync()
    {
        while (!over.IsCancellationRequested)
        {
            Socket near;
            try
            {
                near = await listener.AcceptAsync(over.Token);
            }
            catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }

            var far = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await far.ConnectAsync(server);
            _ = CarryAsync(near, far);
        }
    }

    private async Task CarryAsync(Socket near, Socket far)
    {
        using (near)
        using (far)
        {
            var swallowing = new TaskCompletionSource();
            await Task.WhenAny(SendAsync(near, far, swallowing), AnswerAsync(near, far, swallowing.Task));
        }
    }

    private async Task SendAsync(Socket near, Socket far, TaskCompletionSource swallowing)
    {
        var buffer = new byte[64 * 1024];
        while (await ReadAsync(near, buffer) is > 0 and var read)
        {
            if (armed is { } statement && buffer.AsSpan(0, read).IndexOf(Encoding.ASCII.GetBytes(statement)) >= 0 && Interlocked.CompareExchange(ref armed, null, statement) == statement)
            {
                if (!afterCommit)
                    return;
                swallowing.SetResult();
            }

            await far.SendAsync(buffer.AsMemory(0, read));
        }
    }

    private static async Task AnswerAsync(Socket near, Socket far, Task swallowing)
    {
        var buffer = new byte[64 * 1024];
        while (await ReadAsync(far, buffer) is > 0 and var read)
        {
            if (!swallowing.IsCompleted)
                await near.SendAsync(buffer.AsMemory(0, read));
            // ReadyForQuery: the transaction is over, and nobody hears of it.
            else if (read >= 6 && buffer.AsSpan(read - 6, 5).SequenceEqual("Z\0\0\0\u0005"u8))
                return;
        }
    }

    private static async Task<int> ReadAsync(Socket socket, byte[] buffer)
    {
        try
        {
            return await socket.ReceiveAsync(buffer);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            return 0;
        }
    }
}
