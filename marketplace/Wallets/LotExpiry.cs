using Marketplace.Changes;
using Marketplace.Database;
using Marketplace.ScheduledJobs;
using Npgsql;

namespace Marketplace.Wallets;

/// <summary>EXP-01: what is left of a lot whose year is over expires. Spends leave such lots out already; this is the bookkeeping.</summary>
public sealed class LotExpiry(NpgsqlDataSource source, ChangeFeed changes) : IScheduledWork
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
            var swept = await SweepAsync(progress.AsOf, cancellation);
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

    private async Task<int> SweepAsync(DateTimeOffset asOf, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("select lots, accounts from marketplace.sweep_due_lots($1, $2)");
        command.Add(asOf).Add(WalletsAtOnce);
        int lots;
        long[] accounts;
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            await reader.ReadAsync(cancellation);
            (lots, accounts) = (reader.GetInt32(0), reader.GetFieldValue<long[]>(1));
        }

        changes.WalletsChanged(accounts);
        return lots;
    }

    private async Task<int> DueAsync(DateTimeOffset asOf, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("select count(*)::integer from marketplace.lot where remaining > 0 and expires_at <= $1");
        command.Add(asOf);
        return (int)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
