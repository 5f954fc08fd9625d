using Marketplace.Database;
using Marketplace.Policies;
using Marketplace.ScheduledJobs;
using Npgsql;

namespace Marketplace.Wallets;

/// <summary>EXP-05: tells the owner of a lot once, some days before it ends.</summary>
public sealed class ExpiryNotices(NpgsqlDataSource source, PolicyBook policies) : IScheduledWork
{
    private const int LotsAtOnce = 1000;

    public string Name => "notify-expiring";

    public string Description => "Tells owners of Connects that end soon, once for each lot.";

    public string Cron => "0 30 3 * * ?";

    public async Task RunAsync(RunProgress progress, CancellationToken cancellation)
    {
        var days = policies.At(progress.AsOf).Wallets.ExpiryNoticeDays;
        progress.Total = await source.CreateCommand("""
            select count(*)::integer from marketplace.lot l
            where l.remaining > 0 and l.expires_at > $1 and l.expires_at <= $2
              and not exists (select 1 from marketplace.notification n where n.account_id = l.account_id and n.kind = 'CONNECTS_EXPIRING' and n.once_key = 'lot:' || l.number)
            """).Add(progress.AsOf).Add(progress.AsOf.AddDays(days)).SingleAsync(row => row.GetInt32(0), cancellation);
        for (var place = (End: progress.AsOf, Account: 0L, Lot: 0L); ;)
        {
            await using var command = source.CreateCommand("select seen, told, last_end, last_account, last_number from marketplace.notify_expiring_lots($1, $2, $3, $4, $5, $6)");
            command.Add(progress.AsOf).Add(days).Add(LotsAtOnce).Add(place.End).Add(place.Account).Add(place.Lot);
            int told;
            await using (var reader = await command.ExecuteReaderAsync(cancellation))
            {
                await reader.ReadAsync(cancellation);
                if (reader.GetInt32(0) == 0)
                {
                    return;
                }

                told = reader.GetInt32(1);
                place = (reader.GetFieldValue<DateTimeOffset>(2), reader.GetInt64(3), reader.GetInt64(4));
            }

            await progress.AddAsync(told, cancellation);
        }
    }
}
