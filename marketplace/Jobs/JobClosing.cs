using Marketplace.Accounts;
using Marketplace.Changes;
using Marketplace.Database;
using Marketplace.Policies;
using Npgsql;
using NpgsqlTypes;

namespace Marketplace.Jobs;

/// <summary>RFD-01: closing a job on which nobody was hired gives every proposal its Connects back.</summary>
public sealed class JobClosing(NpgsqlDataSource source, JobReader jobs, PolicyBook policies, ChangeFeed changes, TimeProvider clock)
{
    public async Task<Outcome<Job>> CloseAsync(JobId id, Caller caller, CancellationToken cancellation)
    {
        var (outcome, status, refunded) = await TransientRetry.RunAsync(c => CallAsync(id, caller, c), cancellation);
        if (outcome == "CLOSED")
        {
            changes.JobChanged(id);
            changes.WalletsChanged(refunded);
        }

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

    private async Task<(string Outcome, string? Status, IReadOnlyList<long> Refunded)> CallAsync(JobId id, Caller caller, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        // Both statements are one transaction: whose wallets were refunded is known if, and only if, the job is closed.
        await using var batch = source.CreateBatch();
        var close = batch.CreateBatchCommand();
        close.CommandText = "select outcome, status from marketplace.close_job($1, $2, $3, $4)";
        close.Parameters.Add(new NpgsqlParameter { Value = (object?)caller.Subject ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        close.Parameters.Add(new NpgsqlParameter<long> { TypedValue = id.Value });
        close.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        close.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now.AddDays(policies.At(now).Connects.RefundGraceDays) });
        batch.BatchCommands.Add(close);
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
}
