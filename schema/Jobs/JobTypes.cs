using Marketplace.Accounts;
using Marketplace.Jobs;
using Marketplace.Policies;

namespace Marketplace.Schema.Jobs;

[UnionType("JobBudget")]
public interface IJobBudget;

public sealed record FixedBudget(MoneyAmount? Amount) : IJobBudget;

public sealed record HourlyBudget(ExperienceLevel? ExperienceLevel, WeeklyTime? WeeklyTime, JobDuration Duration, MoneyAmount? MinimumRate, MoneyAmount? MaximumRate) : IJobBudget;

[ObjectType<Job>(Include = [nameof(Job.Title), nameof(Job.Description), nameof(Job.Status), nameof(Job.Featured), nameof(Job.PostedAt), nameof(Job.ClosedAt)])]
[Node(Key = nameof(Job.JobId))]
public static class JobType
{
    [NodeResolver]
    public static async Task<IReadOnlyDictionary<JobId, Job>> ByIdsAsync(IReadOnlyList<JobId> ids, JobReader jobs, CancellationToken cancellation) =>
        (await jobs.ByIdsAsync(ids.Select(i => i.Value), cancellation)).Values.ToDictionary(j => j.JobId);

    [Cost(1)]
    public static JobCategory GetCategory([Parent] Job job, PolicyBook policies) => policies.Category(job.Category) ?? new JobCategory(job.Category, job.Category);

    [BatchResolver]
    public static async Task<IReadOnlyList<Client>> GetClientAsync([Parent] IReadOnlyList<Job> jobs, AccountReader accounts, CancellationToken cancellation)
    {
        var clients = await accounts.ByIdsAsync(jobs.Select(j => j.ClientId), cancellation);
        return [.. jobs.Select(j => (Client)clients[j.ClientId])];
    }

    public static IJobBudget GetBudget([Parent] Job job) => job.Budget switch
    {
        BudgetKind.Fixed => new FixedBudget(MoneyAmount.OfCents(job.FixedCents)),
        BudgetKind.Hourly => new HourlyBudget(
            job.ExperienceLevel, job.WeeklyTime, job.Duration!.Value, MoneyAmount.OfCents(job.MinimumRateCents), MoneyAmount.OfCents(job.MaximumRateCents)),
        _ => throw new ArgumentOutOfRangeException(nameof(job)),
    };

    public static MoneyAmount? GetProjectedValue([Parent] Job job) => MoneyAmount.OfCents(job.ProjectedValueCents);

    /// <summary>How the job came to its projected value, its tier and what a proposal costs: each step a sentence, and what was assumed is named.</summary>
    [Cost(1), ListSize(AssumedSize = 7)]
    public static IReadOnlyList<string> GetPriceExplanation([Parent] Job job, PolicyBook policies) => JobPriceExplanation.Of(job, policies);

    [BatchResolver]
    public static async Task<IReadOnlyList<int>> GetProposalCountAsync([Parent] IReadOnlyList<Job> jobs, JobReader reader, CancellationToken cancellation)
    {
        var counts = await reader.ProposalCountsAsync(jobs.Select(j => j.Id), cancellation);
        return [.. jobs.Select(j => counts.GetValueOrDefault(j.Id))];
    }

    /// <summary>What a proposal to this job costs the viewer's account now; null when the viewer cannot send proposals.</summary>
    [BatchResolver]
    public static async Task<IReadOnlyList<ConnectsQuote?>> GetConnectsQuoteAsync(
        [Parent] IReadOnlyList<Job> jobs, [ID("Account")] AccountId? asAccount, CallerAccess caller, ConnectsQuotes quotes, CancellationToken cancellation) =>
        await caller.TalentAsync(asAccount, cancellation) is { } talent ? [.. await quotes.ForAsync(talent.AccountId, jobs, cancellation)] : new ConnectsQuote?[jobs.Count];

    /// <summary>Only the job's client and staff see these.</summary>
    [Authorize(Policy = Policies.Owner)]
    public static async Task<Connection<Proposal>> GetProposalsAsync([Parent] Job job, PageArguments page, CallerAccess caller, ProposalReader proposals, CancellationToken cancellation)
    {
        if (!(await caller.ReadableAsync(Readers.Proposals, cancellation))(job.ClientId))
        {
            throw CallerAccess.Refused("The list of a job's proposals");
        }

        return (await proposals.OfJobAsync(job.JobId, page.ToRequest(), cancellation)).ToConnection(p => p.Number, async c => await proposals.CountOfJobAsync(job.JobId, c));
    }

    /// <summary>How many talents the client may still invite; null without a limit, and for everybody but the client and staff.</summary>
    [BatchResolver]
    public static async Task<IReadOnlyList<int?>> GetInvitationsLeftAsync(
        [Parent] IReadOnlyList<Job> jobs, CallerAccess caller, JobReader reader, PolicyBook policies, TimeProvider clock, CancellationToken cancellation)
    {
        var readable = await caller.ReadableAsync(Readers.Proposals, cancellation);
        var limit = policies.At(clock.GetUtcNow()).Jobs.InvitationsPerJob;
        var sent = await reader.InvitationCountsAsync(jobs.Where(j => readable(j.ClientId)).Select(j => j.Id), cancellation);
        return [.. jobs.Select(j => j.Featured || !readable(j.ClientId) ? null : (int?)Math.Max(0, limit - sent.GetValueOrDefault(j.Id)))];
    }
}

/// <summary>A price that will be honoured until it expires, whatever happens to the experiment meanwhile.</summary>
[ObjectType<ConnectsQuote>]
public static class ConnectsQuoteType;

[ObjectType<Proposal>(Include = [nameof(Proposal.Status), nameof(Proposal.CoverLetter), nameof(Proposal.Invited), nameof(Proposal.ConnectsSpent), nameof(Proposal.ConnectsReturned), nameof(Proposal.SubmittedAt)])]
[Node]
public static class ProposalType
{
    [NodeResolver]
    public static async Task<IReadOnlyDictionary<OwnedId, Proposal>> ByIdsAsync(
        IReadOnlyList<OwnedId> ids, CallerAccess caller, ProposalReader proposals, JobReader jobs, CancellationToken cancellation)
    {
        var found = await proposals.ByIdsAsync(ids, cancellation);
        var readable = await caller.ReadableAsync(Readers.Proposals, cancellation);
        var theirs = await jobs.ByIdsAsync(found.Values.Select(p => p.JobId), cancellation);
        return found.Where(p => readable(p.Value.AccountId) || readable(theirs[p.Value.JobId].ClientId)).ToDictionary(p => p.Key, p => p.Value);
    }

    public static MoneyAmount? GetBid([Parent] Proposal proposal) => MoneyAmount.OfCents(proposal.BidCents);

    [BatchResolver]
    public static async Task<IReadOnlyList<Job>> GetJobAsync([Parent] IReadOnlyList<Proposal> proposals, JobReader jobs, CancellationToken cancellation) =>
        proposals.InOrder(p => p.JobId, await jobs.ByIdsAsync(proposals.Select(p => p.JobId), cancellation));

    [BatchResolver]
    public static async Task<IReadOnlyList<Talent>> GetTalentAsync([Parent] IReadOnlyList<Proposal> proposals, AccountReader accounts, CancellationToken cancellation)
    {
        var talents = await accounts.ByIdsAsync(proposals.Select(p => p.AccountId), cancellation);
        return [.. proposals.Select(p => (Talent)talents[p.AccountId])];
    }
}
