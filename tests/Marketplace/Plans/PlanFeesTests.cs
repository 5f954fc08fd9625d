using Marketplace.Accounts;
using Marketplace.Payments;
using Marketplace.Policies;
using Marketplace.ScheduledJobs;
using Marketplace.Wallets;
using Microsoft.Extensions.DependencyInjection;
using Testing;

namespace Marketplace.Tests.Plans;

/// <summary>Fees that fail: tried again after 1, 3 and 7 days, then the member falls to the basic plan. A charge is made once.</summary>
public sealed class PlanFeesTests : IAsyncLifetime
{
    private TestMarketplace marketplace = null!;
    private BreakingLine line = null!;

    // On a day that every month has.
    public async ValueTask InitializeAsync()
    {
        marketplace = await TestMarketplace.StartAsync(gateway: sandbox => line = new BreakingLine(sandbox));
        await marketplace.AdvanceToAsync(marketplace.Next(4, 1));
    }

    public ValueTask DisposeAsync() => marketplace.DisposeAsync();

    [Fact]
    public async Task A_declined_fee_is_tried_again_after_1_3_and_7_days_and_then_the_member_falls_to_Basic()
    {
        var (talent, due) = await PlusWithBadCardAsync();
        foreach (var day in new[] { 0, 1, 3 })
        {
            await marketplace.AdvanceToAsync(due.AddDays(day).AddHours(1));
            (await RunAsync()).ShouldBe(1);
            (await RunAsync()).ShouldBe(0);
            (await marketplace.MembershipAsync(talent)).Plan.ShouldBe(PlanCode.FreelancerPlus);
        }

        (await marketplace.MembershipAsync(talent)).FeeFailures.ShouldBe(3);
        (await marketplace.HistoryAsync(talent)).Count.ShouldBe(1);
        await marketplace.AdvanceToAsync(due.AddDays(7).AddHours(2));
        await RunAsync();

        var fallen = await marketplace.MembershipAsync(talent);
        (fallen.Plan, fallen.FeeFailures, fallen.CycleStart).ShouldBe((PlanCode.FreelancerBasic, 0, due));
        // The month is one of Basic.
        (await marketplace.HistoryAsync(talent))[0].Connects.ShouldBe(10);
        (await marketplace.FeesAsync(talent)).Length.ShouldBe(1);
        (await marketplace.NoticesAsync(talent, "GENERAL")).ShouldBe(
            ["Your membership fee was declined", "Your membership fee was declined", "Your membership fee was declined", "Your plan is Freelancer Basic now"]);
        await marketplace.BooksAreRightAsync();
    }

    [Fact]
    public async Task A_sweep_that_comes_late_leaves_the_same_days_between_two_refusals()
    {
        var (talent, due) = await PlusWithBadCardAsync();
        await marketplace.AdvanceToAsync(due.AddDays(20));
        foreach (var days in new[] { 1, 2, 4 })
        {
            (await RunAsync()).ShouldBe(1);
            (await RunAsync()).ShouldBe(0);
            var overdue = await marketplace.MembershipAsync(talent);
            overdue.FeeNextAttempt!.Value.ShouldBe(marketplace.Clock.GetUtcNow().AddDays(days), TimeSpan.FromMinutes(2));
            await marketplace.AdvanceToAsync(overdue.FeeNextAttempt.Value.AddMinutes(1));
        }

        await RunAsync();
        (await marketplace.MembershipAsync(talent)).Plan.ShouldBe(PlanCode.FreelancerBasic);
    }

    [Fact]
    public async Task Another_card_named_meanwhile_pays_the_overdue_fee_at_once_and_brings_the_months_Connects()
    {
        var (talent, due) = await PlusWithBadCardAsync();
        await marketplace.AdvanceToAsync(due.AddHours(1));
        await RunAsync();
        var overdue = await marketplace.MembershipAsync(talent);
        overdue.NextGrantAt(AccountStatus.Active, PolicyBook.Default()).ShouldBe(overdue.FeeNextAttempt);

        (await marketplace.ChangePlanAsync(talent, PlanCode.FreelancerPlus, token: "good")).Refusal.ShouldBeNull();
        await RunAsync();

        var paid = await marketplace.MembershipAsync(talent);
        (paid.Plan, paid.CycleStart, paid.FeeFailures, paid.FeeNextAttempt).ShouldBe((PlanCode.FreelancerPlus, due, 0, null));
        (await marketplace.HistoryAsync(talent))[0].Connects.ShouldBe(80);
        (await marketplace.FeesAsync(talent)).Length.ShouldBe(2);
        await marketplace.BooksAreRightAsync();
    }

    [Fact]
    public async Task A_downgrade_asked_for_while_the_fee_is_overdue_makes_the_fee_needless()
    {
        var (talent, due) = await PlusWithBadCardAsync();
        await marketplace.AdvanceToAsync(due.AddHours(1));
        await RunAsync();

        (await marketplace.ChangePlanAsync(talent, PlanCode.FreelancerBasic)).Refusal.ShouldBeNull();
        await RunAsync();

        var membership = await marketplace.MembershipAsync(talent);
        (membership.Plan, membership.CycleStart, membership.FeeFailures).ShouldBe((PlanCode.FreelancerBasic, due, 0));
        (await marketplace.HistoryAsync(talent))[0].Connects.ShouldBe(10);
    }

    [Fact]
    public async Task Earnings_that_do_not_reach_are_a_declined_fee_and_nothing_else_is_charged_instead()
    {
        var talent = await marketplace.FreelancerAsync();
        await marketplace.EarnAsync(talent, 1499 + 1499 + 100);
        (await marketplace.ChangePlanAsync(talent, PlanCode.FreelancerPlus, PaymentMethod.Earnings)).Refusal.ShouldBeNull();
        var start = (await marketplace.MembershipAsync(talent)).CycleStart;

        await marketplace.AdvanceToAsync(start.AddMonths(1).AddHours(1));
        await RunAsync();
        await marketplace.AdvanceToAsync(start.AddMonths(2).AddHours(1));
        await RunAsync();

        (await marketplace.FeesAsync(talent)).Select(f => f.Cents).ShouldBe([1499L, 1499L]);
        var overdue = await marketplace.MembershipAsync(talent);
        (overdue.FeeFailures, overdue.CycleStart).ShouldBe((1, start.AddMonths(1)));
        (await marketplace.OwnerAsync($"select paid from marketplace.wallet where account_id = {talent.Id} and asset = 'USD'")).ShouldBe(100L);
        (await marketplace.OwnerAsync("select count(*) from marketplace.sandbox_charge")).ShouldBe(0L);

        await marketplace.EarnAsync(talent, 1399);
        await marketplace.AdvanceToAsync(start.AddMonths(2).AddDays(1).AddHours(2));
        await RunAsync();
        (await marketplace.MembershipAsync(talent)).FeeFailures.ShouldBe(0);
        (await marketplace.OwnerAsync($"select paid from marketplace.wallet where account_id = {talent.Id} and asset = 'USD'")).ShouldBe(0L);
        await marketplace.BooksAreRightAsync();
    }

    [Fact]
    public async Task PLN_14_PLN_16_an_agency_that_cannot_pay_falls_to_Basic_which_brings_10_Connects_once_ever()
    {
        var agency = await marketplace.AgencyAsync();
        var due = (await marketplace.MembershipAsync(agency)).CycleEnd;
        await BadCardAsync(agency);
        await FailAllAsync(due);
        (await marketplace.MembershipAsync(agency)).Plan.ShouldBe(PlanCode.AgencyBasic);
        (await marketplace.LotsAsync(agency)).ShouldHaveSingleItem().Origin.ShouldBe(LotOrigin.AgencyWelcome);

        (await marketplace.ChangePlanAsync(agency, PlanCode.AgencyPlus)).Refusal.ShouldBeNull();
        await BadCardAsync(agency);
        await FailAllAsync(due.AddMonths(1));

        (await marketplace.MembershipAsync(agency)).Plan.ShouldBe(PlanCode.AgencyBasic);
        (await marketplace.WalletAsync(agency)).Balance.ShouldBe(10);
        (await marketplace.NoticesAsync(agency, "CONNECTS_AWARDED")).Length.ShouldBe(1);
        await marketplace.BooksAreRightAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_run_that_is_cut_off_around_its_charge_is_finished_by_the_next_with_one_fee_and_one_grant(bool charged)
    {
        var talents = new List<Freelancer>();
        for (var i = 0; i < 5; i++)
        {
            talents.Add(await marketplace.FreelancerAsync());
            (await marketplace.ChangePlanAsync(talents[i], PlanCode.FreelancerPlus)).Refusal.ShouldBeNull();
        }

        await marketplace.AdvanceToAsync((await marketplace.MembershipAsync(talents[^1])).CycleEnd.AddMinutes(1));
        (line.BreaksAfter, line.BreaksBefore) = charged ? (line.Asked + 3, 0) : (0, line.Asked + 3);

        var cut = await marketplace.RunAsync("grant-monthly");
        (cut.Outcome, cut.Processed).ShouldBe((RunOutcome.Failed, 4));
        await RunAsync();

        foreach (var talent in talents)
        {
            (await marketplace.HistoryAsync(talent)).Select(l => l.Connects).ShouldBe([80L, 70L]);
            (await marketplace.FeesAsync(talent)).Length.ShouldBe(2);
        }

        (await marketplace.OwnerAsync("select count(*) from marketplace.sandbox_charge")).ShouldBe(10L);
        await marketplace.BooksAreRightAsync();
    }

    [Fact]
    public async Task A_node_that_loses_the_database_in_the_middle_of_its_run_leaves_nothing_that_another_run_does_not_finish_once()
    {
        var talents = new List<Freelancer>();
        for (var i = 0; i < 4; i++)
        {
            talents.Add(await marketplace.FreelancerAsync());
            (await marketplace.ChangePlanAsync(talents[i], PlanCode.FreelancerPlus)).Refusal.ShouldBeNull();
        }

        await marketplace.AdvanceToAsync((await marketplace.MembershipAsync(talents[^1])).CycleEnd.AddMinutes(1));
        var cut = 0;
        line.Meanwhile = async () =>
        {
            if (Interlocked.Exchange(ref cut, 1) == 0)
            {
                await using var kill = marketplace.Source.CreateCommand(
                    "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and usename = current_user and pid <> pg_backend_pid()");
                await kill.ExecuteNonQueryAsync();
            }
        };

        await Should.ThrowAsync<Exception>(RunAsync);
        line.Meanwhile = null;
        marketplace.Source.Clear();
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => SweepAsync()));

        foreach (var talent in talents)
        {
            (await marketplace.HistoryAsync(talent)).Select(l => l.Connects).ShouldBe([80L, 70L]);
            (await marketplace.FeesAsync(talent)).Length.ShouldBe(2);
        }

        (await marketplace.OwnerAsync("select count(*) from marketplace.sandbox_charge")).ShouldBe(8L);
        await marketplace.BooksAreRightAsync();
    }

    [Fact]
    public async Task A_fee_that_was_taken_while_its_account_was_closed_is_in_the_books_and_brings_nothing()
    {
        var talent = await marketplace.FreelancerAsync();
        (await marketplace.ChangePlanAsync(talent, PlanCode.FreelancerPlus)).Refusal.ShouldBeNull();
        await marketplace.AdvanceToAsync((await marketplace.MembershipAsync(talent)).CycleEnd.AddMinutes(1));
        line.Meanwhile = () => marketplace.With<AccountStanding, Outcome<Account>>(s => s.CloseAsync(talent.AccountId, TestMarketplace.CallerOf(talent), "owner", CancellationToken.None));

        await RunAsync();

        (await marketplace.FeesAsync(talent)).Length.ShouldBe(2);
        (await marketplace.WalletAsync(talent)).Balance.ShouldBe(0);
        (await RunAsync()).ShouldBe(0);
        await marketplace.BooksAreRightAsync();
    }

    [Fact]
    public async Task An_upgrade_that_was_paid_while_its_account_was_suspended_is_there_once_it_is_reinstated()
    {
        var talent = await marketplace.FreelancerAsync();
        line.Meanwhile = () => marketplace.With<AccountStanding, Outcome<Account>>(s => s.SuspendAsync(talent.AccountId, false, "A test.", "tester", CancellationToken.None));

        (await marketplace.ChangePlanAsync(talent, PlanCode.FreelancerPlus)).Refusal.ShouldBeNull();

        (await marketplace.MembershipAsync(talent)).Plan.ShouldBe(PlanCode.FreelancerPlus);
        (await marketplace.WalletAsync(talent)).Balance.ShouldBe(70);
        await marketplace.BooksAreRightAsync();
    }

    [Fact]
    public async Task Erasing_an_account_forgets_the_gateways_name_for_its_card()
    {
        var (talent, _) = await PlusWithBadCardAsync();
        await marketplace.With<AccountStanding, Outcome<Account>>(s => s.CloseAsync(talent.AccountId, TestMarketplace.CallerOf(talent), "owner", CancellationToken.None));
        (await marketplace.With<AccountStanding, Outcome<Account>>(s => s.EraseAsync(talent.AccountId, "Asked for.", "tester", CancellationToken.None))).Refusal.ShouldBeNull();

        (await marketplace.OwnerAsync($"select count(*) from marketplace.membership where account_id = {talent.Id} and fee_token is not null")).ShouldBe(0L);
        (await marketplace.OwnerAsync($"select count(*) from marketplace.plan_charge where account_id = {talent.Id} and token is not null")).ShouldBe(0L);
    }

    private async Task<(Freelancer Talent, DateTimeOffset Due)> PlusWithBadCardAsync()
    {
        var talent = await marketplace.FreelancerAsync();
        (await marketplace.ChangePlanAsync(talent, PlanCode.FreelancerPlus, token: "visa")).Refusal.ShouldBeNull();
        await BadCardAsync(talent);
        return (talent, (await marketplace.MembershipAsync(talent)).CycleEnd);
    }

    /// <summary>The card on file expires: from now on the sandbox declines it.</summary>
    private Task BadCardAsync(Talent talent) => marketplace.OwnerAsync($"update marketplace.membership set fee_token = 'declined-since' where account_id = {talent.Id}");

    private async Task FailAllAsync(DateTimeOffset due)
    {
        foreach (var day in new[] { 0, 1, 3, 7 })
        {
            await marketplace.AdvanceToAsync(due.AddDays(day).AddHours(day + 1));
            await RunAsync();
        }
    }

    private Task SweepAsync() =>
        marketplace.Services.GetServices<IScheduledWork>().Single(w => w.Name == "grant-monthly").RunAsync(new RunProgress(marketplace.Source, 0, marketplace.Clock.GetUtcNow()), CancellationToken.None);

    private async Task<int> RunAsync()
    {
        var run = await marketplace.RunAsync("grant-monthly");
        run.Outcome.ShouldBe(RunOutcome.Succeeded, run.Error);
        return run.Processed;
    }
}
