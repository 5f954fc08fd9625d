using System.Buffers;
using System.IO.Pipelines;
using GraphQL.Execution;
using GraphQL.Subscriptions;

namespace GraphQL.Transport.EventStreams;

/// <summary>Writes the events of GraphQL over SSE; each is sent at once.</summary>
internal sealed class EventStreamWriter(PipeWriter writer)
{
    public async ValueTask NextAsync(OperationResponse response, CancellationToken cancellation)
    {
        if (response.Body is { } body)
        {
            Write(body.Written.Span);
        }
        else
        {
            using var errors = new PooledBuffer();
            OperationExecutor.WriteErrors(errors, response.Errors);
            Write(errors.Written.Span);
        }

        await writer.FlushAsync(cancellation);
    }

    // Browsers drop events that have no data.
    public async ValueTask CompleteAsync(CancellationToken cancellation)
    {
        writer.Write("event: complete\ndata: \n\n"u8);
        await writer.FlushAsync(cancellation);
    }

    /// <summary>Says nothing, so that whoever stands between sees that the stream lives, and the server sees that the client does.</summary>
    public async ValueTask CommentAsync(CancellationToken cancellation)
    {
        writer.Write(":\n\n"u8);
        await writer.FlushAsync(cancellation);
    }

    private void Write(ReadOnlySpan<byte> json)
    {
        writer.Write("event: next\n"u8);
        // A scalar of the host's own may write its JSON over several lines.
        do
        {
            var end = json.IndexOfAny((byte)'\n', (byte)'\r');
            writer.Write("data: "u8);
            writer.Write(end < 0 ? json : json[..end]);
            writer.Write("\n"u8);
            json = end < 0 ? [] : json[(end + 1)..];
        }
        while (!json.IsEmpty);
        writer.Write("\n"u8);
    }
}
