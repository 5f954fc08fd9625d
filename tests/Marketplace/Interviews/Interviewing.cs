using Experiments.Flags;
using Marketplace.Accounts;
using Marketplace.Interviews;
using Marketplace.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Testing;
using Lifecycle = Experiments.Lifecycle;

namespace Marketplace.Tests.Interviews;

/// <summary>How the tests of this folder bring interviews about.</summary>
internal static class Interviewing
{
    /// <summary>A proposal, the client's interview and the talent's reply.</summary>
    public static async Task<Proposal> WinAsync(this TestMarketplace market, Client client, Talent talent, decimal dollars = 300, string category = "legal")
    {
        var job = await market.JobAsync(client, dollars, category);
        var submitted = await market.SubmitAsync(talent, job);
        var proposal = submitted.Value?.Proposal ?? throw new InvalidOperationException(submitted.Refusal!.Message);
        return await market.InterviewAsync(client, talent, proposal);
    }

    public static async Task<Proposal> InterviewAsync(this TestMarketplace market, Client client, Talent talent, Proposal proposal)
    {
        await market.ProgressAsync(p => p.StartInterviewAsync(proposal.Id, TestMarketplace.CallerOf(client), CancellationToken.None));
        return await market.ProgressAsync(p => p.ReplyAsync(proposal.Id, "Gladly.", TestMarketplace.CallerOf(talent), CancellationToken.None));
    }

    public static async Task<InterviewReward> RewardAsync(this TestMarketplace market, Proposal proposal) =>
        (await market.With<InterviewReader, IReadOnlyDictionary<OwnedId, InterviewReward>>(r => r.RewardsAsync([proposal.Id], CancellationToken.None)))[proposal.Id];

    public static Task<Outcome<GivenFeedback>> FeedbackAsync(this TestMarketplace market, Talent talent, Proposal proposal, int rating = 5) =>
        market.With<InterviewFeedback, Outcome<GivenFeedback>>(f => f.SubmitAsync(proposal.Id, rating, "They listened.", TestMarketplace.CallerOf(talent), CancellationToken.None));

    /// <summary>Makes a variant the flag's default, which is what rolling it out writes.</summary>
    public static async Task RollOutAsync(this TestMarketplace market, string variant)
    {
        await market.ScalarAsync<long>($"""
            with changed as (update experiments.flag set definition = jsonb_set(definition::jsonb, array['allocation', 'default_when_enabled'], to_jsonb('{variant}'::text)), version = version + 1
                             where key = 'interview-reward')
            update experiments.state_version set version = version + 1 returning version
            """);
        await market.Services.GetRequiredService<FlagSnapshotLoader>().LoadAsync(CancellationToken.None);
    }

    public static async Task StartRewardTestAsync(this TestMarketplace market)
    {
        var started = await market.With<Lifecycle.ExperimentService, Lifecycle.Outcome<Lifecycle.Experiment>>(e =>
            e.StartAsync(new Lifecycle.ExperimentChange("interview-reward", 1, "tester", "A test."), CancellationToken.None));
        if (started.Refusal is { } refusal)
            throw new InvalidOperationException(refusal.Message);
    }

    public static async Task<T> ScalarAsync<T>(this TestMarketplace market, string sql)
    {
        await using var command = market.Owner.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<Proposal> ProgressAsync(this TestMarketplace market, Func<ProposalProgress, Task<Outcome<Proposal>>> step)
    {
        var outcome = await market.With(step);
        return outcome.Value ?? throw new InvalidOperationException(outcome.Refusal!.Message);
    }
}
