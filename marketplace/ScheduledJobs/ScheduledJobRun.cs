namespace Marketplace.ScheduledJobs;

public enum RunOutcome { Running, Succeeded, Failed }

public sealed class ScheduledJobRun
{
    public long Id { get; init; }
    public required string Job { get; init; }
    public required string Node { get; init; }
    public DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }
    public RunOutcome Outcome { get; init; }
    public int Processed { get; init; }
    public int? Total { get; init; }
    public string? Error { get; init; }
}
