using Marketplace.Database;
using Npgsql;

namespace Marketplace.ScheduledJobs;

/// <summary>A run tells how far it is; whoever looks at the run sees it.</summary>
public sealed class RunProgress(NpgsqlDataSource source, long run, DateTimeOffset asOf)
{
    public long Run => run;

    /// <summary>The instant of the domain clock that the run acts as of.</summary>
    public DateTimeOffset AsOf => asOf;

    public int Processed { get; private set; }

    public int? Total { get; set; }

    public async Task AddAsync(int processed, CancellationToken cancellation)
    {
        Processed += processed;
        await using var command = source.CreateCommand("update marketplace.scheduled_job_run set processed = $2, total = $3 where id = $1");
        command.Add(run).Add(Processed).AddInteger(Total is { } total ? Math.Max(total, Processed) : null);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
