using Marketplace.Changes;
using Marketplace.Database;
using Marketplace.ScheduledJobs;
using Npgsql;

namespace Marketplace.Referrals;

/// <summary>REF-03: pays rewards whose hold has elapsed, where the facts still qualify and both accounts are open.</summary>
public sealed class ReferralHoldRelease(NpgsqlDataSource source, ChangeFeed changes) : IScheduledWork
{
    private const int MilestonesAtOnce = 100;

    public string Name => "release-referral-holds";

    public string Description => "Pays referral rewards whose hold has elapsed.";

    public string Cron => "0 10 * * * ?";

    public async Task RunAsync(RunProgress progress, CancellationToken cancellation)
    {
        progress.Total = await DueAsync(progress.AsOf, cancellation);
        while (await DueAsync(progress.AsOf, cancellation) > 0)
        {
            var (released, accounts) = await TransientRetry.RunAsync(
                c => source.CreateCommand("select milestones, accounts from marketplace.release_referral_holds($1, $2)").Add(progress.AsOf).Add(MilestonesAtOnce)
                    .SingleAsync(row => (row.GetInt32(0), row.GetFieldValue<long[]>(1)), c),
                cancellation);
            changes.WalletsChanged(accounts);
            await progress.AddAsync(released, cancellation);
            if (released == 0)
            {
                // Another node holds the last ones for a moment.
                await Task.Delay(TimeSpan.FromMilliseconds(50), cancellation);
            }
        }
    }

    private Task<int> DueAsync(DateTimeOffset asOf, CancellationToken cancellation) =>
        source.CreateCommand("select count(*)::integer from marketplace.referral_milestone where state = 'HELD' and release_at <= $1")
            .Add(asOf).SingleAsync(row => row.GetInt32(0), cancellation);
}
