using Marketplace.Accounts;
using Marketplace.Policies;
using Marketplace.ScheduledJobs;
using Marketplace.Wallets;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Testing;

namespace Marketplace.Tests.Plans;

public sealed class MonthlyGrantsTests : IAsyncLifetime
{
    private TestMarketplace marketplace = null!;

    // On a day that every month has: what is a month after a month's last day is another question, and asked below.
    public async ValueTask InitializeAsync()
    {
        marketplace = await TestMarketplace.StartAsync();
        await marketplace.AdvanceToAsync(marketplace.Next(4, 1));
    }

    public ValueTask DisposeAsync() => marketplace.DisposeAsync();

    [Fact]
    public async Task PLN_01_PLN_10_Basic_is_empty_at_first_and_gets_10_free_Connects_on_each_cycle_date()
    {
        var talent = await marketplace.FreelancerAsync();
        var first = await marketplace.MembershipAsync(talent);
        (await RunAsync()).ShouldBe(0);
        (await marketplace.WalletAsync(talent)).Balance.ShouldBe(0);

        await marketplace.AdvanceToAsync(first.CycleEnd.AddMinutes(1));
        (await RunAsync()).ShouldBe(1);

        var lot = (await marketplace.LotsAsync(talent)).ShouldHaveSingleItem();
        (lot.Kind, lot.Origin, lot.Amount, lot.IssuedAt, lot.ExpiresAt).ShouldBe((LotKind.Free, LotOrigin.Plan, 10, first.CycleEnd, first.CycleEnd.AddYears(1)));
        var line = (await marketplace.HistoryAsync(talent)).ShouldHaveSingleItem();
        (line.Kind, line.Connects, line.EffectiveAt, line.Description).ShouldBe((TransactionKind.Grant, 10L, first.CycleEnd, "Monthly Connects of Freelancer Basic"));
        (await marketplace.FeesAsync(talent)).ShouldBeEmpty();
        await marketplace.BooksAreRightAsync();
    }

    [Fact]
    public async Task PLN_10_day_31_falls_on_the_last_day_of_a_shorter_month_and_returns_to_its_own()
    {
        var start = marketplace.Next(1, 31);
        await marketplace.AdvanceToAsync(start);
        var talent = await marketplace.FreelancerAsync();
        await marketplace.AdvanceToAsync(start.AddMonths(4).AddHours(1));

        await RunAsync();

        var february = DateTime.DaysInMonth(start.Year, 2);
        (await marketplace.LotsAsync(talent)).Select(l => (l.IssuedAt.Month, l.IssuedAt.Day)).ShouldBe([(2, february), (3, 31), (4, 30), (5, 31)]);
    }

    [Fact]
    public async Task PLN_03_PLN_04_a_month_of_Plus_is_one_line_of_70_paid_and_10_free()
    {
        var talent = await PlusAsync();
        await marketplace.AdvanceToAsync((await marketplace.MembershipAsync(talent)).CycleEnd.AddMinutes(1));

        await RunAsync();

        var line = (await marketplace.HistoryAsync(talent))[0];
        (line.Kind, line.Connects).ShouldBe((TransactionKind.Grant, 80L));
        (await marketplace.LotsAsync(talent)).Where(l => l.Origin == LotOrigin.Plan).Select(l => (l.Kind, l.Amount)).ShouldBe([(LotKind.Paid, 70), (LotKind.Free, 10)]);
        // PLN-07: the paid ones alone have a value.
        (await marketplace.OwnerAsync($"select string_agg(cost_cents::text, ',' order by kind) from marketplace.lot where account_id = {talent.Id} and origin = 'PLAN'")).ShouldBe("0,1050");
        (await marketplace.FeesAsync(talent))[^1].ShouldBe((1499L, "Membership fee: Freelancer Plus"));
        await marketplace.BooksAreRightAsync();
    }

    [Fact]
    public async Task PLN_12_PLN_13_Agency_Plus_pays_20_dollars_a_month_and_gets_no_Connects()
    {
        var agency = await marketplace.AgencyAsync();
        await marketplace.AdvanceToAsync((await marketplace.MembershipAsync(agency)).CycleEnd.AddMonths(1).AddMinutes(1));

        (await RunAsync()).ShouldBe(2);

        (await marketplace.FeesAsync(agency)).Select(f => f.Cents).ShouldBe([2000L, 2000L, 2000L]);
        (await marketplace.WalletAsync(agency)).Balance.ShouldBe(0);
        await marketplace.BooksAreRightAsync();
    }

    [Fact]
    public async Task NTF_02_the_bell_and_one_email_say_that_the_Connects_are_there()
    {
        var talent = await marketplace.FreelancerAsync();
        await marketplace.AdvanceToAsync((await marketplace.MembershipAsync(talent)).CycleEnd.AddMinutes(1));

        await RunAsync();
        await RunAsync();

        (await marketplace.NoticesAsync(talent, "PLAN_RENEWED")).ShouldBe(["10 Connects of your Freelancer Basic plan"]);
        (await marketplace.OwnerAsync($"select count(*) from marketplace.outbox where account_id = {talent.Id} and template = 'plan-renewed' and (data->>'connects')::integer = 10")).ShouldBe(1L);
    }

    [Fact]
    public async Task Missed_cycles_are_caught_up_one_by_one_each_with_its_own_date()
    {
        var talent = await PlusAsync();
        var start = (await marketplace.MembershipAsync(talent)).CycleStart;
        await marketplace.AdvanceToAsync(start.AddMonths(3).AddDays(1));

        (await RunAsync()).ShouldBe(3);

        (await marketplace.LotsAsync(talent)).Where(l => l.Origin == LotOrigin.Plan && l.Kind == LotKind.Paid).Select(l => l.IssuedAt)
            .ShouldBe([start.AddMonths(1), start.AddMonths(2), start.AddMonths(3)]);
        (await marketplace.FeesAsync(talent)).Count(f => f.Description.StartsWith("Membership fee", StringComparison.Ordinal)).ShouldBe(3);
        var membership = await marketplace.MembershipAsync(talent);
        (membership.CycleStart, membership.CycleEnd).ShouldBe((start.AddMonths(3), start.AddMonths(4)));
        await marketplace.BooksAreRightAsync();
    }

    [Fact]
    public async Task Four_nodes_at_once_charge_and_grant_each_member_once_a_cycle()
    {
        var talents = new List<Talent>();
        for (var i = 0; i < 6; i++)
        {
            talents.Add(await marketplace.FreelancerAsync());
            talents.Add(await PlusAsync());
            talents.Add(await marketplace.AgencyAsync());
        }

        await marketplace.AdvanceToAsync((await marketplace.MembershipAsync(talents[^1])).CycleEnd.AddMonths(1).AddDays(1));
        var work = marketplace.Services.GetServices<IScheduledWork>().Single(w => w.Name == "grant-monthly");
        var now = marketplace.Clock.GetUtcNow();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => work.RunAsync(new RunProgress(marketplace.Source, 0, now), CancellationToken.None)));

        foreach (var talent in talents)
        {
            var (grants, fees) = talent is Agency ? (0, 3) : (await marketplace.MembershipAsync(talent)).Plan == PlanCode.FreelancerPlus ? (3, 3) : (2, 0);
            (await marketplace.HistoryAsync(talent)).Count.ShouldBe(grants);
            (await marketplace.FeesAsync(talent)).Length.ShouldBe(fees);
            (await marketplace.MembershipAsync(talent)).Cycle.ShouldBe(2);
        }

        (await marketplace.OwnerAsync("select count(*) from marketplace.sandbox_charge where reference like 'membership/%/20%'")).ShouldBe(24L);
        await marketplace.BooksAreRightAsync();
        (await RunAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task RFD_07_a_suspended_members_cycle_dates_pass_with_neither_fee_nor_Connects()
    {
        var talent = await PlusAsync();
        var start = (await marketplace.MembershipAsync(talent)).CycleStart;
        await StandingAsync(s => s.SuspendAsync(talent.AccountId, false, "A test.", "tester", CancellationToken.None));
        await marketplace.AdvanceToAsync(start.AddMonths(2).AddDays(1));
        (await RunAsync()).ShouldBe(2);
        (await marketplace.HistoryAsync(talent)).Count.ShouldBe(1);
        (await marketplace.FeesAsync(talent)).Length.ShouldBe(1);

        await StandingAsync(s => s.ReinstateAsync(talent.AccountId, "A test.", "tester", CancellationToken.None));
        (await RunAsync()).ShouldBe(0);
        await marketplace.AdvanceToAsync(start.AddMonths(3).AddDays(1));
        await RunAsync();

        (await marketplace.HistoryAsync(talent))[0].Connects.ShouldBe(80);
        (await marketplace.FeesAsync(talent)).Length.ShouldBe(2);
        await marketplace.BooksAreRightAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RFD_05_RFD_06_a_closed_or_banned_member_has_no_more_cycles(bool banned)
    {
        var talent = await PlusAsync();
        var membership = await marketplace.MembershipAsync(talent);
        await StandingAsync(s => banned
            ? s.SuspendAsync(talent.AccountId, true, "A test.", "tester", CancellationToken.None)
            : s.CloseAsync(talent.AccountId, TestMarketplace.CallerOf(talent), "owner", CancellationToken.None));
        await marketplace.AdvanceToAsync(membership.CycleEnd.AddMonths(1));

        (await RunAsync()).ShouldBe(0);

        (await marketplace.FeesAsync(talent)).Length.ShouldBe(1);
        (await marketplace.WalletAsync(talent)).Balance.ShouldBe(0);
        (await marketplace.OwnerAsync($"select ended_at is not null from marketplace.membership where account_id = {talent.Id}")).ShouldBe(true);
        await marketplace.BooksAreRightAsync();
    }

    [Fact]
    public async Task PLN_06_a_months_Connects_roll_over_into_the_next()
    {
        var talent = await marketplace.FreelancerAsync();
        var start = (await marketplace.MembershipAsync(talent)).CycleStart;
        await marketplace.AdvanceToAsync(start.AddMonths(5).AddHours(1));

        await RunAsync();

        (await marketplace.WalletAsync(talent)).Balance.ShouldBe(50);
    }

    [Theory]
    [InlineData("update marketplace.membership set plan = 'FREELANCER_PLUS'")]
    [InlineData("delete from marketplace.plan_charge")]
    [InlineData("select marketplace.begin_cycles('{}', false, now())")]
    [InlineData("select marketplace.apply_upgrade(1, 'FREELANCER_PLUS', 70, 0, 'CARD', null, now(), now())")]
    public async Task The_applications_role_makes_nobody_a_member_by_itself(string attack)
    {
        await marketplace.FreelancerAsync();
        await using var command = marketplace.Source.CreateCommand(attack);

        (await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact]
    public async Task A_memberships_anchor_never_moves_and_no_cycle_is_left_out()
    {
        var talent = await marketplace.FreelancerAsync();
        foreach (var change in new[] { "started_at = started_at + interval '1 day'", "cycle = cycle + 2" })
        {
            var refused = await Should.ThrowAsync<PostgresException>(() => marketplace.OwnerAsync($"update marketplace.membership set {change} where account_id = {talent.Id}"));
            refused.MessageText.ShouldContain("keeps its anchor");
        }
    }

    private async Task<Freelancer> PlusAsync()
    {
        var talent = await marketplace.FreelancerAsync();
        (await marketplace.ChangePlanAsync(talent, PlanCode.FreelancerPlus)).Refusal.ShouldBeNull();
        return talent;
    }

    private async Task<int> RunAsync()
    {
        var run = await marketplace.RunAsync("grant-monthly");
        run.Outcome.ShouldBe(RunOutcome.Succeeded, run.Error);
        return run.Processed;
    }

    private Task<Outcome<Account>> StandingAsync(Func<AccountStanding, Task<Outcome<Account>>> step) => marketplace.With(step);
}
