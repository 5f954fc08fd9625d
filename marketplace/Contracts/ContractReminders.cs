using Marketplace.Database;
using Marketplace.Policies;
using Marketplace.ScheduledJobs;
using Npgsql;

namespace Marketplace.Contracts;

/// <summary>HRS-02: clients are reminded to extend an hourly contract before it ends.</summary>
public sealed class ContractReminders(NpgsqlDataSource source, PolicyBook policies) : IScheduledWork
{
    private const int ContractsAtOnce = 1000;

    private const string Due = """
        select count(*)::integer from marketplace.contract c join marketplace.account a on a.id = c.client_id and a.status = 'ACTIVE'
        cross join lateral (select min(u) as days from unnest($1) u where c.ends_at - make_interval(hours => u * 24) <= $2) d
        where c.ended_at is null and c.hourly and c.ends_at > $2 and d.days is not null
          and not exists (select 1 from marketplace.notification n where n.account_id = c.client_id and n.kind = 'CONTRACT_ENDING'
                          and n.once_key = 'contract:' || c.account_id || '-' || c.number || ':' || extract(epoch from c.ends_at) || ':' || d.days || 'd')
        """;

    public string Name => "remind-contracts";

    public string Description => "Tells clients of hourly contracts that end soon.";

    public string Cron => "0 10 * * * ?";

    public async Task RunAsync(RunProgress progress, CancellationToken cancellation)
    {
        int[] days = [.. policies.At(progress.AsOf).Reminders.ContractDays];
        progress.Total = await source.CreateCommand(Due).Add(days).Add(progress.AsOf).SingleAsync(row => row.GetInt32(0), cancellation);
        int told;
        do
        {
            told = await source.CreateCommand("select marketplace.remind_contracts($1, $2, $3)").Add(ContractsAtOnce).Add(days).Add(progress.AsOf).SingleAsync(row => row.GetInt32(0), cancellation);
            await progress.AddAsync(told, cancellation);
        }
        while (told > 0);
    }
}
