using GraphQL;
using Marketplace.Api.Hosting;
using Marketplace.Changes;
using Npgsql;

namespace Marketplace.Api.Changes;

/// <summary>
/// Hears what any node, this one too, tells of changes, and wakes the subscriptions of this node. It holds one connection. What is told while
/// there is none is heard by nobody: each time it listens anew, all subscriptions read again.
/// </summary>
internal sealed partial class ChangeListener(
    ListenConnection connection, TopicHub hub, NpgsqlDataSource source, ReadingSource reading, BesideSource beside, ILogger<ChangeListener> logger) : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = FirstPause;
        var isFirst = true;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var database = await ListenAsync(stoppingToken);
                if (!isFirst)
                {
                    // What cut this connection has likely cut others: none of them may fail those who read again now.
                    source.Clear();
                    reading.Value.Clear();
                    beside.Value.Clear();
                }

                (isFirst, pause) = (false, FirstPause);
                Deliver([ChangeTopics.Everything]);
                while (true)
                {
                    await database.WaitAsync(stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            // Whatever befalls the connection, the node serves on; its subscriptions are late, and read again when it is back.
            catch (Exception failure)
            {
                ConnectionLost(logger, pause, failure);
                await Task.Delay(pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
            }
        }
    }

    private async Task<NpgsqlConnection> ListenAsync(CancellationToken stopping)
    {
        var database = new NpgsqlConnection(connection.Value);
        try
        {
            database.Notification += (_, notification) => Deliver(ChangePayload.Read(notification.Payload));
            await database.OpenAsync(stopping);
            await using var listen = new NpgsqlCommand($"LISTEN {ChangeFeed.Channel}", database);
            await listen.ExecuteNonQueryAsync(stopping);
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    private void Deliver(string[] topics)
    {
        foreach (var topic in topics)
        {
            if (topic == ChangeTopics.Everything)
            {
                hub.DeliverToAll(_ => "");
            }
            else
            {
                hub.Deliver(topic, "");
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Lost the connection that hears of changes; listening again in {Pause}")]
    private static partial void ConnectionLost(ILogger logger, TimeSpan pause, Exception failure);
}

/// <summary>How the listener connects: outside every pool, and asking now and then whether the server is still there.</summary>
internal sealed record ListenConnection(string Value)
{
    public const string ApplicationName = "marketplace changes";

    public static ListenConnection From(string application) =>
        new(new NpgsqlConnectionStringBuilder(application) { Pooling = false, KeepAlive = 15, ApplicationName = ApplicationName }.ConnectionString);
}

internal static class ChangeServices
{
    public static void AddChangeListener(this IServiceCollection services, string application)
    {
        services.AddSingleton(ListenConnection.From(application));
        services.AddHostedService<ChangeListener>();
    }
}
