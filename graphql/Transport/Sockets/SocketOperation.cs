using System.Text.Encodings.Web;
using System.Text.Json;

namespace GraphQL.Transport.Sockets;

/// <summary>One operation of a socket, from its <c>subscribe</c> until its last resource is given back.</summary>
internal sealed class SocketOperation
{
    private readonly CancellationTokenSource left;

    public SocketOperation(string id, CancellationToken socketEnded)
    {
        left = CancellationTokenSource.CreateLinkedTokenSource(socketEnded);
        Left = left.Token;
        Id = id;
        EncodedId = Encode(id);
    }

    public string Id { get; }

    public JsonEncodedText EncodedId { get; }

    /// <summary>Cancelled when the client completes the operation, and when the socket ends.</summary>
    public CancellationToken Left { get; }

    /// <summary>Ends when nothing of the operation is left.</summary>
    public Task Task { get; set; } = Task.CompletedTask;

    public static JsonEncodedText Encode(string id) => JsonEncodedText.Encode(id, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);

    /// <summary>The client has completed the operation.</summary>
    public async Task LeaveAsync()
    {
        await left.CancelAsync();
        await Task;
        left.Dispose();
    }

    /// <summary>The operation has ended by itself: nobody can leave it any more.</summary>
    public void Release() => left.Dispose();
}
