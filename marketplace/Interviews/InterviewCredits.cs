using Marketplace.Changes;
using Marketplace.Database;
using Marketplace.Policies;
using Marketplace.ScheduledJobs;
using Npgsql;

namespace Marketplace.Interviews;

/// <summary>RWD-05: credits won interviews once a day. What was spent returns; in the arm `split` an award tops it up.</summary>
public sealed class InterviewCredits(NpgsqlDataSource source, PolicyBook policies, ChangeFeed changes) : IScheduledWork
{
    private const int AccountsAtOnce = 500;

    public string Name => "process-interview-credits";

    public string Description => "Returns and awards Connects for interviews that talents replied to.";

    public string Cron => "0 0 4 * * ?";

    public async Task RunAsync(RunProgress progress, CancellationToken cancellation)
    {
        progress.Total = await DueAsync(progress.AsOf, cancellation);
        // A chunk takes the oldest interview of each account: rounds go on until no account has one.
        while (await DueAsync(progress.AsOf, cancellation) > 0)
        {
            if (await RoundAsync(progress, cancellation) == 0)
            {
                // Somebody holds the last wallets for a moment.
                await Task.Delay(TimeSpan.FromMilliseconds(50), cancellation);
            }
        }
    }

    private async Task<int> RoundAsync(RunProgress progress, CancellationToken cancellation)
    {
        var credited = 0;
        for (long? after = 0; after is not null;)
        {
            var chunk = await TransientRetry.RunAsync(c => ChunkAsync(after.Value, progress.AsOf, c), cancellation);
            changes.WalletsChanged(chunk.Accounts);
            await progress.AddAsync(chunk.Credited, cancellation);
            credited += chunk.Credited;
            after = chunk.Last;
        }

        return credited;
    }

    private async Task<(long? Last, int Credited, long[] Accounts)> ChunkAsync(long after, DateTimeOffset asOf, CancellationToken cancellation)
    {
        var policy = policies.At(asOf);
        var command = source.CreateCommand("select last, credited, accounts from marketplace.process_interview_credits($1, $2, $3, $4, $5, $6, $7, $8)");
        command.Add(after).Add(AccountsAtOnce).Add(policy.Interviews.AwardTotal).Add(policy.Interviews.Cap).Add(asOf.AddDays(-policy.Interviews.CapDays)).Add(asOf)
            .Add(asOf.AddYears(policy.Connects.LifetimeYears)).Add(asOf.AddDays(policy.Connects.RefundGraceDays));
        return await command.SingleAsync(row => (row.IsDBNull(0) ? (long?)null : row.GetInt64(0), row.GetInt32(1), row.GetFieldValue<long[]>(2)), cancellation);
    }

    private Task<int> DueAsync(DateTimeOffset asOf, CancellationToken cancellation) =>
        source.CreateCommand("""
            select count(*)::integer from marketplace.interview_reward r join marketplace.account a on a.id = r.account_id
            where r.credited_at is null and r.won_at <= $1 and a.status <> 'SUSPENDED'
            """).Add(asOf).SingleAsync(row => row.GetInt32(0), cancellation);
}
