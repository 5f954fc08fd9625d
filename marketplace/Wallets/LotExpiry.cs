using Marketplace.Database;
using Marketplace.ScheduledJobs;
using Npgsql;

namespace Marketplace.Wallets;

/// <summary>EXP-01: what is left of a lot whose year is over expires. Spends leave such lots out already; this is the bookkeeping.</summary>
public sealed class LotExpiry(NpgsqlDataSource source) : IScheduledWork
{
    private const int WalletsAtOnce = 1000;

    public string Name => "expire-connects";

    public string Description => "Expires what is left of lots whose year is over.";

    public string Cron => "0 0 3 * * ?";

    public async Task RunAsync(RunProgress progress, CancellationToken cancellation)
    {
        progress.Total = await DueAsync(progress.AsOf, cancellation);
        while (true)
        {
            await using var command = source.CreateCommand("select marketplace.sweep_expired_lots($1, $2)");
            command.Add(progress.AsOf).Add(WalletsAtOnce);
            var swept = (int)(await command.ExecuteScalarAsync(cancellation))!;
            await progress.AddAsync(swept, cancellation);
            if (swept > 0)
            {
                continue;
            }

            // Nothing taken: either all is done, or somebody holds the last wallets for a moment.
            if (await DueAsync(progress.AsOf, cancellation) == 0)
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellation);
        }
    }

    private async Task<int> DueAsync(DateTimeOffset asOf, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("select count(*)::integer from marketplace.lot where remaining > 0 and expires_at <= $1");
        command.Add(asOf);
        return (int)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
