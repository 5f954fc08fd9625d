using Marketplace.Changes;
using Marketplace.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Schema.Jobs;

[SubscriptionType]
public static class JobSubscriptions
{
    /// <summary>
    /// The job as it stands each time it changed, on whatever node: a proposal, an invitation, its closing. Nothing comes at the start: query the job first, and again after every reconnect.
    /// Changes close to each other come as one event, and an event may come though nothing selected has changed. Who sees which field is as in queries.
    /// </summary>
    [AllowAnonymous]
    [Subscribe(With = nameof(WatchAsync))]
    public static async Task<Job> JobChangedAsync([EventMessage] JobId id, JobReader jobs, CancellationToken cancellation) => await jobs.ByIdAsync(id, cancellation) ?? throw Unknown(id);

    private static Task<IAsyncEnumerable<JobId>> WatchAsync([ID("Job")] JobId jobId, TopicWatch watch, CancellationToken cancellation) =>
        watch.FollowAsync(ChangeTopics.Job(jobId), jobId, async (services, c) => await JobChangedAsync(jobId, services.GetRequiredService<JobReader>(), c), each: null, cancellation);

    private static GraphQLException Unknown(JobId id) => new($"There is no job '{GlobalId.Encode("Job", id)}'.", "NOT_FOUND");
}
