using Marketplace.Database;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.ScheduledJobs;

/// <summary>Reads the record of scheduled runs.</summary>
public sealed class ScheduledJobRunReader(MarketplaceDbContext database)
{
    public async Task<IReadOnlyDictionary<string, ScheduledJobRun>> LastAsync(IReadOnlyCollection<string> jobs, CancellationToken cancellation) =>
        await database.ScheduledJobRuns.Where(r => jobs.Contains(r.Job))
            .GroupBy(r => r.Job).Select(g => g.OrderByDescending(r => r.Id).First())
            .ToDictionaryAsync(r => r.Job, cancellation);

    /// <summary>A job's runs, newest first; the cursor is a run's id.</summary>
    public Task<Page<ScheduledJobRun>> OfAsync(string job, PageRequest page, CancellationToken cancellation) =>
        database.ScheduledJobRuns.Where(r => r.Job == job).By(r => r.Id, page, descending: true).ReadAsync(page, cancellation);

    public Task<int> CountAsync(string job, CancellationToken cancellation) => database.ScheduledJobRuns.CountAsync(r => r.Job == job, cancellation);
}
