using Marketplace.ScheduledJobs;
using Quartz;

namespace Marketplace.Api.Scheduling;

/// <summary>Quartz fires this; the work itself, its lock and its record are the marketplace's. Quartz is the trigger, never the mutex.</summary>
internal sealed class ScheduledWorkJob(ScheduledJobRunner runner) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await runner.RunAsync(context.JobDetail.Key.Name, cancellationToken);
}
