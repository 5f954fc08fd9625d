using Marketplace.Changes;
using Marketplace.Database;
using Marketplace.Policies;
using Marketplace.ScheduledJobs;
using Npgsql;

namespace Marketplace.Jobs;

/// <summary>DEM-01..09: a job that few propose to becomes cheaper and then free, one that very many propose to dearer.</summary>
public sealed class DemandReview(NpgsqlDataSource source, PolicyBook policies, ChangeFeed changes) : IScheduledWork
{
    private const int JobsAtOnce = 1000;

    public string Name => "review-demand";

    public string Description => "Lowers or raises what proposals to open jobs cost, by how many there are.";

    public string Cron => "0 5 * * * ?";

    public async Task RunAsync(RunProgress progress, CancellationToken cancellation)
    {
        progress.Total = await source.CreateCommand("select count(*)::integer from marketplace.job where status = 'OPEN' and not demand_settled").SingleAsync(row => row.GetInt32(0), cancellation);
        for (long? after = 0; after is not null;)
        {
            var chunk = await TransientRetry.RunAsync(c => ChunkAsync(after.Value, progress.AsOf, c), cancellation);
            foreach (var job in chunk.Changed)
            {
                changes.JobChanged(new JobId(job));
            }

            await progress.AddAsync(chunk.Reviewed, cancellation);
            after = chunk.Last;
        }
    }

    private Task<(long? Last, int Reviewed, long[] Changed)> ChunkAsync(long after, DateTimeOffset asOf, CancellationToken cancellation)
    {
        var demand = policies.At(asOf).Demand;
        return source.CreateCommand("select last, reviewed, changed from marketplace.review_demand($1, $2, $3, $4, $5, $6, $7, $8)")
            .Add(after).Add(JobsAtOnce).Add(demand.Few).Add(TimeSpan.FromHours(demand.LowerAfterHours)).Add(TimeSpan.FromHours(demand.FreeAfterHours))
            .Add(demand.Many).Add(TimeSpan.FromHours(demand.RaiseWithinHours)).Add(asOf)
            .SingleAsync(row => (row.IsDBNull(0) ? (long?)null : row.GetInt64(0), row.GetInt32(1), row.GetFieldValue<long[]>(2)), cancellation);
    }
}
