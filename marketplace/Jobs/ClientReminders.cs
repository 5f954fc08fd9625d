using Marketplace.Database;
using Marketplace.Policies;
using Marketplace.ScheduledJobs;
using Npgsql;

namespace Marketplace.Jobs;

/// <summary>CLI-01, CLI-02: clients are asked to hire or to close, so that nobody's Connects wait for ever.</summary>
public sealed class ClientReminders(NpgsqlDataSource source, PolicyBook policies) : IScheduledWork
{
    private const int JobsAtOnce = 1000;

    private const string Due = """
        select count(*)::integer from marketplace.job j join marketplace.account a on a.id = j.client_id and a.status = 'ACTIVE'
        cross join lateral (select max(u) as days from unnest($1) u where j.posted_at + make_interval(hours => u * 24) <= $2) d
        where j.status = 'OPEN' and d.days is not null
          and not exists (select 1 from marketplace.notification n where n.account_id = j.client_id and n.kind = 'CLOSE_JOB_REMINDER' and n.once_key = 'job:' || j.id || ':' || d.days || 'd')
        """;

    public string Name => "remind-clients";

    public string Description => "Asks clients of jobs that stay open to hire or to close.";

    public string Cron => "0 0 9 * * ?";

    public async Task RunAsync(RunProgress progress, CancellationToken cancellation)
    {
        int[] days = [.. policies.At(progress.AsOf).Reminders.OpenJobDays];
        progress.Total = await source.CreateCommand(Due).Add(days).Add(progress.AsOf).SingleAsync(row => row.GetInt32(0), cancellation);
        for (long? after = 0; after is not null;)
        {
            var (last, told) = await TransientRetry.RunAsync(
                c => source.CreateCommand("select last, told from marketplace.remind_clients($1, $2, $3, $4)").Add(after.Value).Add(JobsAtOnce).Add(days).Add(progress.AsOf)
                    .SingleAsync(row => (row.IsDBNull(0) ? (long?)null : row.GetInt64(0), row.GetInt32(1)), c),
                cancellation);
            await progress.AddAsync(told, cancellation);
            after = last;
        }
    }
}
