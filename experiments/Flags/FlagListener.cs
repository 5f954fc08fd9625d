using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Experiments.Flags;

/// <summary>Follows the changes of every node: woken by NOTIFY, and by the clock where a notification is lost.</summary>
internal sealed class FlagListener(
    NpgsqlDataSource dataSource,
    FlagSnapshots snapshots,
    FlagSnapshotLoader loader,
    ExperimentsOptions options,
    ILogger<FlagListener> logger) : BackgroundService, IHostedLifecycleService
{
    internal const string Channel = "experiments_changed";

    // Before any server listens: a request must never meet a node without flags.
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (snapshots.Version < 0)
            await loader.LoadAsync(cancellationToken);
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            // The flags in memory go on serving whatever befalls the connection; the next round begins with a look at the version.
#pragma warning disable CA1031
            catch (Exception failure)
#pragma warning restore CA1031
            {
                logger.LogWarning(failure, "Lost the connection that follows flag changes; trying again in {Delay}.", options.PollInterval);
                await Task.Delay(options.PollInterval, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task FollowAsync(CancellationToken stopping)
    {
        await using var connection = await dataSource.OpenConnectionAsync(stopping);
        await using (var listen = new NpgsqlCommand($"LISTEN {Channel}", connection))
            await listen.ExecuteNonQueryAsync(stopping);

        while (true)
        {
            await loader.LoadIfNewerAsync(stopping);
            await connection.WaitAsync(options.PollInterval, stopping);
        }
    }
}
