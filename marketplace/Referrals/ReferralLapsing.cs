using Marketplace.Database;
using Marketplace.ScheduledJobs;
using Npgsql;

namespace Marketplace.Referrals;

/// <summary>Lets referrals lapse whose time to qualify is over and that have nothing under way.</summary>
public sealed class ReferralLapsing(NpgsqlDataSource source) : IScheduledWork
{
    private const int ReferralsAtOnce = 500;

    public string Name => "lapse-referrals";

    public string Description => "Lets referrals lapse whose time to qualify is over.";

    public string Cron => "0 40 4 * * ?";

    public async Task RunAsync(RunProgress progress, CancellationToken cancellation)
    {
        progress.Total = await DueAsync(progress.AsOf, cancellation);
        while (await DueAsync(progress.AsOf, cancellation) > 0)
        {
            var lapsed = await TransientRetry.RunAsync(
                c => source.CreateCommand("select marketplace.lapse_referrals($1, $2)").Add(progress.AsOf).Add(ReferralsAtOnce).SingleAsync(row => row.GetInt32(0), c), cancellation);
            await progress.AddAsync(lapsed, cancellation);
            if (lapsed == 0)
            {
                // A fact that comes at this moment holds the last ones.
                await Task.Delay(TimeSpan.FromMilliseconds(50), cancellation);
            }
        }
    }

    private Task<int> DueAsync(DateTimeOffset asOf, CancellationToken cancellation) =>
        source.CreateCommand("""
            select count(*)::integer from marketplace.referral r
            where r.state in ('ATTRIBUTED', 'ACTIVE') and r.lapses_at <= $1 and not exists (
                select 1 from marketplace.referral_milestone m where m.account_id = r.account_id and m.referral_number = r.number and m.state in ('HELD', 'UNDER_REVIEW'))
            """).Add(asOf).SingleAsync(row => row.GetInt32(0), cancellation);
}
