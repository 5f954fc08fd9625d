using Marketplace.Database;
using Marketplace.ScheduledJobs;
using Npgsql;

namespace Marketplace.Plans;

/// <summary>PLN-10: goes through the cycle dates that have come: fees, waiting downgrades, monthly Connects.</summary>
public sealed class MonthlyGrants(NpgsqlDataSource source, PlanRenewals renewals) : IScheduledWork
{
    public string Name => "grant-monthly";

    public string Description => "Charges membership fees, applies waiting downgrades and grants monthly Connects on each member's cycle date.";

    public string Cron => "0 5 * * * ?";

    public async Task RunAsync(RunProgress progress, CancellationToken cancellation)
    {
        await using (var end = source.CreateCommand("select marketplace.end_memberships($1)"))
        {
            end.Add(progress.AsOf);
            await end.ExecuteNonQueryAsync(cancellation);
        }

        await using (var count = source.CreateCommand("select count(*)::integer from marketplace.membership where ended_at is null and cycle_end <= $1"))
        {
            count.Add(progress.AsOf);
            progress.Total = (int)(await count.ExecuteScalarAsync(cancellation))!;
        }

        await renewals.RunAsync(null, progress.AsOf, done => progress.AddAsync(done, cancellation), cancellation);
    }
}
