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

/// <summary>Interviews and what they bring.</summary>
internal sealed partial class BooksPlay
{
    /// <summary>The client's interview and, mostly, the talent's reply.</summary>
    private async Task<string> InterviewAsync()
    {
        if (Any(Proposals.Where(p => p.Status is ProposalStatus.Submitted or ProposalStatus.Interviewing && p.Reward is null)) is not { } proposal)
            return "nothing";
        if (!proposal.Interviewed)
        {
            var refused = proposal.Job.Status != JobStatus.Open ? typeof(JobNotOpen) : null;
            var said = await AskAsync("interview", refused, () => market.With<ProposalProgress, Outcome<Proposal>>(p => p.StartInterviewAsync(proposal.Id, TestMarketplace.CallerOf(client), CancellationToken.None)));
            if (refused is not null)
                return said;
            (proposal.Interviewed, proposal.Status) = (true, ProposalStatus.Interviewing);
        }

        var talent = proposal.Talent;
        var silent = talent.Wallet.Status != AccountStatus.Active ? typeof(AccountNotActive) : null;
        if (silent is null)
            proposal.Reward = new PlainReward(Now, randomized);
        return await AskAsync("reply", silent, () => market.With<ProposalProgress, Outcome<Proposal>>(p => p.ReplyAsync(proposal.Id, "Gladly.", Of(talent), CancellationToken.None)));
    }

    /// <summary>RWD-01..12, as the rules say it.</summary>
    private async Task<string> CreditAsync()
    {
        await RunAsync("process-interview-credits");
        foreach (var talent in talents.Where(t => t.Wallet.Status != AccountStatus.Suspended))
        {
            var rewards = Proposals.Where(p => p.Talent == talent && p.Reward is not null).ToList();
            foreach (var proposal in rewards.Where(p => p.Reward!.CreditedAt is null).OrderBy(p => p.Reward!.WonAt).ThenBy(p => p.Id.Number).ToList())
            {
                var reward = proposal.Reward!;
                reward.CreditedAt = Now;
                if (talent.Wallet.Status != AccountStatus.Active)
                {
                    reward.State = InterviewRewardState.NotEligible;
                    continue;
                }

                var room = Math.Max(0, 50 - rewards.Where(p => p.Reward!.CreditedAt > Now.AddDays(-7)).Sum(p => p.Reward!.Refunded + (p.Reward.Randomized ? 0 : p.Reward.Awarded)));
                var (wantsRefund, wantsAward) = (proposal.Price - proposal.Returned, reward.Randomized ? 0 : Math.Max(0, 10 - proposal.Price));
                reward.Refunded = Math.Min(wantsRefund, room);
                reward.Awarded = Math.Min(wantsAward, Math.Max(0, room - wantsRefund));
                if (reward.Refunded > 0)
                    talent.Wallet.Return(proposal.Slices, reward.Refunded, TransactionKind.InterviewRefund, Now);
                if (reward.Awarded > 0)
                    talent.Wallet.Issue(TransactionKind.InterviewAward, LotOrigin.InterviewAward, false, reward.Awarded, Now);
                reward.State = reward.Randomized ? InterviewRewardState.Pending
                    : reward.Refunded + reward.Awarded > 0 || wantsRefund + wantsAward == 0 ? InterviewRewardState.Granted : InterviewRewardState.Capped;
                done.Add($"credit {reward.State}");
            }
        }

        return "credit";
    }

    /// <summary>RND-01..04. What was drawn is chance, and so the one thing that the model is told; who draws, and what follows from it, it says itself.</summary>
    private async Task<string> DrawAsync()
    {
        await RunAsync("draw-rewards");
        foreach (var proposal in Proposals.Where(p => p.Talent.Wallet.Status == AccountStatus.Active && p.Reward is { Randomized: true, State: InterviewRewardState.Pending, CreditedAt: not null })
                     .OrderBy(p => p.Reward!.WonAt).ThenBy(p => p.Id.Number).ToList())
        {
            var (talent, reward) = (proposal.Talent, proposal.Reward!);
            if (talent.NextEligible.Any(n => n > reward.WonAt))
            {
                reward.State = InterviewRewardState.NotEligible;
                continue;
            }

            var (connects, weeks) = await DrawnAsync(proposal.Id);
            (connects % 10, connects is >= 0 and <= 80, weeks is >= 2 and <= 8).ShouldBe((0, true, true), $"seed {seed}");
            talent.NextEligible.Add(reward.WonAt.AddDays(7 * weeks));
            reward.Drawn = connects;
            (reward.State, reward.ClaimEnds) = connects == 0 ? (InterviewRewardState.Granted, default(DateTimeOffset?)) : (InterviewRewardState.AwaitingFeedback, Now.AddDays(14));
            if (connects > 0 && proposal.GaveFeedback)
                PayReward(proposal);
            done.Add($"draw {reward.State}");
        }

        return "draw";
    }

    private async Task<string> FeedbackAsync()
    {
        var open = Proposals.Where(p => p.Interviewed).ToList();
        if (Any(open.Where(p => p.Reward?.State == InterviewRewardState.AwaitingFeedback)) is not { } proposal && (proposal = Any(open)) is null)
            return "nothing";
        var refused = proposal.Talent.Wallet.Status != AccountStatus.Active ? typeof(Forbidden) : proposal.GaveFeedback ? typeof(WrongState) : null;
        var said = await AskAsync("feedback", refused, () => market.With<InterviewFeedback, Outcome<GivenFeedback>>(f =>
            f.SubmitAsync(proposal.Id, 5, "They listened.", Of(proposal.Talent), CancellationToken.None)));
        if (refused is null)
        {
            proposal.GaveFeedback = true;
            if (proposal.Reward is { State: InterviewRewardState.AwaitingFeedback } reward)
            {
                if (reward.ClaimEnds > Now)
                    PayReward(proposal);
                else
                    reward.State = InterviewRewardState.Lapsed;
            }
        }

        return said;
    }

    private void PayReward(PlainProposal proposal)
    {
        proposal.Reward!.State = InterviewRewardState.Granted;
        proposal.Talent.Wallet.Issue(TransactionKind.Reward, LotOrigin.RandomizedReward, false, proposal.Reward.Drawn, Now);
        done.Add("claim");
    }

    private async Task<string> LapseAsync()
    {
        await RunAsync("lapse-rewards");
        foreach (var reward in Proposals.Select(p => p.Reward).OfType<PlainReward>().Where(r => r.State == InterviewRewardState.AwaitingFeedback && r.ClaimEnds <= Now))
            reward.State = InterviewRewardState.Lapsed;
        return "lapse";
    }

    private async Task<string> RollOutAsync()
    {
        randomized = !randomized;
        await market.RollOutAsync(randomized ? "randomized" : "split");
        return "roll out";
    }

    private async Task<(int Connects, int Weeks)> DrawnAsync(OwnedId proposal)
    {
        await using var command = market.Source.CreateCommand("select connects, weeks from marketplace.reward_draw where account_id = $1 and proposal_number = $2");
        command.Parameters.AddWithValue(proposal.AccountId);
        command.Parameters.AddWithValue(proposal.Number);
        await using var reader = await command.ExecuteReaderAsync();
        (await reader.ReadAsync()).ShouldBeTrue($"seed {seed}: no draw for {proposal}");
        return (reader.GetInt32(0), reader.GetInt32(1));
    }
}
