using Marketplace.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Marketplace.ScheduledJobs;

/// <summary>Runs scheduled work and keeps the record of it. One run of a job at a time, over all nodes.</summary>
public sealed partial class ScheduledJobRunner(
    IEnumerable<IScheduledWork> works, NpgsqlDataSource source, IDbContextFactory<MarketplaceDbContext> contexts, Clock.DomainClock clock, NodeName node, ILogger<ScheduledJobRunner> logger)
{
    public IReadOnlyList<IScheduledWork> Works { get; } = [.. works.OrderBy(w => w.Name, StringComparer.Ordinal)];

    public async Task<Outcome<ScheduledJobRun>> RunAsync(string name, CancellationToken cancellation)
    {
        if (Works.FirstOrDefault(w => w.Name == name) is not { } work)
        {
            return new NotFound($"scheduled job; there are {string.Join(", ", Works.Select(w => w.Name))}");
        }

        await using var lease = await source.OpenConnectionAsync(cancellation);
        // The session's lock goes with its connection, so a node that dies leaves nothing locked.
        await using (var claim = new NpgsqlCommand("select pg_try_advisory_lock(hashtext('scheduled-job'), hashtext($1))", lease))
        {
            claim.Add(name);
            if (!(bool)(await claim.ExecuteScalarAsync(cancellation))!)
            {
                return new WrongState(RunOutcome.Running.ToText(), $"{name} runs already; wait for that run to finish.");
            }
        }

        try
        {
            return await RecordedAsync(work, cancellation);
        }
        finally
        {
            await using var release = new NpgsqlCommand("select pg_advisory_unlock(hashtext('scheduled-job'), hashtext($1))", lease);
            release.Add(name);
            await release.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    /// <summary>Takes every job for its caller, after those that run now: no node fires one until it is given back.</summary>
    public async Task<HeldSchedule> HoldAsync(CancellationToken cancellation)
    {
        var lease = await source.OpenConnectionAsync(cancellation);
        try
        {
            await using var claim = new NpgsqlCommand("select pg_advisory_lock(hashtext('scheduled-job'), hashtext(name)) from unnest($1) name", lease) { CommandTimeout = 300 };
            claim.Add<string[]>([.. Works.Select(work => work.Name)]);
            await claim.ExecuteNonQueryAsync(cancellation);
            return new HeldSchedule(lease, Works, RecordedAsync);
        }
        catch
        {
            await lease.DisposeAsync();
            throw;
        }
    }

    private async Task<ScheduledJobRun> RecordedAsync(IScheduledWork work, CancellationToken cancellation)
    {
        await clock.RefreshAsync(cancellation);
        var asOf = clock.GetUtcNow();
        long run;
        // We hold the job's lock: a run still marked as running was cut short with its node.
        await using (var begin = source.CreateCommand("""
            with orphaned as (
                update marketplace.scheduled_job_run set outcome = 'FAILED', finished_at = $4, error = 'The node stopped during the run.'
                where job = $1 and outcome = 'RUNNING')
            insert into marketplace.scheduled_job_run (job, node, as_of, started_at) values ($1, $2, $3, $4) returning id
            """))
        {
            begin.Add(work.Name).Add(node.Value).Add(asOf).Add(TimeProvider.System.GetUtcNow());
            run = (long)(await begin.ExecuteScalarAsync(cancellation))!;
        }

        var progress = new RunProgress(source, run, asOf);
        string? error = null;
        try
        {
            await work.RunAsync(progress, cancellation);
        }
        catch (Exception exception)
        {
            RunFailed(logger, work.Name, run, exception);
            error = exception is OperationCanceledException ? "The run was cancelled." : exception.Message;
        }

        await using (var end = source.CreateCommand("update marketplace.scheduled_job_run set outcome = $2, finished_at = $3, error = $4, processed = $5 where id = $1"))
        {
            end.Add(run).Add((error is null ? RunOutcome.Succeeded : RunOutcome.Failed).ToText()).Add(TimeProvider.System.GetUtcNow()).AddText(error).Add(progress.Processed);
            await end.ExecuteNonQueryAsync(CancellationToken.None);
        }

        await using var database = await contexts.CreateDbContextAsync(CancellationToken.None);
        return await database.ScheduledJobRuns.FirstAsync(r => r.Id == run, CancellationToken.None);
    }

    [LoggerMessage(LogLevel.Error, "Scheduled job {Job} failed in run {Run}")]
    private static partial void RunFailed(ILogger logger, string job, long run, Exception exception);
}

/// <summary>How this node is called in the records it writes.</summary>
public sealed record NodeName(string Value);
