using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using GraphQL.Execution;
using GraphQL.Requests;
using GraphQL.Subscriptions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GraphQL.Transport.Sockets;

/// <summary>Speaks graphql-transport-ws with one client, from the opened socket until everything that ran on it has ended.</summary>
internal sealed class SocketConnection : IDisposable
{
    private static readonly TimeSpan ClosingTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(40);

    // Who has not said who they are gets room for credentials, and for nothing that would stay in memory.
    private const long MaximumInitSize = 64 * 1024;

    private readonly HttpContext context;
    private readonly WebSocket socket;
    private readonly GraphQLOptions options;
    private readonly SocketInterceptor interceptor;
    private readonly SocketSender sender;
    private readonly SocketOperations operations;
    private readonly ErrorReporter errors;
    private readonly List<Task> watches = [];

    // Cancelled when nothing more is read or sent: operations end with it.
    private readonly CancellationTokenSource ended = new();

    // Cancelled when the client had its time to answer a close.
    private readonly CancellationTokenSource closing = new();
    private volatile bool hasInit;
    private bool isAcknowledged;
    private volatile bool isHeard;
    private int isStopping;

    public SocketConnection(HttpContext context, WebSocket socket)
    {
        var services = context.RequestServices;
        this.context = context;
        this.socket = socket;
        options = services.GetRequiredService<GraphQLOptions>();
        interceptor = services.GetRequiredService<SocketInterceptor>();
        errors = services.GetRequiredService<ErrorReporter>();
        sender = new SocketSender(socket);
        operations = new SocketOperations(
            sender,
            services.GetRequiredService<OperationStreams>(),
            options,
            errors,
            ended.Token);
    }

    public async Task RunAsync()
    {
        var stopping = context.RequestServices.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None;
        await using var abort = closing.Token.UnsafeRegister(static state => ((WebSocket)state!).Abort(), socket);
        await using var stop = stopping.UnsafeRegister(_ => Watch(StopAsync(SocketCloseCodes.GoingAway, "The server is stopping.")), null);
        await using var gone = context.RequestAborted.UnsafeRegister(static state => ((WebSocket)state!).Abort(), socket);
        Watch(AwaitInitAsync());
        Watch(KeepAliveAsync());
        try
        {
            await ReceiveAsync();
        }
        catch (Exception exception) when (IsEndOfSocket(exception))
        {
            // The client is gone without a word.
        }
        finally
        {
            await StopAsync(SocketCloseCodes.Normal, "");
            await operations.EndAsync();
            await Task.WhenAll(Watches());
        }
    }

    public void Dispose()
    {
        sender.Dispose();
        ended.Dispose();
        closing.Dispose();
        socket.Dispose();
    }

    /// <summary>Ends everything and says why; the first reason counts.</summary>
    private async Task StopAsync(int code, string reason)
    {
        if (Interlocked.Exchange(ref isStopping, 1) != 0)
            return;
        closing.CancelAfter(ClosingTime);
        await ended.CancelAsync();
        try
        {
            await sender.CloseAsync(code, reason);
        }
        catch (Exception exception) when (IsEndOfSocket(exception))
        {
            // Nobody is left to be told.
        }
    }

    private async Task ReceiveAsync()
    {
        using var message = new PooledBuffer();
        while (true)
        {
            message.Truncate(0);
            message.Shrink();
            ValueWebSocketReceiveResult result;
            do
            {
                // Not cancelled on purpose: that would abort the socket before it could be closed.
                result = await socket.ReceiveAsync(message.GetMemory(4096), CancellationToken.None);
                message.Advance(result.Count);
                var most = isAcknowledged ? options.MaximumRequestSize : Math.Min(options.MaximumRequestSize, MaximumInitSize);
                if (message.Length > most)
                {
                    await StopAsync(SocketCloseCodes.MessageTooBig, $"A message may have {most} bytes.");
                    message.Truncate(0);
                }
            }
            while (!result.EndOfMessage);

            if (result.MessageType == WebSocketMessageType.Close)
                return;
            isHeard = true;
            if (Volatile.Read(ref isStopping) == 0)
                await HandleAsync(result.MessageType, message.Written);
        }
    }

    private async ValueTask HandleAsync(WebSocketMessageType type, ReadOnlyMemory<byte> text)
    {
        try
        {
            if (type != WebSocketMessageType.Text)
                throw new InvalidMessageException("Messages are text.");
            await HandleAsync(SocketMessage.Read(text));
        }
        catch (Exception failure) when (failure is InvalidMessageException or BadRequestException)
        {
            await StopAsync(SocketCloseCodes.InvalidMessage, failure.Message);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // What the message asked for has no receiver any more.
        }
    }

    private async ValueTask HandleAsync(SocketMessage message)
    {
        switch (message.Type)
        {
            case SocketMessage.ConnectionInit when hasInit:
                await StopAsync(SocketCloseCodes.TooManyInitialisationRequests, "Too many initialisation requests");
                break;
            case SocketMessage.ConnectionInit:
                hasInit = true;
                await ConnectAsync(message.Payload);
                break;
            case SocketMessage.Ping:
                await sender.PongAsync(message.Payload, ended.Token);
                break;
            case SocketMessage.Subscribe when !isAcknowledged:
                await StopAsync(SocketCloseCodes.Unauthorized, "Unauthorized");
                break;
            case SocketMessage.Subscribe:
                // The operation outlives the memory of its message.
                var request = RequestReader.Read(message.Payload.ToArray());
                if (!await operations.TryBeginAsync(message.Id!, request, RequestContext.Of(context)))
                    await StopAsync(SocketCloseCodes.SubscriberAlreadyExists, $"Subscriber for {message.Id} already exists");
                break;
            case SocketMessage.Complete:
                operations.Complete(message.Id!);
                break;
        }
    }

    private async ValueTask ConnectAsync(ReadOnlyMemory<byte> payload)
    {
        var element = payload.IsEmpty ? default : UnicodeText.Require(JsonElement.Parse(payload.Span, RequestReader.DocumentOptions), payload.Span);
        var decision = await DecideAsync(element);
        var remaining = decision.Expires - TimeProvider.System.GetUtcNow();
        if (decision.User is null)
        {
            await StopAsync(SocketCloseCodes.Forbidden, decision.Reason);
        }
        else if (remaining <= TimeSpan.Zero)
        {
            await StopAsync(SocketCloseCodes.Forbidden, "The credentials have expired.");
        }
        else
        {
            // Whatever asks the HttpContext who is calling gets the user of the socket.
            context.User = decision.User;
            isAcknowledged = true;
            if (remaining is { } time)
                Watch(ExpireAsync(time));
            var acknowledgement = decision.Payload.ValueKind == JsonValueKind.Object ? Encoding.UTF8.GetBytes(decision.Payload.GetRawText()) : default;
            await sender.AcknowledgeAsync(acknowledgement, ended.Token);
        }
    }

    private async ValueTask<SocketDecision> DecideAsync(JsonElement payload)
    {
        try
        {
            return await interceptor.ConnectAsync(context, payload, ended.Token);
        }
        catch (Exception exception) when (!ended.IsCancellationRequested)
        {
            var error = errors.Report(exception, SocketMessage.ConnectionInit);
            await StopAsync(SocketCloseCodes.InternalServerError, error.Message);
            throw new OperationCanceledException(ended.Token);
        }
    }

    private async Task AwaitInitAsync()
    {
        await DelayAsync(options.SocketInitTimeout);
        if (!hasInit)
            await StopAsync(SocketCloseCodes.InitialisationTimeout, "Connection initialisation timeout");
    }

    // Clients may connect again with new credentials after 4403; after 4401 the protocol's own client gives up.
    private async Task ExpireAsync(TimeSpan time)
    {
        for (; time > LongestDelay; time -= LongestDelay)
            await DelayAsync(LongestDelay);
        await DelayAsync(time);
        await StopAsync(SocketCloseCodes.Forbidden, "The credentials have expired.");
    }

    // A client that neither takes a ping nor says anything until the next one is not there any more.
    private async Task KeepAliveAsync()
    {
        if (options.KeepAliveInterval == Timeout.InfiniteTimeSpan)
            return;
        await DelayAsync(options.KeepAliveInterval);
        do
        {
            isHeard = false;
            using (var limit = CancellationTokenSource.CreateLinkedTokenSource(ended.Token))
            {
                limit.CancelAfter(options.KeepAliveInterval);
                await using var abort = limit.Token.UnsafeRegister(state => AbortUnlessEnded((WebSocket)state!), socket);
                await sender.PingAsync(limit.Token);
            }

            await DelayAsync(options.KeepAliveInterval);
        }
        while (isHeard);
        AbortUnlessEnded(socket);
    }

    private void AbortUnlessEnded(WebSocket dead)
    {
        if (!ended.IsCancellationRequested)
            dead.Abort();
    }

    private Task DelayAsync(TimeSpan time) => Task.Delay(time, ended.Token);

    private void Watch(Task task)
    {
        lock (watches)
            watches.Add(EndQuietlyAsync(task));
    }

    private Task[] Watches()
    {
        lock (watches)
            return [.. watches];
    }

    private static async Task EndQuietlyAsync(Task task)
    {
        try
        {
            await task;
        }
        catch (Exception exception) when (IsEndOfSocket(exception))
        {
            // The watch ends with its socket.
        }
    }

    private static bool IsEndOfSocket(Exception exception) =>
        exception is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException;
}
