using Marketplace.Accounts;
using Marketplace.Interviews;
using Marketplace.Jobs;
using Marketplace.Tests.Policies;
using Marketplace.Wallets;
using Testing;

namespace Marketplace.Tests.Interviews;

public sealed class InterviewCreditsTests : IAsyncLifetime
{
    private const string Job = "process-interview-credits";
    private TestMarketplace market = null!;
    private Client client = null!;
    private Freelancer talent = null!;

    public async ValueTask InitializeAsync()
    {
        market = await TestMarketplace.StartAsync();
        client = await market.ClientAsync();
        talent = await market.FreelancerAsync();
    }

    public ValueTask DisposeAsync() => market.DisposeAsync();

    [Fact]
    public async Task RWD_01_RWD_08_RWD_09_HIS_02_HIS_03_HIS_04_a_proposal_of_4_Connects_gets_4_back_and_6_awarded_in_two_lines()
    {
        var bought = (await market.BuyAsync(talent, 10)).Lot!;
        var won = await market.WinAsync(client, talent);
        (await market.RewardAsync(won)).State.ShouldBe(InterviewRewardState.Pending);

        (await market.RunAsync(Job)).Processed.ShouldBe(1);

        (await market.HistoryAsync(talent)).Take(2).Select(l => (l.Kind, l.Description, l.Connects, l.ConnectsAfter)).ShouldBe(
            [(TransactionKind.InterviewAward, "Awarded Connects for responding to the job interview", 6, 16L), (TransactionKind.InterviewRefund, "Operations Supervisor", 4, 10L)]);
        // RWD-12: the refund is back in its own lot; the award is a new one for a year.
        var lots = await market.LotsAsync(talent);
        lots.Select(l => (l.Kind, l.Origin, l.Remaining)).ShouldBe([(LotKind.Paid, LotOrigin.Purchase, 10), (LotKind.Free, LotOrigin.InterviewAward, 6)]);
        (lots[0].Number, lots[0].ExpiresAt, lots[1].ExpiresAt).ShouldBe((bought.Number, bought.ExpiresAt, lots[1].IssuedAt.AddYears(1)));
        var reward = await market.RewardAsync(won);
        (reward.State, reward.Refunded, reward.Awarded).ShouldBe((InterviewRewardState.Granted, 4, 6));
        await BalancedAsync();
    }

    [Theory]
    [InlineData(700, 12)]
    [InlineData(5000, 16)]
    public async Task RWD_03_RWD_08_a_proposal_of_12_or_16_Connects_gets_all_of_them_back_and_no_award(int dollars, int price)
    {
        await market.StartRateCardTestAsync();
        await market.BuyAsync(talent, 20);
        var won = await market.WinAsync(client, talent, dollars, await market.CategoryAsync("doubled"));

        await market.RunAsync(Job);

        var reward = await market.RewardAsync(won);
        (reward.State, reward.Refunded, reward.Awarded).ShouldBe((InterviewRewardState.Granted, price, 0));
        var line = (await market.HistoryAsync(talent))[0];
        (line.Kind, line.Connects, line.ConnectsAfter).ShouldBe((TransactionKind.InterviewRefund, price, 20L));
        // The refund carries the arm of the price that it returns.
        line.Treatments.Select(t => (t.ExperimentKey, t.Variant)).ShouldBe([("double-rate-card", "doubled")]);
        await BalancedAsync();
    }

    [Fact]
    public async Task RWD_10_a_proposal_that_cost_nothing_and_answered_no_invitation_is_awarded_10()
    {
        var job = await market.JobAsync(client);
        await market.ScalarAsync<long>($"update marketplace.job set connects = 0, price_reason = 'DEMAND_FREE' where id = {job.Id} returning id");
        var won = await market.InterviewAsync(client, talent, (await market.SubmitAsync(talent, job)).Value!.Proposal);

        await market.RunAsync(Job);

        (await market.HistoryAsync(talent)).Select(l => (l.Kind, l.Connects)).ShouldBe([(TransactionKind.InterviewAward, 10L)]);
        (await market.RewardAsync(won)).Awarded.ShouldBe(10);
        await BalancedAsync();
    }

    [Fact]
    public async Task INV_07_who_was_invited_is_not_awarded()
    {
        var job = await market.JobAsync(client);
        await market.With<JobInvitations, Outcome<Job>>(i => i.InviteAsync(job.JobId, talent.AccountId, TestMarketplace.CallerOf(client), CancellationToken.None));
        var won = await market.InterviewAsync(client, talent, (await market.SubmitAsync(talent, job)).Value!.Proposal);

        await market.RunAsync(Job);

        (await market.RewardAsync(won)).State.ShouldBe(InterviewRewardState.NotEligible);
        (await market.HistoryAsync(talent)).ShouldBeEmpty();
    }

    [Fact]
    public async Task RWD_02_RWD_07_without_a_reply_or_without_an_interview_nothing_is_credited()
    {
        await market.BuyAsync(talent, 20);
        var asked = (await market.SubmitAsync(talent, await market.JobAsync(client))).Value!.Proposal;
        await market.With<ProposalProgress, Outcome<Proposal>>(p => p.StartInterviewAsync(asked.Id, TestMarketplace.CallerOf(client), CancellationToken.None));
        var hired = (await market.SubmitAsync(talent, await market.JobAsync(client))).Value!.Proposal;
        await market.With<Marketplace.Contracts.ContractLife, Outcome<Marketplace.Contracts.Contract>>(c => c.HireAsync(hired.Id, null, null, TestMarketplace.CallerOf(client), CancellationToken.None));

        (await market.RunAsync(Job)).Processed.ShouldBe(0);

        (await market.WalletAsync(talent)).Balance.ShouldBe(16);
    }

    [Fact]
    public async Task RWD_04_50_in_seven_rolling_days_and_what_exceeds_it_is_cut_the_award_first()
    {
        await market.BuyAsync(talent, 80);
        var credits = new List<(int, int, InterviewRewardState)>();
        for (var day = 0; day < 7; day++)
        {
            // 4 Connects each: 10, 10, 10, 10, and then 6 more by a job of 8 Connects.
            var won = await market.WinAsync(client, talent, day == 4 ? 5000 : day == 5 ? 5000 : 300);
            await market.RunAsync(Job);
            var reward = await market.RewardAsync(won);
            credits.Add((reward.Refunded, reward.Awarded, reward.State));
            await market.AdvanceAsync(TimeSpan.FromHours(23));
        }

        credits.ShouldBe([.. Enumerable.Repeat((4, 6, InterviewRewardState.Granted), 4), (8, 2, InterviewRewardState.Granted), (0, 0, InterviewRewardState.Capped), (0, 0, InterviewRewardState.Capped)]);
        await market.AdvanceAsync(TimeSpan.FromHours(8));
        // The first credit is a little more than seven days old: its 10 are free again.
        var later = await market.WinAsync(client, talent, 300);
        await market.RunAsync(Job);
        (await market.RewardAsync(later)).ShouldSatisfyAllConditions(r => r.Refunded.ShouldBe(4), r => r.Awarded.ShouldBe(6));
        await BalancedAsync();
    }

    [Theory]
    [InlineData(46, 4, 0)]
    [InlineData(44, 4, 2)]
    [InlineData(47, 3, 0)]
    public async Task RWD_04_a_cut_takes_the_award_before_the_refund_and_closing_returns_the_rest(int cap, int refunded, int awarded)
    {
        await using var capped = await TestMarketplace.StartAsync(PolicyVersions.With($$"""{ "interviews": { "cap": {{50 - cap}} } }"""));
        var (owner, person) = (await capped.ClientAsync(), await capped.FreelancerAsync());
        await capped.BuyAsync(person, 10);
        var won = await capped.WinAsync(owner, person);

        await capped.RunAsync(Job);

        var reward = await capped.RewardAsync(won);
        (reward.Refunded, reward.Awarded).ShouldBe((refunded, awarded));
        var job = (await capped.With<JobReader, Job?>(j => j.ByIdAsync(new JobId(won.JobId), CancellationToken.None)))!;
        await capped.CloseAsync(owner, job);
        (await capped.WalletAsync(person)).Balance.ShouldBe(10 + awarded);
        (await capped.HealthAsync()).Discrepancies.ShouldBeEmpty();
    }

    [Fact]
    public async Task RFD_10_closing_after_the_credit_returns_nothing_more_and_the_credit_after_a_closing_only_awards()
    {
        await market.BuyAsync(talent, 20);
        var (first, second) = (await market.WinAsync(client, talent), await market.WinAsync(client, talent));
        await CloseAsync(second);
        (await market.WalletAsync(talent)).Balance.ShouldBe(16);

        await market.RunAsync(Job);
        await CloseAsync(first);

        (await market.WalletAsync(talent)).Balance.ShouldBe(20 + 6 + 6);
        (await market.RewardAsync(second)).ShouldSatisfyAllConditions(r => r.Refunded.ShouldBe(0), r => r.Awarded.ShouldBe(6));
        await BalancedAsync();
    }

    [Fact]
    public async Task EXP_04_a_refund_into_a_lot_that_has_ended_lives_thirty_days_more_and_the_closing_returns_the_rest_likewise()
    {
        await using var capped = await TestMarketplace.StartAsync(PolicyVersions.With("""{ "interviews": { "cap": 1 } }"""));
        var (owner, person) = (await capped.ClientAsync(), await capped.FreelancerAsync());
        await capped.BuyAsync(person, 10);
        var won = await capped.WinAsync(owner, person);
        await capped.AdvanceAsync(TimeSpan.FromDays(367));

        await capped.RunAsync(Job);
        var job = (await capped.With<JobReader, Job?>(j => j.ByIdAsync(new JobId(won.JobId), CancellationToken.None)))!;
        await capped.CloseAsync(owner, job);

        (await capped.LotsAsync(person)).OrderBy(l => l.Number).Select(l => (l.Origin, l.Kind, l.Remaining)).ShouldBe([(LotOrigin.Refund, LotKind.Paid, 1), (LotOrigin.Refund, LotKind.Paid, 3)]);
        (await capped.HealthAsync()).Discrepancies.ShouldBeEmpty();
    }

    [Fact]
    public async Task RWD_05_a_second_run_changes_nothing()
    {
        await market.BuyAsync(talent, 10);
        await market.WinAsync(client, talent);

        await market.RunAsync(Job);
        (await market.RunAsync(Job)).Processed.ShouldBe(0);

        (await market.WalletAsync(talent)).Balance.ShouldBe(16);
    }

    [Fact]
    public async Task RWD_06_the_talent_is_told_on_the_bell_and_by_email()
    {
        await market.BuyAsync(talent, 10);
        await market.WinAsync(client, talent);

        await market.RunAsync(Job);

        (await market.ScalarAsync<string>("select body from marketplace.notification where kind = 'CONNECTS_AWARDED'")).ShouldBe("""You replied to the interview about "Operations Supervisor": 4 Connects returned and 6 awarded.""");
        (await market.ScalarAsync<long>($"select count(*) from marketplace.outbox where template = 'connects-awarded' and account_id = {talent.Id}")).ShouldBe(1);
    }

    [Fact]
    public async Task RWD_11_the_agency_that_submitted_is_credited()
    {
        var agency = await market.AgencyAsync();
        await market.BuyAsync(agency, 10);
        await market.WinAsync(client, agency);

        await market.RunAsync(Job);

        (await market.WalletAsync(agency)).Balance.ShouldBe(16);
    }

    [Fact]
    public async Task A_suspended_talents_interviews_wait_until_the_account_is_active_again_and_a_closed_ones_bring_nothing()
    {
        var gone = await market.FreelancerAsync();
        foreach (var person in new[] { talent, gone })
        {
            await market.BuyAsync(person, 10);
            await market.WinAsync(client, person);
        }

        await market.With<AccountStanding, Outcome<Account>>(s => s.SuspendAsync(talent.AccountId, false, "A test.", "tester", CancellationToken.None));
        await market.With<AccountStanding, Outcome<Account>>(s => s.SuspendAsync(gone.AccountId, true, "A test.", "tester", CancellationToken.None));
        await market.RunAsync(Job);
        (await market.WalletAsync(talent)).Balance.ShouldBe(6);
        (await market.WalletAsync(gone)).Balance.ShouldBe(0);

        await market.With<AccountStanding, Outcome<Account>>(s => s.ReinstateAsync(talent.AccountId, "A test.", "tester", CancellationToken.None));
        await market.RunAsync(Job);

        (await market.WalletAsync(talent)).Balance.ShouldBe(16);
        await BalancedAsync();
    }

    private async Task CloseAsync(Proposal proposal)
    {
        var job = (await market.With<JobReader, Job?>(j => j.ByIdAsync(new JobId(proposal.JobId), CancellationToken.None)))!;
        (await market.CloseAsync(client, job)).Value.ShouldNotBeNull();
    }

    private async Task BalancedAsync() => (await market.HealthAsync()).Discrepancies.ShouldBeEmpty();
}
