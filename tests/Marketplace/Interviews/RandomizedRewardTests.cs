using Marketplace.Accounts;
using Marketplace.Interviews;
using Marketplace.Jobs;
using Marketplace.Policies;
using Marketplace.Wallets;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Testing;

namespace Marketplace.Tests.Interviews;

public sealed class RandomizedRewardTests : IAsyncLifetime
{
    private TestMarketplace market = null!;
    private Client client = null!;
    private Freelancer talent = null!;

    public async ValueTask InitializeAsync()
    {
        market = await TestMarketplace.StartAsync();
        await market.RollOutAsync("randomized");
        client = await market.ClientAsync();
        talent = await market.FreelancerAsync();
        await market.BuyAsync(talent, 80);
    }

    public ValueTask DisposeAsync() => market.DisposeAsync();

    [Fact]
    public async Task RND_01_RND_04_what_is_drawn_waits_for_feedback_which_pays_it_once()
    {
        var won = await market.WinAsync(client, talent);
        await market.RunAsync("process-interview-credits");
        (await market.RewardAsync(won)).ShouldSatisfyAllConditions(r => r.State.ShouldBe(InterviewRewardState.Pending), r => r.Refunded.ShouldBe(4), r => r.Awarded.ShouldBe(0));
        await DrawAsync(30);

        (await market.RewardAsync(won)).State.ShouldBe(InterviewRewardState.AwaitingFeedback);
        (await market.WalletAsync(talent)).Balance.ShouldBe(80);
        (await market.ScalarAsync<string>("select title from marketplace.notification where kind = 'REWARD_TO_CLAIM'")).ShouldBe("30 Connects to claim");
        (await market.ScalarAsync<long>("select count(*) from marketplace.outbox where template = 'reward-to-claim'")).ShouldBe(1);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => market.FeedbackAsync(talent, won)));

        answers.Count(a => a.Value is not null).ShouldBe(1);
        answers.Where(a => a.Refusal is not null).ShouldAllBe(a => a.Refusal is WrongState);
        answers.Single(a => a.Value is not null).Value!.Wallet.Balance.ShouldBe(110);
        (await market.RewardAsync(won)).ShouldSatisfyAllConditions(r => r.State.ShouldBe(InterviewRewardState.Granted), r => r.Awarded.ShouldBe(30));
        (await market.LotsAsync(talent))[^1].ShouldSatisfyAllConditions(
            l => l.Kind.ShouldBe(LotKind.Free), l => l.Origin.ShouldBe(LotOrigin.RandomizedReward), l => l.ExpiresAt.ShouldBe(l.IssuedAt.AddYears(1)));
        (await market.HistoryAsync(talent))[0].ShouldSatisfyAllConditions(l => l.Kind.ShouldBe(TransactionKind.Reward), l => l.Connects.ShouldBe(30));
        await BalancedAsync();
    }

    [Fact]
    public async Task RND_01_a_draw_of_0_leaves_nothing_to_claim_and_feedback_is_welcome_all_the_same()
    {
        var won = await market.WinAsync(client, talent);
        await market.RunAsync("process-interview-credits");
        await DrawAsync(0);

        (await market.RewardAsync(won)).State.ShouldBe(InterviewRewardState.Granted);
        (await market.FeedbackAsync(talent, won)).Value!.Wallet.Balance.ShouldBe(80);
        (await market.ScalarAsync<long>("select count(*) from marketplace.interview_feedback where rating = 5")).ShouldBe(1);
        (await market.ScalarAsync<long>("select count(*) from marketplace.notification where kind = 'REWARD_TO_CLAIM'")).ShouldBe(0);
    }

    [Fact]
    public async Task RND_02_interviews_won_during_the_cool_down_are_not_eligible_and_keep_their_refund()
    {
        var first = await market.WinAsync(client, talent);
        await market.RunAsync("process-interview-credits");
        await DrawAsync(10, weeks: 2);
        await market.AdvanceAsync(TimeSpan.FromDays(13));
        var within = await market.WinAsync(client, talent);
        await market.AdvanceAsync(TimeSpan.FromDays(2));
        var after = await market.WinAsync(client, talent);
        // The runs come late: what counts is when an interview was won.
        await market.AdvanceAsync(TimeSpan.FromDays(40));
        await market.RunAsync("process-interview-credits");
        await DrawAsync(20);

        (await market.RewardAsync(within)).ShouldSatisfyAllConditions(r => r.State.ShouldBe(InterviewRewardState.NotEligible), r => r.Refunded.ShouldBe(4), r => r.Awarded.ShouldBe(0));
        (await market.RewardAsync(after)).State.ShouldBe(InterviewRewardState.AwaitingFeedback);
        (await market.RewardAsync(first)).ClaimEndsAt.ShouldNotBeNull();
        (await market.ScalarAsync<long>("select count(*) from marketplace.reward_draw")).ShouldBe(2);
        await BalancedAsync();
    }

    [Fact]
    public async Task RND_04_a_reward_lapses_after_14_days_whether_the_job_came_by_or_not()
    {
        var (first, other) = (await market.WinAsync(client, talent), await market.FreelancerAsync());
        await market.BuyAsync(other, 10);
        var second = await market.WinAsync(client, other);
        await market.RunAsync("process-interview-credits");
        await DrawAsync(40);
        (await market.RunAsync("lapse-rewards")).Processed.ShouldBe(0);
        await market.AdvanceAsync(TimeSpan.FromDays(14));

        (await market.FeedbackAsync(other, second)).Value!.Wallet.Balance.ShouldBe(10);
        (await market.RunAsync("lapse-rewards")).Processed.ShouldBe(1);

        (await market.RewardAsync(first)).State.ShouldBe(InterviewRewardState.Lapsed);
        (await market.RewardAsync(second)).State.ShouldBe(InterviewRewardState.Lapsed);
        (await market.FeedbackAsync(talent, first)).Value!.Wallet.Balance.ShouldBe(80);
    }

    [Fact]
    public async Task RND_04_feedback_that_was_given_before_the_draw_claims_it_at_once()
    {
        var won = await market.WinAsync(client, talent);
        await market.FeedbackAsync(talent, won);
        await market.RunAsync("process-interview-credits");
        await DrawAsync(50);

        (await market.RewardAsync(won)).ShouldSatisfyAllConditions(r => r.State.ShouldBe(InterviewRewardState.Granted), r => r.Awarded.ShouldBe(50));
        (await market.WalletAsync(talent)).Balance.ShouldBe(130);
        await BalancedAsync();
    }

    [Fact]
    public async Task RND_08_what_was_drawn_does_not_count_to_the_cap()
    {
        var drawn = await market.WinAsync(client, talent);
        await market.RunAsync("process-interview-credits");
        await DrawAsync(80);
        await market.FeedbackAsync(talent, drawn);
        await market.RollOutAsync("split");
        var credits = 0;
        for (var i = 0; i < 6; i++)
        {
            var won = await market.WinAsync(client, talent);
            await market.RunAsync("process-interview-credits");
            var reward = await market.RewardAsync(won);
            credits += reward.Refunded + reward.Awarded;
        }

        // The refund of the randomized interview does count: 4 of 50.
        credits.ShouldBe(46);
        await BalancedAsync();
    }

    [Fact]
    public async Task RND_01_every_recorded_draw_can_be_replayed_from_its_seed()
    {
        for (var i = 0; i < 12; i++)
        {
            var person = await market.FreelancerAsync();
            await market.BuyAsync(person, 10);
            await market.WinAsync(client, person);
        }

        await market.RunAsync("process-interview-credits");
        (await market.RunAsync("draw-rewards")).Processed.ShouldBe(12);

        var replayed = 0;
        await using var command = market.Source.CreateCommand("select seed, maximum, step, least_weeks, most_weeks, win_percent, connects, weeks from marketplace.reward_draw");
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var numbers = new InterviewPolicy(10, 50, 7, reader.GetInt32(1), reader.GetInt32(2), reader.GetInt32(3), reader.GetInt32(4), 14, reader.GetInt32(5), null, 0);
            RewardDraw.From(reader.GetInt64(0), numbers).ShouldBe(new RewardDraw(reader.GetInt32(6), reader.GetInt32(7)));
            replayed++;
        }

        replayed.ShouldBe(12);
    }

    [Fact]
    public async Task Draws_are_append_only_and_a_second_run_draws_nothing()
    {
        await market.WinAsync(client, talent);
        await market.RunAsync("process-interview-credits");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => DrawDirectlyAsync(10 * (i + 1), 2)));
        (await market.RunAsync("draw-rewards")).Processed.ShouldBe(0);

        (await market.ScalarAsync<long>("select count(*) from marketplace.reward_draw")).ShouldBe(1);
        (await Should.ThrowAsync<PostgresException>(() => market.ScalarAsync<int>("update marketplace.reward_draw set connects = 80 returning connects"))).MessageText.ShouldContain("append only");
    }

    [Fact]
    public async Task Feedback_is_the_talents_own_of_an_interview_that_was()
    {
        var proposal = (await market.SubmitAsync(talent, await market.JobAsync(client))).Value!.Proposal;
        var stranger = await market.FreelancerAsync();

        (await market.FeedbackAsync(talent, proposal)).Refusal.ShouldBeOfType<WrongState>();
        (await market.FeedbackAsync(stranger, proposal)).Refusal.ShouldBeOfType<NotFound>();
        foreach (var rating in new[] { 0, 6 })
            (await market.FeedbackAsync(talent, proposal, rating)).Refusal.ShouldBeOfType<Invalid>();
    }

    /// <summary>Runs the drawing with this outcome for everybody who is due.</summary>
    private async Task DrawAsync(int connects, int weeks = 2)
    {
        while (await DrawDirectlyAsync(connects, weeks) > 0)
        {
        }
    }

    private async Task<int> DrawDirectlyAsync(int connects, int weeks)
    {
        await using var command = market.Source.CreateCommand("""
            select decided from marketplace.draw_rewards(
                (select coalesce(array_agg(row(r.account_id, r.proposal_number, 1, $1, $2)::marketplace.proposed_draw), '{}') from (
                    select distinct on (account_id) account_id, proposal_number from marketplace.interview_reward where randomized and state = 'PENDING' and credited_at is not null
                    order by account_id, won_at, proposal_number) r),
                80, 10, 2, 8, $3, $4, $5)
            """);
        var now = market.Clock.GetUtcNow();
        foreach (var value in new object[] { connects, weeks, now, now.AddDays(14), now.AddYears(1) })
            command.Parameters.AddWithValue(value);
        return (int)(await command.ExecuteScalarAsync())!;
    }

    private async Task BalancedAsync() => (await market.HealthAsync()).Discrepancies.ShouldBeEmpty();
}
