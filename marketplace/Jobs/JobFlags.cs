using Marketplace.Accounts;
using Marketplace.Database;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Jobs;

/// <summary>Somebody's word that a job looks wrong.</summary>
public sealed class JobFlag
{
    public long JobId { get; init; }
    public required string FlaggedBy { get; init; }
    public required string Reason { get; init; }
    public DateTimeOffset At { get; init; }
}

/// <summary>CLI-05: whoever is signed in flags a suspicious job; trust and safety reads the queue.</summary>
public sealed class JobFlags(NpgsqlDataSource source, MarketplaceDbContext database, JobReader jobs, TimeProvider clock)
{
    public async Task<Outcome<Job>> FlagAsync(JobId id, string reason, Caller caller, CancellationToken cancellation)
    {
        if (reason.Trim().Length is 0 or > 1000)
        {
            return new Invalid("reason", "A reason of 1 to 1,000 characters is expected.");
        }

        if (caller.Subject is not { } subject)
        {
            return new Forbidden("Only somebody with an account flags a job; staff remove it.");
        }

        var (outcome, status) = await source.CreateCommand("select outcome, status from marketplace.flag_job($1, $2, $3, $4)")
            .Add(id.Value).Add(subject).Add(reason.Trim()).Add(clock.GetUtcNow())
            .SingleAsync(row => (row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1)), cancellation);
        return outcome switch
        {
            "FLAGGED" => (await jobs.ByIdAsync(id, cancellation))!,
            "NOT_FOUND" => new NotFound("job"),
            "JOB_NOT_OPEN" => new JobNotOpen(EnumText.Parse<JobStatus>(status!)),
            _ => throw new InvalidOperationException($"flag_job answered '{outcome}'."),
        };
    }

    /// <summary>Flags of several jobs, oldest first.</summary>
    public async Task<ILookup<long, JobFlag>> OfAsync(IEnumerable<long> ids, CancellationToken cancellation)
    {
        var wanted = ids.Distinct().ToArray();
        return (await database.JobFlags.Where(f => wanted.Contains(f.JobId)).OrderBy(f => f.At).ToListAsync(cancellation)).ToLookup(f => f.JobId);
    }

    /// <summary>Open jobs that somebody flagged, newest first; the cursor is a job's id.</summary>
    public Task<Page<Job>> QueueAsync(PageRequest page, CancellationToken cancellation) => Queue().By(j => j.Id, page, descending: true).ReadAsync(page, cancellation);

    public Task<int> QueueLengthAsync(CancellationToken cancellation) => Queue().CountAsync(cancellation);

    private IQueryable<Job> Queue() => database.Jobs.Where(j => j.Status == JobStatus.Open && database.JobFlags.Any(f => f.JobId == j.Id));
}
