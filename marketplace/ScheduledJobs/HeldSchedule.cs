using Marketplace.Database;
using Npgsql;

namespace Marketplace.ScheduledJobs;

/// <summary>Every job's lock in one hand: while it is held no node fires any, and its holder runs them by a clock of its own.</summary>
public sealed class HeldSchedule : IAsyncDisposable
{
    private readonly NpgsqlConnection _lease;
    private readonly Func<IScheduledWork, CancellationToken, Task<ScheduledJobRun>> _run;

    internal HeldSchedule(NpgsqlConnection lease, IReadOnlyList<IScheduledWork> works, Func<IScheduledWork, CancellationToken, Task<ScheduledJobRun>> run) =>
        (_lease, Works, _run) = (lease, works, run);

    public IReadOnlyList<IScheduledWork> Works { get; }

    /// <summary>Runs one and keeps the record of it.</summary>
    public Task<ScheduledJobRun> RunAsync(IScheduledWork work, CancellationToken cancellation) => _run(work, cancellation);

    public async ValueTask DisposeAsync()
    {
        await using (var release = new NpgsqlCommand("select pg_advisory_unlock_all()", _lease))
        {
            await release.ExecuteNonQueryAsync(CancellationToken.None);
        }

        await _lease.DisposeAsync();
    }
}
