using Microsoft.Extensions.Logging;
using Npgsql;

namespace Marketplace.Changes;

/// <summary>
/// Tells every node what a transaction changed, once it has committed. What is told within a few milliseconds goes out as one
/// notification, on a connection of its own: a transaction that notifies takes a lock that makes all such commits wait for each other.
/// Telling never fails and never waits; what could not be sent is sent again.
/// </summary>
/// <param name="beside">Its connections.</param>
/// <param name="logger">Hears what could not be sent.</param>
/// <param name="gathering">How long what is told is gathered; five milliseconds when left out.</param>
public sealed partial class ChangeFeed(NpgsqlDataSource beside, ILogger<ChangeFeed> logger, TimeSpan? gathering = null) : IAsyncDisposable
{
    public const string Channel = "marketplace_changes";

    private const int MaximumPending = 10_000;
    private static readonly TimeSpan Shortly = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly TimeSpan _gathering = gathering ?? Shortly;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly HashSet<string> _pending = new(StringComparer.Ordinal);
    private Task _sending = Task.CompletedTask;
    private bool _running;

    public void WalletChanged(AccountId owner) => Tell([ChangeTopics.Wallet(owner)]);

    public void WalletsChanged(IEnumerable<long> owners) => Tell(owners.Select(owner => ChangeTopics.Wallet(new AccountId(owner))));

    public void JobChanged(JobId job) => Tell([ChangeTopics.Job(job)]);

    public void EverythingChanged() => Tell([ChangeTopics.Everything]);

    private void Tell(IEnumerable<string> topics)
    {
        lock (_gate)
        {
            _pending.UnionWith(topics);
            // More than anybody could list is said in one word, so that a database that is away costs no memory.
            if (_pending.Count > MaximumPending || _pending.Contains(ChangeTopics.Everything))
            {
                _pending.Clear();
                _pending.Add(ChangeTopics.Everything);
            }

            if (_running || _pending.Count == 0)
            {
                return;
            }

            _running = true;
            // The sending outlives the request that began it: it must not carry that request's context along.
            using (ExecutionContext.SuppressFlow())
            {
                _sending = Task.Run(SendAsync);
            }
        }
    }

    private async Task SendAsync()
    {
        var pause = _gathering;
        while (true)
        {
            await Task.Delay(pause, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var topics = Take();
            if (topics.Length == 0)
            {
                return;
            }

            try
            {
                await NotifyAsync(topics);
                pause = _gathering;
            }
            // What the topics tell of is committed whatever befalls the notification, and the pool drops a connection that broke.
            catch (Exception failure)
            {
                pause = pause < FirstPause ? FirstPause : TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
                NotSent(logger, topics.Length, pause, failure);
                if (_stopping.IsCancellationRequested)
                {
                    return;
                }

                lock (_gate)
                {
                    _pending.UnionWith(topics);
                }
            }
        }
    }

    private string[] Take()
    {
        lock (_gate)
        {
            string[] topics = [.. _pending];
            _pending.Clear();
            _running = topics.Length > 0;
            return topics;
        }
    }

    private async Task NotifyAsync(string[] topics)
    {
        // Nothing is lost with a notification that a crash takes along, so its commit need not wait for the disk while it holds that lock.
        await using var command = beside.CreateCommand("select pg_notify($1, payload) from set_config('synchronous_commit', 'off', true), unnest($2::text[]) payload");
        command.CommandTimeout = 5;
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Channel });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. ChangePayload.Write(topics)] });
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    /// <summary>Sends what is still to be sent, once.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        Task sending;
        lock (_gate)
        {
            sending = _sending;
        }

        await sending;
        _stopping.Dispose();
    }

    [LoggerMessage(LogLevel.Warning, "Could not notify the nodes of {Count} changes; trying again in {Pause}")]
    private static partial void NotSent(ILogger logger, int count, TimeSpan pause, Exception failure);
}
