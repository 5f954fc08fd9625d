namespace GraphQL.Subscriptions;

/// <summary>Counts what clients have running: for the metrics, for the limit on sockets, and to see that nothing stays behind.</summary>
internal sealed class RunningStreams
{
    private int operations;
    private int sockets;

    /// <summary>Operations that still may send a response: subscriptions, and whatever else runs on sockets and event streams.</summary>
    public int Operations => Volatile.Read(ref operations);

    /// <summary>Sockets that are open.</summary>
    public int Sockets => Volatile.Read(ref sockets);

    public void OperationBegan() => Interlocked.Increment(ref operations);

    public void OperationEnded() => Interlocked.Decrement(ref operations);

    public void SocketOpened() => Interlocked.Increment(ref sockets);

    public void SocketClosed() => Interlocked.Decrement(ref sockets);
}
