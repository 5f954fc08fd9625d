using Marketplace.Changes;
using Marketplace.Database;
using Marketplace.Policies;
using Marketplace.ScheduledJobs;
using Npgsql;

namespace Marketplace.Interviews;

/// <summary>RND-01..04: in the arm `randomized` a credited interview draws; what is drawn waits for feedback.</summary>
public sealed class RewardDrawing(NpgsqlDataSource source, PolicyBook policies, RewardSeeds seeds, ChangeFeed changes) : IScheduledWork
{
    private const int DrawsAtOnce = 200;

    // The oldest undrawn interview of each account: a cool-down that it begins decides about the next.
    private const string Due = """
        select distinct on (r.account_id) r.account_id, r.proposal_number
        from marketplace.interview_reward r join marketplace.account a on a.id = r.account_id and a.status = 'ACTIVE'
        where r.randomized and r.state = 'PENDING' and r.credited_at <= $1 order by r.account_id, r.won_at, r.proposal_number limit $2
        """;

    public string Name => "draw-rewards";

    public string Description => "Draws the randomized rewards of credited interviews.";

    public string Cron => "0 15 4 * * ?";

    public async Task RunAsync(RunProgress progress, CancellationToken cancellation)
    {
        progress.Total = await source.CreateCommand("""
            select count(*)::integer from marketplace.interview_reward r join marketplace.account a on a.id = r.account_id and a.status = 'ACTIVE'
            where r.randomized and r.state = 'PENDING' and r.credited_at <= $1
            """).Add(progress.AsOf).SingleAsync(row => row.GetInt32(0), cancellation);
        while (await DueAsync(progress.AsOf, cancellation) is { Count: > 0 } due)
        {
            var policy = policies.At(progress.AsOf);
            var draws = due.Select(id => (Id: id, Seed: seeds.Next())).Select(d => (d.Id, d.Seed, Drawn: RewardDraw.From(d.Seed, policy.Interviews))).ToList();
            var (decided, paid) = await TransientRetry.RunAsync(c => DrawAsync(draws, policy, progress.AsOf, c), cancellation);
            changes.WalletsChanged(paid);
            await progress.AddAsync(decided, cancellation);
        }
    }

    private async Task<List<OwnedId>> DueAsync(DateTimeOffset asOf, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(Due);
        command.Add(asOf).Add(DrawsAtOnce);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var due = new List<OwnedId>();
        while (await reader.ReadAsync(cancellation))
        {
            due.Add(new OwnedId(reader.GetInt64(0), reader.GetInt64(1)));
        }

        return due;
    }

    private Task<(int Decided, long[] Paid)> DrawAsync(List<(OwnedId Id, long Seed, RewardDraw Drawn)> draws, Policy policy, DateTimeOffset asOf, CancellationToken cancellation)
    {
        var command = source.CreateCommand("""
            select decided, accounts from marketplace.draw_rewards(
                (select array_agg(row(d.account, d.number, d.seed, d.connects, d.weeks)::marketplace.proposed_draw) from unnest($1, $2, $3, $4, $5) d (account, number, seed, connects, weeks)),
                $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
            """);
        command.Add<long[]>([.. draws.Select(d => d.Id.AccountId)]).Add<long[]>([.. draws.Select(d => d.Id.Number)]).Add<long[]>([.. draws.Select(d => d.Seed)])
            .Add<int[]>([.. draws.Select(d => d.Drawn.Connects)]).Add<int[]>([.. draws.Select(d => d.Drawn.CoolDownWeeks)])
            .Add(policy.Interviews.DrawMaximum).Add(policy.Interviews.DrawStep).Add(policy.Interviews.LeastCoolDownWeeks).Add(policy.Interviews.MostCoolDownWeeks)
            .Add(asOf).Add(asOf.AddDays(policy.Interviews.ClaimDays)).Add(asOf.AddYears(policy.Connects.LifetimeYears))
            .Add(policy.Interviews.DrawWinPercent).AddInteger(policy.Interviews.DrawWeeklyBudget).Add(policy.Interviews.DrawIdleDays);
        return command.SingleAsync(row => (row.GetInt32(0), row.GetFieldValue<long[]>(1)), cancellation);
    }
}
