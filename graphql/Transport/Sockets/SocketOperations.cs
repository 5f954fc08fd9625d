using GraphQL.Execution;
using GraphQL.Requests;
using GraphQL.Subscriptions;

namespace GraphQL.Transport.Sockets;

/// <summary>Runs the operations of one socket beside each other.</summary>
internal sealed class SocketOperations(
    SocketSender sender, OperationStreams streams, GraphQLOptions options, ErrorReporter errors, CancellationToken socketEnded)
{
    private const AllowedOperations Every = AllowedOperations.Queries | AllowedOperations.Mutations | AllowedOperations.Subscriptions;

    private readonly Lock gate = new();

    // An id is free again as soon as either side has completed it; the operation may need longer to end.
    private readonly Dictionary<string, SocketOperation> active = new(StringComparer.Ordinal);
    private readonly HashSet<SocketOperation> running = [];

    /// <summary>Begins an operation; false when the client uses the id already.</summary>
    public async ValueTask<bool> TryBeginAsync(string id, GraphQLRequest request, RequestContext caller)
    {
        SocketOperation? operation = null;
        lock (gate)
        {
            if (active.ContainsKey(id))
                return false;
            if (running.Count < options.MaximumSocketOperations)
            {
                operation = new SocketOperation(id, socketEnded);
                active.Add(id, operation);
                running.Add(operation);
            }
        }

        if (operation is null)
        {
            var message = $"A socket may have {options.MaximumSocketOperations} operations at a time.";
            await sender.ErrorAsync(SocketOperation.Encode(id), [new GraphQLError(message) { Code = ErrorCodes.TooManyOperations }], socketEnded);
            return true;
        }

        // The next message is read while this operation runs.
        operation.Task = Task.Run(() => RunAsync(operation, request, caller with { Aborted = operation.Left }), CancellationToken.None);
        return true;
    }

    /// <summary>The client wants no more of an operation; of one that has ended meanwhile there is nothing to stop.</summary>
    public void Complete(string id)
    {
        SocketOperation? operation;
        lock (gate)
            active.Remove(id, out operation);
        _ = operation?.LeaveAsync();
    }

    /// <summary>Waits until nothing runs; the socket must have ended.</summary>
    public async Task EndAsync()
    {
        Task[] tasks;
        lock (gate)
            tasks = [.. running.Select(operation => operation.Task)];
        await Task.WhenAll(tasks);
    }

    private async Task RunAsync(SocketOperation operation, GraphQLRequest request, RequestContext caller)
    {
        try
        {
            await AnswerAsync(operation, request, caller);
        }
        catch (Exception exception)
        {
            // A client that left, or a socket that broke, is no failure.
            if (!operation.Left.IsCancellationRequested && exception is not System.Net.WebSockets.WebSocketException)
                await FailAsync(operation, exception);
        }
        finally
        {
            if (IsReleased(operation))
                operation.Release();
            lock (gate)
                running.Remove(operation);
        }
    }

    private async Task AnswerAsync(SocketOperation operation, GraphQLRequest request, RequestContext caller)
    {
        (var preparation, caller) = await streams.PrepareAsync(caller, request, Every);
        if (preparation.Operation is not { } prepared)
        {
            await EndAsync(operation, preparation.Errors);
            return;
        }

        await foreach (var response in streams.RunAsync(caller, prepared))
        {
            using (response)
            {
                if (response.Body is null)
                {
                    await EndAsync(operation, response.Errors);
                    return;
                }

                await sender.NextAsync(operation.EncodedId, response, operation.Left);
            }
        }

        await EndAsync(operation, []);
    }

    // The id is free before the client knows that the operation has ended.
    private async ValueTask EndAsync(SocketOperation operation, IReadOnlyList<GraphQLError> failures)
    {
        operation.Left.ThrowIfCancellationRequested();
        if (!IsReleased(operation))
            return;
        var id = operation.EncodedId;
        operation.Release();
        if (failures.Count == 0)
            await sender.CompleteAsync(id, socketEnded);
        else
            await sender.ErrorAsync(id, failures, socketEnded);
    }

    private async Task FailAsync(SocketOperation operation, Exception exception)
    {
        try
        {
            await EndAsync(operation, [errors.Report(exception, operation.Id)]);
        }
        catch (Exception)
        {
            // The socket is gone; the log has the failure.
        }
    }

    /// <summary>Gives the id back; false when the client has completed it, who then also ends the operation.</summary>
    private bool IsReleased(SocketOperation operation)
    {
        lock (gate)
            return active.TryGetValue(operation.Id, out var current) && current == operation && active.Remove(operation.Id);
    }
}
