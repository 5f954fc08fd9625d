using Experiments.Flags;
using Experiments.Lifecycle;
using Marketplace.Accounts;
using Marketplace.Jobs;
using Marketplace.Wallets;
using Testing;

namespace Marketplace.Tests.Interviews;

public sealed class RewardChoiceTests : IAsyncLifetime
{
    private TestMarketplace market = null!;

    public async ValueTask InitializeAsync() => market = await TestMarketplace.StartAsync();

    public ValueTask DisposeAsync() => market.DisposeAsync();

    [Fact]
    public async Task The_arm_is_frozen_by_the_reply_exposed_with_it_and_on_every_line()
    {
        var client = await market.ClientAsync();
        await market.StartRewardTestAsync();
        var seen = new HashSet<string>();
        while (seen.Count < 2)
        {
            var talent = await market.FreelancerAsync();
            await market.BuyAsync(talent, 10);
            var won = await market.WinAsync(client, talent);
            var reward = await market.RewardAsync(won);
            var arm = reward.Treatment.ShouldNotBeNull();
            (arm.ExperimentKey, reward.Randomized).ShouldBe(("interview-reward", arm.Variant == "randomized"));
            (await market.ScalarAsync<string>($"select variant from experiments.exposure where unit = '{AccountUnit.Key(talent.AccountId)}'")).ShouldBe(arm.Variant);
            seen.Add(arm.Variant);

            // Whatever becomes of the flag afterwards, the interview keeps its arm.
            await market.RunAsync("process-interview-credits");
            var lines = (await market.HistoryAsync(talent)).Where(l => l.Kind is TransactionKind.InterviewAward or TransactionKind.InterviewRefund).ToList();
            lines.Count.ShouldBe(reward.Randomized ? 1 : 2);
            lines.ShouldAllBe(l => l.Treatments.Contains(arm));
        }

        (await market.ScalarAsync<long>("select count(*) from marketplace.fact_interviews_won")).ShouldBe(await market.ScalarAsync<long>("select count(*) from experiments.exposure"));
    }

    [Fact]
    public async Task An_invited_talents_reply_exposes_nobody()
    {
        var (client, talent) = (await market.ClientAsync(), await market.FreelancerAsync());
        await market.StartRewardTestAsync();
        var job = await market.JobAsync(client);
        await market.With<JobInvitations, Marketplace.Outcome<Job>>(i => i.InviteAsync(job.JobId, talent.AccountId, TestMarketplace.CallerOf(client), CancellationToken.None));

        await market.InterviewAsync(client, talent, (await market.SubmitAsync(talent, job)).Value!.Proposal);

        (await market.ScalarAsync<long>("select count(*) from experiments.exposure")).ShouldBe(0);
    }

    [Theory]
    [InlineData(ExperimentUnit.Job)]
    [InlineData(ExperimentUnit.JobCategory)]
    public void An_experiment_on_interview_rewards_is_by_account(ExperimentUnit unit)
    {
        ReferenceExperiments.UnitProblem("interview-reward", unit).ShouldNotBeNull();
        ReferenceExperiments.UnitProblem("interview-reward", ExperimentUnit.Account).ShouldBeNull();
    }
}
