namespace Marketplace.ScheduledJobs;

/// <summary>Something done by the clock. It states what must be true at an instant and makes it so, in chunks; running it again changes nothing.</summary>
public interface IScheduledWork
{
    string Name { get; }

    string Description { get; }

    /// <summary>When it fires: a Quartz cron expression, in UTC.</summary>
    string Cron { get; }

    Task RunAsync(RunProgress progress, CancellationToken cancellation);
}
