using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Experiments.Flags;
using Microsoft.AspNetCore.Http.Features;

namespace Marketplace.Api.Ofrep;

/// <summary>GET /ofrep/v1/events: tells an SDK each time that some flag has changed; it asks again for what that means to it.</summary>
internal sealed class OfrepEvents : IDisposable
{
    private const string Path = "/ofrep/v1/events";
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    // A timer reaches no further; no stream lives that long.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(40);

    private readonly FlagSnapshots _snapshots;
    private readonly OfrepStreamTokens _tokens;
    private readonly OfrepSettings _settings;
    private readonly OfrepRates _rates;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly ConcurrentDictionary<(long ApiKey, string? Subject), int> _openOf = new();
    private TaskCompletionSource _next = New();
    private int _open;

    public OfrepEvents(FlagSnapshots snapshots, OfrepStreamTokens tokens, OfrepSettings settings, OfrepRates rates, IHostApplicationLifetime lifetime)
    {
        (_snapshots, _tokens, _settings, _rates, _lifetime) = (snapshots, tokens, settings, rates, lifetime);
        _snapshots.Changed += Wake;
    }

    /// <summary>How many streams are open.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>The end of a bulk answer: where its events come from, beginning with those after its flags were read.</summary>
    public async ValueTask<byte[]> AddressAsync(HttpRequest request, OfrepCaller caller, long step, long version, CancellationToken cancellation)
    {
        var token = await _tokens.IssueAsync(caller, step, cancellation);
        var origin = string.IsNullOrEmpty(_settings.PublicOrigin) ? $"{request.Scheme}://{request.Host.Value}" : _settings.PublicOrigin;
        var url = System.Text.Json.JsonEncodedText.Encode($"{origin}{Path}?token={token}&since={version.ToString(CultureInfo.InvariantCulture)}", System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        return Encoding.UTF8.GetBytes($$"""],"eventStreams":[{"type":"sse","url":"{{url}}"}]}""");
    }

    public async Task StreamAsync(HttpContext context)
    {
        OfrepHttp.Begin(context.Response);
        if (await _tokens.ReadAsync(context.Request.Query["token"], context.RequestAborted) is not { } caller || !IsGood(caller, _snapshots.Current))
        {
            await OfrepHttp.RefuseAsync(context, null, new OfrepProblem(StatusCodes.Status401Unauthorized, OfrepProblem.General, "The token of this address is not ours or has ended; evaluate again for another."));
            return;
        }

        // Opening one and leaving it again is a request like any other. A person's count apart from evaluations: the address names them by a digest.
        if (_rates.Refuses(caller, out var wait))
        {
            context.Response.Headers.RetryAfter = OfrepRates.Seconds(wait);
            await OfrepHttp.RefuseAsync(context, null, OfrepProblem.TooMany);
            return;
        }

        try
        {
            if (Interlocked.Increment(ref _open) > _settings.MostStreams)
            {
                await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "This node keeps as many event streams open as it may.");
            }
            else
            {
                var own = _openOf.AddOrUpdate(Who(caller), 1, (_, open) => open + 1);
                try
                {
                    // One caller alone must not take what there is for everybody.
                    await (own > (caller.IsApiKey ? _settings.StreamsPerKey : _settings.StreamsPerPerson)
                        ? RefuseAsync(context, StatusCodes.Status429TooManyRequests, "You keep as many event streams open as you may.")
                        : OpenAsync(context, caller));
                }
                finally
                {
                    Leave(caller);
                }
            }
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    public void Dispose() => _snapshots.Changed -= Wake;

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static (long ApiKey, string? Subject) Who(OfrepCaller caller) => (caller.ApiKey, caller.Subject);

    private static Task RefuseAsync(HttpContext context, int status, string details)
    {
        context.Response.Headers.RetryAfter = "30";
        return OfrepHttp.RefuseAsync(context, null, new OfrepProblem(status, OfrepProblem.General, details));
    }

    private void Leave(OfrepCaller caller)
    {
        // Removed only as it was counted down to: somebody may have come meanwhile.
        if (_openOf.AddOrUpdate(Who(caller), 0, (_, open) => open - 1) == 0)
        {
            _openOf.TryRemove(new(Who(caller), 0));
        }
    }

    private async Task OpenAsync(HttpContext context, OfrepCaller caller)
    {
        using var left = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _lifetime.ApplicationStopping);
        if (caller.Until - TimeProvider.System.GetUtcNow() is { } remaining && remaining < LongestDelay)
        {
            left.CancelAfter(remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero);
        }

        try
        {
            await FollowAsync(context, caller, left.Token);
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested)
        {
            // The client left, its sign-in ended, or the host stops.
        }
    }

    private static bool IsGood(OfrepCaller caller, FlagSnapshot flags) => !caller.IsApiKey || flags.ApiKeys.Contains(caller.ApiKey);

    // Whoever comes again says what it heard last; whoever comes first, as of when it read the flags.
    private static long Since(HttpRequest request, long current)
    {
        var said = request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } last ? last : request.Query["since"].ToString();
        return long.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : current;
    }

    private static void Head(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers.CacheControl = "private, no-cache, no-transform";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
    }

    private async Task FollowAsync(HttpContext context, OfrepCaller caller, CancellationToken left)
    {
        Head(context);
        var writer = context.Response.BodyWriter;
        var seen = _snapshots.Current;
        if (Since(context.Request, seen.Version) < seen.Version)
        {
            Write(writer, seen.Version);
        }
        else
        {
            writer.Write(":\n\n"u8);
        }

        await writer.FlushAsync(left);
        while (true)
        {
            // Taken before the look, so that no change falls between the two.
            var next = Volatile.Read(ref _next).Task;
            var current = _snapshots.Current;
            if (!IsGood(caller, current))
            {
                return;
            }

            if (!ReferenceEquals(current, seen))
            {
                if (current.ChangedSince(seen).FlagKeys.Count > 0)
                {
                    Write(writer, current.Version);
                    await writer.FlushAsync(left);
                }

                seen = current;
                continue;
            }

            try
            {
                await next.WaitAsync(KeepAlive, left);
            }
            catch (TimeoutException)
            {
                // Whoever stands between sees that the stream lives, and the host that its client does.
                writer.Write(":\n\n"u8);
                await writer.FlushAsync(left);
            }
        }
    }

    private static void Write(IBufferWriter<byte> writer, long version)
    {
        writer.Write("id: "u8);
        writer.Write(Encoding.ASCII.GetBytes(version.ToString(CultureInfo.InvariantCulture)));
        writer.Write("\ndata: {\"type\":\"refetchEvaluation\"}\n\n"u8);
    }

    private void Wake(object? sender, DefinitionsChangedEventArgs changes) => Interlocked.Exchange(ref _next, New()).SetResult();
}
