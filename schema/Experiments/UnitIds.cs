using Experiments.Flags;
using Experiments.Lifecycle;
using Marketplace.Accounts;
using Marketplace.Jobs;
using Marketplace.Policies;
using Marketplace.Schema.Errors;

namespace Marketplace.Schema.Experiments;

/// <summary>What a client's unitId names: an account or a job by its global id, a job category by its key.</summary>
public sealed class UnitIds(AccountReader accounts, JobReader jobs, PolicyBook policies)
{
    /// <summary>The unit as evaluations know it, with groups and attributes; or what is wrong with the id.</summary>
    public async Task<(UnitContext? Unit, UserError? Problem)> ReadAsync(ExperimentUnit kind, string unitId, CancellationToken cancellation)
    {
        switch (kind)
        {
            case ExperimentUnit.Account:
                if (Number(unitId, "Account") is not { } account)
                {
                    return (null, Wrong("this experiment's units are accounts: give the id of an account."));
                }

                return await accounts.ByIdAsync(new AccountId(account), cancellation) is { } found ? (AccountUnit.Of(found), null) : (null, Missing("account", unitId));
            case ExperimentUnit.Job:
                if (Number(unitId, "Job") is not { } job)
                {
                    return (null, Wrong("this experiment's units are jobs: give the id of a job."));
                }

                return await jobs.ByIdAsync(new JobId(job), cancellation) is { } posted ? (new UnitContext(JobUnit.Key(posted.JobId)), null) : (null, Missing("job", unitId));
            case ExperimentUnit.JobCategory:
                return policies.Category(unitId) is { } category
                    ? (new UnitContext(category.Key), null)
                    : (null, Wrong($"this experiment's units are job categories: give the key of one, such as '{policies.Categories[0].Key}'."));
            default:
                throw new ArgumentOutOfRangeException(nameof(kind));
        }
    }

    private static long? Number(string unitId, string type) =>
        GlobalId.TryParse(unitId, out var id) && id.TypeName == type && AccountId.TryParse(id.Key, null, out var number) ? number.Value : null;

    private static ValidationError Wrong(string message) => new($"unitId names no such unit: {message}", "unitId");

    private static NotFoundError Missing(string kind, string unitId) => new($"There is no {kind} with this id.", unitId);
}
