using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Marketplace.Notifications;

/// <summary>
/// Brings new notifications to those who follow an account on this node, whatever node or scheduled job wrote them. While somebody follows,
/// one query every half second looks for what is new to anybody; while nobody does, nothing is asked.
/// </summary>
public sealed partial class NotificationFeed(NpgsqlDataSource beside, ILogger<NotificationFeed> logger)
{
    /// <summary>Numbers are taken before their transaction commits: one that commits late is looked for this far back.</summary>
    private const int Late = 1000;

    private const int MostWaiting = 256;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly Dictionary<long, HashSet<Channel<OwnedId>>> _followers = [];
    private readonly HashSet<long> _seen = [];
    private TaskCompletionSource? _begun;

    /// <summary>How many follow an account on this node.</summary>
    public int FollowerCount
    {
        get
        {
            lock (_gate)
            {
                return _followers.Values.Sum(f => f.Count);
            }
        }
    }

    /// <summary>The notifications that come from now on; whoever reads too slowly loses the oldest of those that wait.</summary>
    public async Task<IAsyncEnumerable<OwnedId>> FollowAsync(AccountId account, CancellationToken cancellation)
    {
        var channel = Channel.CreateBounded<OwnedId>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest });
        Task begun;
        lock (_gate)
        {
            if (!_followers.TryGetValue(account.Value, out var followers))
            {
                _followers.Add(account.Value, followers = []);
            }

            followers.Add(channel);
            if (_begun is null)
            {
                _begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                using (ExecutionContext.SuppressFlow())
                {
                    _ = Task.Run(() => RunAsync(_begun), CancellationToken.None);
                }
            }

            begun = _begun.Task;
        }

        // Whoever leaves before the first notification never enumerates.
        var leaving = cancellation.UnsafeRegister(_ => Leave(account, channel), null);
        await begun.WaitAsync(cancellation);
        return Read();

        async IAsyncEnumerable<OwnedId> Read()
        {
            try
            {
                await foreach (var id in channel.Reader.ReadAllAsync(cancellation))
                {
                    yield return id;
                }
            }
            finally
            {
                await leaving.DisposeAsync();
                Leave(account, channel);
            }
        }
    }

    private async Task RunAsync(TaskCompletionSource begun)
    {
        while (true)
        {
            try
            {
                // What is there when somebody begins to follow is not new to them: the first look only remembers it.
                await LookAsync(deliver: begun.Task.IsCompleted, CancellationToken.None);
                begun.TrySetResult();
            }
            // Whatever befalls one look, the next one finds what came meanwhile.
            catch (Exception failure)
            {
                LookFailed(logger, failure);
            }

            await Task.Delay(Pause);
            lock (_gate)
            {
                if (_followers.Count == 0)
                {
                    _seen.Clear();
                    _begun = null;
                    return;
                }
            }
        }
    }

    private async Task LookAsync(bool deliver, CancellationToken cancellation)
    {
        var found = new List<OwnedId>();
        await using (var command = beside.CreateCommand(
            $"select account_id, number from marketplace.notification where number > coalesce((select max(number) from marketplace.notification), 0) - {Late} order by number"))
        {
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                found.Add(new OwnedId(reader.GetInt64(0), reader.GetInt64(1)));
            }
        }

        lock (_gate)
        {
            foreach (var id in found.Where(id => _seen.Add(id.Number) && deliver))
            {
                foreach (var channel in _followers.GetValueOrDefault(id.AccountId) ?? [])
                {
                    channel.Writer.TryWrite(id);
                }
            }

            // Only what could be found again needs to be remembered.
            if (_seen.Count > 4 * Late)
            {
                _seen.IntersectWith(found.Select(id => id.Number));
            }
        }
    }

    private void Leave(AccountId account, Channel<OwnedId> channel)
    {
        lock (_gate)
        {
            if (_followers.TryGetValue(account.Value, out var followers) && followers.Remove(channel) && followers.Count == 0)
            {
                _followers.Remove(account.Value);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Looking for new notifications failed; the next look finds them")]
    private static partial void LookFailed(ILogger logger, Exception exception);
}
