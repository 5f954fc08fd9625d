using Marketplace.ScheduledJobs;
using Marketplace.Schema.Operations;
using Quartz;

namespace Marketplace.Api.Scheduling;

/// <summary>Writes each work's trigger into the clustered store at the start, and says when it fires next.</summary>
internal sealed class Schedule([FromKeyedServices(Schedule.Scheduler)] ISchedulerFactory schedulers, ScheduledJobRunner runner) : IHostedService, IScheduleReader
{
    public const string Scheduler = "marketplace";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        foreach (var work in runner.Works)
        {
            var key = new TriggerKey(work.Name);
            if (await scheduler.GetTrigger(key, cancellationToken) is ICronTrigger trigger && trigger.CronExpressionString == work.Cron)
            {
                // Another node, or an earlier start, has written it: when it fires next is the store's to know.
                continue;
            }

            var job = JobBuilder.Create<ScheduledWorkJob>().WithIdentity(work.Name).WithDescription(work.Description).StoreDurably().Build();
            var fires = TriggerBuilder.Create().WithIdentity(key).ForJob(job)
                .WithCronSchedule(work.Cron, cron => cron.InTimeZone(TimeZoneInfo.Utc).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed)).Build();
            await scheduler.ScheduleJob(job, [fires], new ScheduleJobOptions { Replace = true }, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<IReadOnlyDictionary<string, DateTimeOffset>> NextRunsAsync(CancellationToken cancellation)
    {
        var scheduler = await schedulers.GetScheduler(cancellation);
        var next = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        foreach (var work in runner.Works)
        {
            if (await scheduler.GetTrigger(new TriggerKey(work.Name), cancellation) is { } trigger && trigger.NextFireTimeUtc is { } at)
            {
                next[work.Name] = at;
            }
        }

        return next;
    }
}
