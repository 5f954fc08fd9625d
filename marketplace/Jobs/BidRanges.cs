using Marketplace.Accounts;
using Marketplace.Database;
using Marketplace.Plans;
using Marketplace.Policies;
using Npgsql;

namespace Marketplace.Jobs;

/// <summary>What others ask for a job, of so many bids that nobody's own can be read out of it.</summary>
/// <param name="Bids">How many bids it is made of.</param>
/// <param name="Low">The average of the lowest third.</param>
/// <param name="Average">The average of all.</param>
/// <param name="High">The average of the highest third.</param>
public sealed record BidRange(int Bids, Money Low, Money Average, Money High);

/// <summary>PLN-08: members of a plan that includes it see the range of the bids on open jobs.</summary>
public sealed class BidRanges(NpgsqlDataSource source, MembershipReader memberships, PolicyBook policies, TimeProvider clock)
{
    // The first so many bids, in steps: two looks differ by a whole step of bids or by none. A bid that was withdrawn stays among them,
    // for a range that forgot it would tell it; and everybody sees the same range, for two that differed by somebody's own bid would tell that.
    private const string Ranges = """
        with placed as (
            select p.job_id, p.bid_cents, row_number() over (partition by p.job_id order by p.number) as place, count(*) over (partition by p.job_id) as bids
            from marketplace.proposal p where p.job_id = any ($1) and p.bid_cents is not null
        ), ranked as (
            select job_id, bid_cents, row_number() over (partition by job_id order by bid_cents) as rank, count(*) over (partition by job_id) as bids
            from placed where place <= bids - bids % $2 and bids - bids % $2 >= $3
        )
        select job_id, bids::integer, avg(bid_cents) filter (where rank <= bids / 3), avg(bid_cents), avg(bid_cents) filter (where rank > bids - bids / 3)
        from ranked group by job_id, bids
        """;

    /// <summary>By job; none for jobs that are not open, that have too few bids, or where the talent's plan does not include it.</summary>
    public async Task<IReadOnlyDictionary<long, BidRange>> ForAsync(Talent talent, IReadOnlyList<Job> jobs, CancellationToken cancellation)
    {
        var ranges = new Dictionary<long, BidRange>();
        if (talent.Status != AccountStatus.Active || !(await memberships.OfAsync(talent.AccountId, cancellation)).Terms(policies).SeesBidRange)
        {
            return ranges;
        }

        var policy = policies.At(clock.GetUtcNow()).Jobs.BidRange;
        await using var command = source.CreateCommand(Ranges);
        command.Add<long[]>([.. jobs.Where(j => j.Status == JobStatus.Open).Select(j => j.Id).Distinct()]).Add((long)policy.Step).Add((long)policy.Least);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            ranges[reader.GetInt64(0)] = new BidRange(reader.GetInt32(1), About(reader.GetDecimal(2)), About(reader.GetDecimal(3)), About(reader.GetDecimal(4)));
        }

        return ranges;
    }

    /// <summary>Two digits are told, so that equal bids are not told either.</summary>
    internal static Money About(decimal cents)
    {
        var unit = 1m;
        while (cents >= unit * 100)
        {
            unit *= 10;
        }

        return new Money((long)(decimal.Round(cents / unit, MidpointRounding.AwayFromZero) * unit));
    }
}
