using Marketplace.Accounts;
using Marketplace.Jobs;
using Marketplace.Schema.Errors;
using Marketplace.Schema.Wallets;

namespace Marketplace.Schema.Jobs;

public sealed record FeatureJobInput([property: ID("Job")] JobId JobId, PaymentInput Payment, string IdempotencyKey);

public sealed record FeatureJobPayload(Job? Job);

public sealed record FlagJobInput([property: ID("Job")] JobId JobId, string Reason);

public sealed record FlagJobPayload(Job? Job);

public sealed record RemoveJobInput([property: ID("Job")] JobId JobId, string Reason);

public sealed record RemoveJobPayload(Job? Job);

[MutationType]
public static class JobLifeMutations
{
    /// <summary>Features an open job, whose client then invites without limit.</summary>
    [Authorize(Policy = Policies.Owner)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<AccountNotActiveError>, Error<JobNotOpenError>, Error<WrongStateError>, Error<PaymentDeclinedError>,
     Error<InsufficientFundsError>, Error<IdempotencyConflictError>, Error<ValidationError>]
    public static async Task<MutationResult<FeatureJobPayload>> FeatureJobAsync(FeatureJobInput input, JobFeaturing featuring, CallerAccess caller, CancellationToken cancellation) =>
        (await featuring.FeatureAsync(input.JobId, input.Payment.Method, input.Payment.Token, input.IdempotencyKey, caller.Caller, cancellation)).ToResult(GlobalId.Encode("Job", input.JobId), j => new FeatureJobPayload(j));

    /// <summary>Says that a job looks wrong; trust and safety looks at it.</summary>
    [Authorize(Policy = Policies.SignedIn)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<JobNotOpenError>, Error<ValidationError>]
    public static async Task<MutationResult<FlagJobPayload>> FlagJobAsync(FlagJobInput input, JobFlags flags, CallerAccess caller, CancellationToken cancellation) =>
        (await flags.FlagAsync(input.JobId, input.Reason, caller.Caller, cancellation)).ToResult(GlobalId.Encode("Job", input.JobId), j => new FlagJobPayload(j));

    /// <summary>Takes a job that violated the terms off the marketplace; every proposal that was not withdrawn gets its Connects back.</summary>
    [Authorize(Policy = Policies.TrustAndSafety)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<WrongStateError>, Error<ValidationError>]
    public static async Task<MutationResult<RemoveJobPayload>> RemoveJobAsync(RemoveJobInput input, JobClosing closing, CallerAccess caller, CancellationToken cancellation) =>
        (await closing.RemoveAsync(input.JobId, input.Reason, caller.Actor, cancellation)).ToResult(GlobalId.Encode("Job", input.JobId), j => new RemoveJobPayload(j));
}

[ObjectType<JobFlag>(Include = [nameof(JobFlag.Reason), nameof(JobFlag.At)])]
public static class JobFlagType;

[ObjectType<Job>]
public static class FlaggedJob
{
    /// <summary>Why people flagged the job, oldest first; empty for everybody but trust and safety.</summary>
    [BatchResolver]
    public static async Task<IReadOnlyList<IReadOnlyList<JobFlag>>> GetFlagsAsync([Parent] IReadOnlyList<Job> jobs, CallerAccess caller, JobFlags flags, CancellationToken cancellation)
    {
        var found = caller.Caller.HasAny(Role.TrustAndSafety, Role.Admin) ? await flags.OfAsync(jobs.Select(j => j.Id), cancellation) : null;
        return [.. jobs.Select(j => (IReadOnlyList<JobFlag>)(found is null ? [] : [.. found[j.Id]]))];
    }
}

[QueryType]
public static class FlaggedJobs
{
    /// <summary>Open jobs that somebody flagged, newest first.</summary>
    [Authorize(Policy = Policies.TrustAndSafety)]
    public static async Task<Connection<Job>> GetFlaggedJobsAsync(PageArguments page, JobFlags flags, CancellationToken cancellation) =>
        (await flags.QueueAsync(page.ToRequest(), cancellation)).ToConnection(j => j.Id, async c => await flags.QueueLengthAsync(c));
}
