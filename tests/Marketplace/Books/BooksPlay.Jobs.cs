using Marketplace.Accounts;
using Marketplace.Contracts;
using Marketplace.Interviews;
using Marketplace.Jobs;
using Marketplace.Payments;
using Marketplace.Policies;
using Marketplace.Tests.Interviews;
using Marketplace.Tests.Plans;
using Marketplace.Tests.Wallets;
using Marketplace.Wallets;
using Testing;

namespace Marketplace.Tests.Books;

/// <summary>Jobs, proposals, hires, and what returns.</summary>
internal sealed partial class BooksPlay
{
    private static readonly decimal[] Budgets = [40, 300, 700, 5000];

    private async Task<string> PostAsync()
    {
        var budget = random.Next(4);
        var job = new PlainJob(await market.JobAsync(client, Budgets[budget]), Now);
        job.Price.ShouldBe(PlainJob.Card[budget]);
        jobs.Add(job);
        return "post";
    }

    private async Task<string> SubmitAsync(PlainTalent talent)
    {
        // Mostly where a proposal can be sent, sometimes where it cannot.
        var open = jobs.Where(j => j.Status == JobStatus.Open && j.Proposals.All(p => p.Talent != talent));
        if ((Any(random.Next(6) == 0 ? jobs : open) ?? Any(jobs)) is not { } job)
            return "nothing";
        var wallet = talent.Wallet;
        var available = wallet.Spendable(Now);
        var refused = wallet.Status != AccountStatus.Active ? typeof(AccountNotActive)
            : job.Status != JobStatus.Open ? typeof(JobNotOpen)
            : job.Proposals.Any(p => p.Talent == talent) ? typeof(AlreadyProposed)
            : available < job.Price ? typeof(InsufficientConnects) : null;
        var key = Key;
        SubmittedProposal? sent = null;
        var said = await AskAsync("submit", refused, async () =>
        {
            var outcome = await market.SubmitAsync(talent.Talent, job.Job, key);
            if (outcome.Refusal is InsufficientConnects insufficient)
                insufficient.ShouldBe(new InsufficientConnects(job.Price, available), $"seed {seed}");
            sent = outcome.Value ?? sent;
            return outcome;
        }, again: true, s => (s.Proposal.Id, s.Wallet.Balance));
        if (refused is null or { Name: nameof(InsufficientConnects) })
            // Whoever spends, or tries to, has what is over swept.
            wallet.Expire(Now);
        if (refused is null)
            job.Proposals.Add(new PlainProposal(job, talent, sent!.Proposal.Id, job.Price, wallet.Spend(job.Price, Now)));
        return said;
    }

    private async Task<string> EndJobAsync()
    {
        if ((Any(jobs.Where(j => j.Status != JobStatus.Removed && j.Proposals.Count > random.Next(3))) ?? Any(jobs)) is not { } job)
            return "nothing";
        var removes = random.Next(3) == 0;
        var refused = removes ? job.Status == JobStatus.Removed ? typeof(WrongState) : null
            : job.Status is JobStatus.Closed or JobStatus.Removed ? typeof(JobNotOpen) : null;
        var said = removes
            ? await AskAsync("remove", refused, () => market.With<JobClosing, Outcome<Job>>(c => c.RemoveAsync(job.Job.JobId, "A test.", "tester", CancellationToken.None)))
            : await AskAsync("close", refused, () => market.CloseAsync(client, job.Job));
        if (refused is not null)
            return said;
        // RFD-01, RFD-02, RFD-04, RFD-11.
        if (removes || !job.EverHired)
        {
            foreach (var proposal in job.Proposals.Where(p => p.Status != ProposalStatus.Withdrawn))
                proposal.Talent.Wallet.Return(proposal.Slices, int.MaxValue, TransactionKind.Refund, Now);
        }

        job.Status = removes ? JobStatus.Removed : JobStatus.Closed;
        return said;
    }

    private async Task<string> EndProposalAsync()
    {
        if (Any(Proposals) is not { } proposal)
            return "nothing";
        var withdraws = random.Next(2) == 0;
        var inactive = withdraws && proposal.Talent.Wallet.Status != AccountStatus.Active;
        var refused = inactive ? typeof(Forbidden) : proposal.Status is ProposalStatus.Submitted or ProposalStatus.Interviewing ? null : typeof(WrongState);
        if (refused is null)
            proposal.Status = withdraws ? ProposalStatus.Withdrawn : ProposalStatus.Declined;
        return await AskAsync(withdraws ? "withdraw" : "decline", refused, () => market.With<ProposalProgress, Outcome<Proposal>>(p => withdraws
            ? p.WithdrawAsync(proposal.Id, Of(proposal.Talent), CancellationToken.None)
            : p.DeclineAsync(proposal.Id, TestMarketplace.CallerOf(client), CancellationToken.None)));
    }

    private async Task<string> HireAsync()
    {
        if (Any(Proposals.Where(p => p.Status is ProposalStatus.Submitted or ProposalStatus.Interviewing)) is not { } proposal)
            return "nothing";
        var refused = proposal.Talent.Wallet.Status != AccountStatus.Active ? typeof(AccountNotActive) : proposal.Job.Status != JobStatus.Open ? typeof(JobNotOpen) : null;
        return await AskAsync("hire", refused, async () =>
        {
            var outcome = await market.With<ContractLife, Outcome<Contract>>(c => c.HireAsync(proposal.Id, null, null, TestMarketplace.CallerOf(client), CancellationToken.None));
            if (outcome.Value is { } contract)
                (proposal.Contract, proposal.Status, proposal.Job.Status) = (contract.Id, ProposalStatus.Hired, JobStatus.Filled);
            return outcome;
        });
    }

    /// <summary>DEM-02..05, DEM-08.</summary>
    private async Task<string> ReviewDemandAsync()
    {
        await RunAsync("review-demand");
        foreach (var job in jobs.Where(j => j.Status == JobStatus.Open && !j.Settled))
        {
            var (age, few, before) = (Now - job.Posted, job.Proposals.Count < 3, job.Price);
            if (few && age >= TimeSpan.FromHours(72))
                job.Price = 0;
            else if (few && !job.Repriced && age >= TimeSpan.FromHours(24))
                job.Price = job.Tier == 0 ? 0 : PlainJob.Card[job.Tier - 1];
            (job.Settled, job.Repriced) = (age >= TimeSpan.FromHours(72), job.Repriced || job.Price != before);
        }

        foreach (var job in jobs)
            (await market.AsOwnerAsync<int>($"select connects from marketplace.job where id = {job.Job.Id}")).ShouldBe(job.Price, $"seed {seed}, job {job.Job.Id}");
        return "review";
    }
}
