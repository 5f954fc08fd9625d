using Marketplace.Database;
using Marketplace.ScheduledJobs;
using Marketplace.Wallets;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Schema.Operations;

/// <summary>Says when a job fires next: the host asks its scheduler.</summary>
public interface IScheduleReader
{
    Task<IReadOnlyDictionary<string, DateTimeOffset>> NextRunsAsync(CancellationToken cancellation);
}

[ObjectType<IScheduledWork>(Name = "ScheduledJob", Include = [nameof(IScheduledWork.Name), nameof(IScheduledWork.Description)])]
[Authorize(Policy = Policies.Staff)]
public static class ScheduledJobType
{
    /// <summary>A Quartz cron expression, in UTC: second, minute, hour, day of month, month, day of week.</summary>
    public static string GetSchedule([Parent] IScheduledWork job) => job.Cron;

    [BatchResolver]
    public static async Task<IReadOnlyList<ScheduledJobRun?>> GetLastRunAsync([Parent] IReadOnlyList<IScheduledWork> jobs, ScheduledJobRunReader runs, CancellationToken cancellation)
    {
        var last = await runs.LastAsync([.. jobs.Select(j => j.Name)], cancellation);
        return [.. jobs.Select(j => last.GetValueOrDefault(j.Name))];
    }

    /// <summary>When it fires next, by the real clock; what a run does is as of the domain clock.</summary>
    [BatchResolver]
    public static async Task<IReadOnlyList<DateTimeOffset?>> GetNextRunAtAsync([Parent] IReadOnlyList<IScheduledWork> jobs, IScheduleReader schedule, CancellationToken cancellation)
    {
        var next = await schedule.NextRunsAsync(cancellation);
        return [.. jobs.Select(j => next.TryGetValue(j.Name, out var at) ? at : (DateTimeOffset?)null)];
    }

    [BatchResolver]
    public static async Task<IReadOnlyList<bool>> GetRunningAsync([Parent] IReadOnlyList<IScheduledWork> jobs, ScheduledJobRunReader runs, CancellationToken cancellation)
    {
        var last = await runs.LastAsync([.. jobs.Select(j => j.Name)], cancellation);
        return [.. jobs.Select(j => last.GetValueOrDefault(j.Name) is { Outcome: RunOutcome.Running })];
    }

    public static async Task<Connection<ScheduledJobRun>> GetRunsAsync([Parent] IScheduledWork job, PageArguments page, ScheduledJobRunReader runs, CancellationToken cancellation) =>
        (await runs.OfAsync(job.Name, page.ToRequest(), cancellation)).ToConnection(r => r.Id, async c => await runs.CountAsync(job.Name, c));
}

/// <summary>`processed` counts what that job works on: lots for expire-connects. Its times are of the real clock.</summary>
[ObjectType<ScheduledJobRun>(Ignore = [nameof(ScheduledJobRun.Job)])]
[Node]
[Authorize(Policy = Policies.Staff)]
public static class ScheduledJobRunType
{
    [NodeResolver]
    public static async Task<IReadOnlyDictionary<long, ScheduledJobRun>> ByIdsAsync(IReadOnlyList<long> ids, CallerAccess caller, MarketplaceDbContext database, CancellationToken cancellation) =>
        caller.Caller.IsStaff ? await database.ScheduledJobRuns.Where(r => ids.Contains(r.Id)).ToDictionaryAsync(r => r.Id, cancellation) : new Dictionary<long, ScheduledJobRun>();
}

/// <summary>The books, re-added from the entries themselves.</summary>
[ObjectType<LedgerHealth>]
[Authorize(Policy = Policies.Staff)]
public static class LedgerHealthType;
