using Marketplace.Accounts;
using Marketplace.Database;
using Marketplace.Policies;
using Npgsql;

namespace Marketplace.Jobs;

/// <summary>RFD-01: closing a job on which nobody was hired gives every proposal its Connects back.</summary>
public sealed class JobClosing(NpgsqlDataSource source, JobReader jobs, PolicyBook policies, TimeProvider clock)
{
    public async Task<Outcome<Job>> CloseAsync(JobId id, Caller caller, CancellationToken cancellation)
    {
        var (outcome, status) = await TransientRetry.RunAsync(c => CallAsync(id, caller, c), cancellation);
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

    private async Task<(string Outcome, string? Status)> CallAsync(JobId id, Caller caller, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await using var command = source.CreateCommand("select outcome, status from marketplace.close_job($1, $2, $3, $4)");
        command.AddText(caller.Subject).Add(id.Value).Add(now).Add(now.AddDays(policies.At(now).Connects.RefundGraceDays));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return (reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1));
    }
}
