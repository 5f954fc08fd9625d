using Marketplace.Interviews;
using Marketplace.Jobs;

namespace Marketplace.Schema.Interviews;

[ObjectType<Interview>(Include = [nameof(Interview.StartedAt), nameof(Interview.RepliedAt)])]
[Node]
public static class InterviewType
{
    [NodeResolver]
    public static async Task<IReadOnlyDictionary<OwnedId, Interview>> ByIdsAsync(
        IReadOnlyList<OwnedId> ids, CallerAccess caller, ProposalReader proposals, JobReader jobs, InterviewReader interviews, CancellationToken cancellation)
    {
        var visible = await Jobs.ProposalType.ByIdsAsync(ids, caller, proposals, jobs, cancellation);
        return await interviews.ByProposalsAsync([.. visible.Keys], cancellation);
    }

    /// <summary>What winning it brings the talent: null until the talent replied, and for everybody but the talent and staff.</summary>
    [BatchResolver]
    public static async Task<IReadOnlyList<InterviewReward?>> GetRewardAsync(
        [Parent] IReadOnlyList<Interview> interviews, CallerAccess caller, InterviewReader reader, CancellationToken cancellation)
    {
        var readable = await caller.ReadableAsync(Readers.Wallets, cancellation);
        var found = await reader.RewardsAsync([.. interviews.Select(i => i.Id).Where(i => readable(i.AccountId))], cancellation);
        return [.. interviews.Select(i => found.GetValueOrDefault(i.Id))];
    }
}

/// <summary>PENDING until the daily run; AWAITING_FEEDBACK while a drawn reward can be claimed by submitInterviewFeedback.</summary>
[ObjectType<InterviewReward>(Include = [nameof(InterviewReward.State), nameof(InterviewReward.Refunded), nameof(InterviewReward.Awarded), nameof(InterviewReward.Treatment)])]
public static class InterviewRewardType;

[ObjectType<Proposal>]
public static class ProposalInterview
{
    /// <summary>Null until the client starts one.</summary>
    [BatchResolver]
    public static async Task<IReadOnlyList<Interview?>> GetInterviewAsync([Parent] IReadOnlyList<Proposal> proposals, InterviewReader interviews, CancellationToken cancellation)
    {
        var found = await interviews.ByProposalsAsync([.. proposals.Select(p => p.Id)], cancellation);
        return [.. proposals.Select(p => found.GetValueOrDefault(p.Id))];
    }
}
