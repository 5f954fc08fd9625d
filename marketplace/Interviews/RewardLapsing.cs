using Marketplace.Database;
using Marketplace.ScheduledJobs;
using Npgsql;

namespace Marketplace.Interviews;

/// <summary>RND-04: a drawn reward that no feedback claimed in time lapses.</summary>
public sealed class RewardLapsing(NpgsqlDataSource source) : IScheduledWork
{
    private const int RewardsAtOnce = 1000;

    public string Name => "lapse-rewards";

    public string Description => "Lets drawn rewards lapse whose time for feedback is over.";

    public string Cron => "0 30 4 * * ?";

    public async Task RunAsync(RunProgress progress, CancellationToken cancellation)
    {
        progress.Total = await DueAsync(progress.AsOf, cancellation);
        while (await DueAsync(progress.AsOf, cancellation) > 0)
        {
            var lapsed = await source.CreateCommand("select marketplace.lapse_rewards($1, $2)").Add(progress.AsOf).Add(RewardsAtOnce).SingleAsync(row => row.GetInt32(0), cancellation);
            await progress.AddAsync(lapsed, cancellation);
            if (lapsed == 0)
            {
                // Feedback that comes at this moment holds the last ones.
                await Task.Delay(TimeSpan.FromMilliseconds(50), cancellation);
            }
        }
    }

    private Task<int> DueAsync(DateTimeOffset asOf, CancellationToken cancellation) =>
        source.CreateCommand("select count(*)::integer from marketplace.interview_reward where state = 'AWAITING_FEEDBACK' and claim_ends_at <= $1")
            .Add(asOf).SingleAsync(row => row.GetInt32(0), cancellation);
}
