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
}

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
