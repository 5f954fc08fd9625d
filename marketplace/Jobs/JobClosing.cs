using Marketplace.Accounts;
using Marketplace.Changes;
using Marketplace.Database;
using Marketplace.Policies;
using Npgsql;
using NpgsqlTypes;

namespace Marketplace.Jobs;

/// <summary>RFD-01, RFD-02: closing a job on which nobody was hired, and removing one for a violation, gives every proposal its Connects back.</summary>
public sealed class JobClosing(NpgsqlDataSource source, JobReader jobs, PolicyBook policies, ChangeFeed changes, TimeProvider clock)
{
    public async Task<Outcome<Job>> CloseAsync(JobId id, Caller caller, CancellationToken cancellation)
    {
        var (outcome, status) = await ChangeAsync(
            id, "select outcome, status from marketplace.close_job($1, $2, $3, $4)", [Text(caller.Subject)], cancellation);
        return outcome switch
        {
            "CLOSED" => (await jobs.ByIdAsync(id, cancellation))!,
            "NOT_FOUND" => new NotFound("job"),
            "FORBIDDEN" => new Forbidden("Only the job's client closes it."),
            "NOT_ACTIVE" => new Forbidden("The client's account is not active; only an active account closes its jobs."),
            "JOB_NOT_OPEN" => new JobNotOpen(EnumText.Parse<JobStatus>(status!)),
            _ => throw new InvalidOperationException($"close_job answered '{outcome}'."),
        };
    }

    /// <summary>Takes a job that violated the terms off the marketplace, whoever was hired on it.</summary>
    public async Task<Outcome<Job>> RemoveAsync(JobId id, string reason, string actor, CancellationToken cancellation)
    {
        if (reason.Trim().Length is 0 or > 1000)
        {
            return new Invalid("reason", "A reason of 1 to 1,000 characters is expected; the client reads it.");
        }

        var (outcome, status) = await ChangeAsync(
            id, "select outcome, status from marketplace.remove_job($2, $1, $5, $3, $4)", [Text(actor), Text(reason.Trim())], cancellation);
        return outcome switch
        {
            "REMOVED" => (await jobs.ByIdAsync(id, cancellation))!,
            "NOT_FOUND" => new NotFound("job"),
            "WRONG_STATE" => new WrongState(status!, "The job is removed already."),
            _ => throw new InvalidOperationException($"remove_job answered '{outcome}'."),
        };
    }

    // $1 is who, $2 the job, $3 now, $4 when grace lots end, and what follows.
    private async Task<(string Outcome, string? Status)> ChangeAsync(JobId id, string sql, NpgsqlParameter[] texts, CancellationToken cancellation)
    {
        var (outcome, status, refunded) = await TransientRetry.RunAsync(c => CallAsync(id, sql, texts, c), cancellation);
        if (outcome is "CLOSED" or "REMOVED")
        {
            changes.JobChanged(id);
            changes.WalletsChanged(refunded);
        }

        return (outcome, status);
    }

    private async Task<(string Outcome, string? Status, IReadOnlyList<long> Refunded)> CallAsync(JobId id, string sql, NpgsqlParameter[] texts, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        // Both statements are one transaction: whose wallets were refunded is known if, and only if, the job is closed.
        await using var batch = source.CreateBatch();
        var change = batch.CreateBatchCommand();
        change.CommandText = sql;
        change.Parameters.Add(texts[0].Clone());
        change.Parameters.Add(new NpgsqlParameter<long> { TypedValue = id.Value });
        change.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        change.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now.AddDays(policies.At(now).Connects.RefundGraceDays) });
        foreach (var text in texts.Skip(1))
        {
            change.Parameters.Add(text.Clone());
        }

        batch.BatchCommands.Add(change);
        var returned = batch.CreateBatchCommand();
        returned.CommandText = "select distinct account_id from marketplace.proposal where job_id = $1 and connects_returned > 0";
        returned.Parameters.Add(new NpgsqlParameter<long> { TypedValue = id.Value });
        batch.BatchCommands.Add(returned);

        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        var (outcome, status) = (reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1));
        await reader.NextResultAsync(cancellation);
        var refunded = new List<long>();
        while (await reader.ReadAsync(cancellation))
        {
            refunded.Add(reader.GetInt64(0));
        }

        return (outcome, status, refunded);
    }

    private static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };
}
