using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Experiments.ApiKeys;

/// <summary>Writes down when a key was last used: beside the requests, and at most once a minute for each key whatever the number of nodes.</summary>
public sealed class ApiKeyUse : BackgroundService
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(1);

    private readonly NpgsqlDataSource dataSource;
    private readonly TimeProvider clock;
    private readonly ILogger<ApiKeyUse> logger;
    private readonly ConcurrentDictionary<long, DateTimeOffset> noted = new();

    // Whoever is dropped because too many wait is noted by a later request.
    private readonly Channel<(long Id, DateTimeOffset At)> waiting =
        Channel.CreateBounded<(long, DateTimeOffset)>(new BoundedChannelOptions(ApiKeyService.MostKeys) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    internal ApiKeyUse(NpgsqlDataSource dataSource, TimeProvider clock, ILogger<ApiKeyUse> logger)
    {
        this.dataSource = dataSource;
        this.clock = clock;
        this.logger = logger;
    }

    /// <summary>The key was used now; nothing is waited for.</summary>
    public void Note(long id)
    {
        var now = clock.GetUtcNow();
        if (noted.TryGetValue(id, out var last) && now - last < Step)
            return;
        noted[id] = now;
        waiting.Writer.TryWrite((id, now));
    }

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        waiting.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
        // What came while the host stopped.
        while (!cancellationToken.IsCancellationRequested && waiting.Reader.TryRead(out var use))
            await WriteAsync(use.Id, use.At);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var (id, at) in waiting.Reader.ReadAllAsync(stoppingToken))
                await WriteAsync(id, at);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is left is written by StopAsync.
        }
    }

    private async Task WriteAsync(long id, DateTimeOffset at)
    {
        try
        {
            // Another node may have written the same minute.
            await using var command = dataSource.CreateCommand(
                "UPDATE experiments.api_key SET last_used_at = $2 WHERE id = $1 AND (last_used_at IS NULL OR last_used_at <= $2 - $3)");
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = id });
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = at.ToUniversalTime() });
            command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = Step });
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
#pragma warning disable CA1031 // A note for people: no request fails for it, and the next minute brings another.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            noted.TryRemove(id, out _);
            logger.LogWarning(failure, "Could not write down that API key {Key} was used.", id);
        }
    }
}
