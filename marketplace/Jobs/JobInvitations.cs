using Marketplace.Accounts;
using Marketplace.Changes;
using Marketplace.Database;
using Marketplace.Policies;
using Npgsql;

namespace Marketplace.Jobs;

/// <summary>INV-01..06: a client invites talents, whose proposals are then free.</summary>
public sealed class JobInvitations(NpgsqlDataSource source, JobReader jobs, AccountReader accounts, PolicyBook policies, ChangeFeed changes, TimeProvider clock)
{
    public async Task<Outcome<Job>> InviteAsync(JobId id, AccountId talentId, Caller caller, CancellationToken cancellation)
    {
        if (await jobs.ByIdAsync(id, cancellation) is not { } job)
        {
            return new NotFound("job");
        }

        if (!(await accounts.AccountsOfAsync(caller, cancellation)).Contains(job.ClientId))
        {
            return new Forbidden("Only the job's client invites to it.");
        }

        if (await accounts.ByIdAsync(new AccountId(job.ClientId), cancellation) is { Status: not AccountStatus.Active } client)
        {
            return new AccountNotActive(client.Status);
        }

        if (await accounts.ByIdAsync(talentId, cancellation) is not Talent talent)
        {
            return new NotFound("talent");
        }

        if (talent.Status != AccountStatus.Active)
        {
            return new AccountNotActive(talent.Status);
        }

        var now = clock.GetUtcNow();
        var limit = policies.At(now).Jobs.InvitationsPerJob;
        await using var command = source.CreateCommand("select marketplace.invite_to_job($1, $2, $3, $4)");
        command.Add(job.Id).Add(talent.Id).Add(limit).Add(now);
        var outcome = (string)(await command.ExecuteScalarAsync(cancellation))!;
        if (outcome == "INVITED")
        {
            changes.JobChanged(job.JobId);
        }

        return outcome switch
        {
            "INVITED" => job,
            "LIMIT" => new InvitationLimit(limit),
            "NOT_ACTIVE" => new AccountNotActive((await accounts.ByIdsAsync([talent.Id, job.ClientId], cancellation)).Values.First(a => a.Status != AccountStatus.Active).Status),
            "JOB_NOT_OPEN" => new JobNotOpen((await jobs.ByIdAsync(id, cancellation))!.Status),
            _ => throw new InvalidOperationException($"invite_to_job answered '{outcome}'."),
        };
    }
}
