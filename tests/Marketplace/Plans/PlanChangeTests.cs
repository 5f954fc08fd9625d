using Marketplace.Accounts;
using Marketplace.Payments;
using Marketplace.Policies;
using Marketplace.ScheduledJobs;
using Marketplace.Wallets;
using Testing;

namespace Marketplace.Tests.Plans;

public sealed class PlanChangeTests : IAsyncLifetime
{
    private TestMarketplace marketplace = null!;
    private BreakingLine line = null!;

    public async ValueTask InitializeAsync() => marketplace = await TestMarketplace.StartAsync(gateway: sandbox => line = new BreakingLine(sandbox));

    public ValueTask DisposeAsync() => marketplace.DisposeAsync();

    // From the first of April: a cycle of 30 days.
    [Theory]
    [InlineData(0, 70, 1499)]
    [InlineData(10, 47, 999)]
    [InlineData(29, 3, 50)]
    public async Task PLN_09_an_upgrade_brings_the_paid_Connects_and_costs_the_fee_of_the_days_left(int day, int connects, long cents)
    {
        var talent = await FreelancerSinceAsync(4, 1);
        var cycle = await marketplace.MembershipAsync(talent);
        await marketplace.AdvanceToAsync(cycle.CycleStart.AddDays(day).AddHours(1));

        (await marketplace.ChangePlanAsync(talent, PlanCode.FreelancerPlus)).Refusal.ShouldBeNull();

        var lot = (await marketplace.LotsAsync(talent)).ShouldHaveSingleItem();
        (lot.Kind, lot.Origin, lot.Amount).ShouldBe((LotKind.Paid, LotOrigin.PlanUpgrade, connects));
        (await marketplace.FeesAsync(talent)).ShouldBe([(cents, "Upgrade to Freelancer Plus")]);
        var membership = await marketplace.MembershipAsync(talent);
        (membership.Plan, membership.CycleStart, membership.CycleEnd).ShouldBe((PlanCode.FreelancerPlus, cycle.CycleStart, cycle.CycleEnd));

        await marketplace.AdvanceToAsync(cycle.CycleEnd.AddMinutes(1));
        await RunAsync();
        (await marketplace.LotsAsync(talent)).Where(l => l.Origin == LotOrigin.Plan).Select(l => (l.Kind, l.Amount)).ShouldBe([(LotKind.Paid, 70), (LotKind.Free, 10)]);
        (await marketplace.FeesAsync(talent)).Select(f => f.Cents).ShouldBe([cents, 1499L]);
        await marketplace.BooksAreRightAsync();
    }

    [Fact]
    public async Task An_upgrade_from_earnings_takes_them_and_is_refused_whole_where_they_do_not_reach()
    {
        var talent = await FreelancerSinceAsync(4, 1);
        await marketplace.AdvanceToAsync((await marketplace.MembershipAsync(talent)).CycleStart.AddDays(10).AddHours(1));
        var few = (await marketplace.ChangePlanAsync(talent, PlanCode.FreelancerPlus, PaymentMethod.Earnings, key: "again")).Refusal.ShouldBeOfType<InsufficientFunds>();
        (few.Required, few.Available).ShouldBe((new Money(999), new Money(0)));
        await marketplace.EarnAsync(talent, 1000);

        // A refusal is not remembered.
        (await marketplace.ChangePlanAsync(talent, PlanCode.FreelancerPlus, PaymentMethod.Earnings, key: "again")).Refusal.ShouldBeNull();

        (await marketplace.OwnerAsync($"select paid from marketplace.wallet where account_id = {talent.Id} and asset = 'USD'")).ShouldBe(1L);
        (await marketplace.WalletAsync(talent)).Paid.ShouldBe(47);
        await marketplace.BooksAreRightAsync();
    }

    [Fact]
    public async Task A_downgrade_waits_for_the_end_of_the_cycle_and_asking_for_the_present_plan_takes_it_back()
    {
        var talent = await PlusAsync();
        var cycle = await marketplace.MembershipAsync(talent);
        (await marketplace.ChangePlanAsync(talent, PlanCode.FreelancerBasic)).Refusal.ShouldBeNull();
        var waiting = await marketplace.MembershipAsync(talent);
        (waiting.Plan, waiting.NextPlan).ShouldBe((PlanCode.FreelancerPlus, PlanCode.FreelancerBasic));
        (await marketplace.ChangePlanAsync(talent, PlanCode.FreelancerBasic)).Refusal.ShouldBeOfType<WrongState>();

        (await marketplace.ChangePlanAsync(talent, PlanCode.FreelancerPlus)).Refusal.ShouldBeNull();
        (await marketplace.MembershipAsync(talent)).NextPlan.ShouldBeNull();
        (await marketplace.ChangePlanAsync(talent, PlanCode.FreelancerPlus)).Refusal.ShouldBeOfType<WrongState>().State.ShouldBe("FREELANCER_PLUS");

        await marketplace.ChangePlanAsync(talent, PlanCode.FreelancerBasic);
        await marketplace.AdvanceToAsync(cycle.CycleEnd.AddMinutes(1));
        await RunAsync();
        var basic = await marketplace.MembershipAsync(talent);
        (basic.Plan, basic.NextPlan, basic.CycleStart).ShouldBe((PlanCode.FreelancerBasic, null, cycle.CycleEnd));
        (await marketplace.HistoryAsync(talent)).Select(l => l.Connects).ShouldBe([10L, 70L]);
        (await marketplace.FeesAsync(talent)).Length.ShouldBe(1);
        await marketplace.BooksAreRightAsync();
    }

    [Fact]
    public async Task PLN_14_PLN_15_PLN_16_an_agency_reaches_Basic_by_downgrade_alone_buys_nothing_there_and_gets_10_Connects_once_ever()
    {
        await marketplace.AdvanceToAsync(marketplace.Next(4, 1));
        var agency = await marketplace.AgencyAsync();
        (await marketplace.MembershipAsync(agency)).Plan.ShouldBe(PlanCode.AgencyPlus);
        await marketplace.ChangePlanAsync(agency, PlanCode.AgencyBasic);
        (await marketplace.WalletAsync(agency)).Balance.ShouldBe(0);
        await NextCycleAsync(agency);
        (await marketplace.MembershipAsync(agency)).Plan.ShouldBe(PlanCode.AgencyBasic);
        (await marketplace.WalletAsync(agency)).Balance.ShouldBe(10);
        (await marketplace.TryBuyAsync(agency, 10, "no")).Refusal.ShouldBeOfType<BundleNotAvailable>().Message.ShouldContain("Agency Plus");

        // From the first of May, ten of 31 days have passed: 21/31 of $20, and no Connects.
        await marketplace.AdvanceToAsync((await marketplace.MembershipAsync(agency)).CycleStart.AddDays(10).AddHours(1));
        (await marketplace.ChangePlanAsync(agency, PlanCode.AgencyPlus)).Refusal.ShouldBeNull();
        (await marketplace.FeesAsync(agency)).Select(f => f.Cents).ShouldBe([2000L, 1355L]);
        (await marketplace.WalletAsync(agency)).Balance.ShouldBe(10);
        (await marketplace.TryBuyAsync(agency, 10, "yes")).Refusal.ShouldBeNull();

        await marketplace.ChangePlanAsync(agency, PlanCode.AgencyBasic);
        await NextCycleAsync(agency);
        await NextCycleAsync(agency);
        (await marketplace.WalletAsync(agency)).Balance.ShouldBe(20);
        (await marketplace.HistoryAsync(agency)).Count(l => l.Kind == TransactionKind.Grant).ShouldBe(1);
        await marketplace.BooksAreRightAsync();
    }

    [Fact]
    public async Task Going_up_and_down_within_a_cycle_grants_and_charges_once()
    {
        var talent = await PlusAsync();
        for (var i = 0; i < 5; i++)
        {
            (await marketplace.ChangePlanAsync(talent, PlanCode.FreelancerBasic)).Refusal.ShouldBeNull();
            (await marketplace.ChangePlanAsync(talent, PlanCode.FreelancerPlus)).Refusal.ShouldBeNull();
        }

        (await marketplace.HistoryAsync(talent)).ShouldHaveSingleItem().Connects.ShouldBe(70);
        (await marketplace.FeesAsync(talent)).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Up_and_down_over_months_brings_no_month_twice()
    {
        var talent = await FreelancerSinceAsync(4, 1);
        for (var month = 0; month < 4; month++)
        {
            (await marketplace.ChangePlanAsync(talent, PlanCode.FreelancerPlus)).Refusal.ShouldBeNull();
            (await marketplace.ChangePlanAsync(talent, PlanCode.FreelancerBasic)).Refusal.ShouldBeNull();
            await NextCycleAsync(talent);
        }

        // Each month: its grant of Basic, and the upgrade that was paid for on its first day.
        (await marketplace.HistoryAsync(talent)).Select(l => l.Connects).Reverse().ShouldBe([70L, 10L, 70L, 10L, 70L, 10L, 70L, 10L]);
        (await marketplace.FeesAsync(talent)).Select(f => f.Cents).ShouldBe([1499L, 1499L, 1499L, 1499L]);
        await marketplace.BooksAreRightAsync();
    }

    [Theory]
    [InlineData("decline")]
    [InlineData("late")]
    public async Task A_declined_or_late_payment_changes_nothing_and_the_key_may_be_used_again(string token)
    {
        var talent = await marketplace.FreelancerAsync();

        (await marketplace.ChangePlanAsync(talent, PlanCode.FreelancerPlus, token: token, key: "once")).Refusal.ShouldBeOfType<PaymentDeclined>();
        (await marketplace.MembershipAsync(talent)).Plan.ShouldBe(PlanCode.FreelancerBasic);
        (await marketplace.FeesAsync(talent)).ShouldBeEmpty();

        (await marketplace.ChangePlanAsync(talent, PlanCode.FreelancerPlus, PaymentMethod.Paypal, "good", "once")).Refusal.ShouldBeNull();
        (await marketplace.ChangePlanAsync(talent, PlanCode.FreelancerPlus, PaymentMethod.Paypal, "good", "once")).Refusal.ShouldBeNull();
        (await marketplace.ChangePlanAsync(talent, PlanCode.FreelancerBasic, key: "once")).Refusal.ShouldBeOfType<IdempotencyConflict>();
        (await marketplace.FeesAsync(talent)).Length.ShouldBe(1);
        (await marketplace.MembershipAsync(talent)).FeeMethod.ShouldBe(PaymentMethod.Paypal);
        await marketplace.BooksAreRightAsync();
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task A_host_that_dies_around_the_charge_leaves_an_upgrade_that_a_retry_or_the_sweep_finishes_once(bool charged, bool retried)
    {
        var talent = await marketplace.FreelancerAsync();
        (line.BreaksAfter, line.BreaksBefore) = charged ? (1, 0) : (0, 1);
        await Should.ThrowAsync<AggregateException>(() => marketplace.ChangePlanAsync(talent, PlanCode.FreelancerPlus, key: "cut"));
        (await marketplace.MembershipAsync(talent)).Plan.ShouldBe(PlanCode.FreelancerBasic);

        if (retried)
            (await marketplace.ChangePlanAsync(talent, PlanCode.FreelancerPlus, key: "cut")).Refusal.ShouldBeNull();
        else
            await RunAsync();

        (await marketplace.MembershipAsync(talent)).Plan.ShouldBe(PlanCode.FreelancerPlus);
        (await marketplace.HistoryAsync(talent)).ShouldHaveSingleItem().Connects.ShouldBe(70);
        (await marketplace.FeesAsync(talent)).Length.ShouldBe(1);
        (await marketplace.OwnerAsync("select count(*) || ' ' || sum(amount_cents) from marketplace.sandbox_charge")).ShouldBe("1 1499");
        (await marketplace.ChangePlanAsync(talent, PlanCode.FreelancerPlus, key: "another")).Refusal.ShouldBeOfType<WrongState>();
        await marketplace.BooksAreRightAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Many_upgrades_at_once_are_one_charge_and_one_lot(bool sameKey)
    {
        var talent = await marketplace.FreelancerAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => marketplace.ChangePlanAsync(talent, PlanCode.FreelancerPlus, key: sameKey ? "one" : $"one-{i}")));

        outcomes.Count(o => o.Refusal is null).ShouldBe(sameKey ? 8 : 1);
        outcomes.Where(o => o.Refusal is not null).ShouldAllBe(o => o.Refusal is WrongState);
        (await marketplace.HistoryAsync(talent)).ShouldHaveSingleItem().Connects.ShouldBe(70);
        (await marketplace.FeesAsync(talent)).Length.ShouldBe(1);
        (await marketplace.OwnerAsync("select count(*) from marketplace.sandbox_charge")).ShouldBe(1L);
        await marketplace.BooksAreRightAsync();
    }

    [Fact]
    public async Task A_plan_of_another_kind_of_account_somebody_elses_account_and_a_suspended_one_are_refused()
    {
        var (talent, agency, client) = (await marketplace.FreelancerAsync(), await marketplace.AgencyAsync(), await marketplace.ClientAsync());

        (await marketplace.ChangePlanAsync(talent, PlanCode.AgencyPlus)).Refusal.ShouldBeOfType<WrongState>();
        (await marketplace.ChangePlanAsync(agency, PlanCode.FreelancerPlus)).Refusal.ShouldBeOfType<WrongState>();
        (await ChangeAsync(client.AccountId, client)).Refusal.ShouldBeOfType<WrongState>();
        (await ChangeAsync(agency.AccountId, talent)).Refusal.ShouldBeOfType<Forbidden>();
        (await ChangeAsync(new AccountId(999_999_999), talent)).Refusal.ShouldBeOfType<NotFound>();
        (await marketplace.ChangePlanAsync(talent, PlanCode.FreelancerPlus, key: "")).Refusal.ShouldBeOfType<Invalid>();
        await marketplace.With<AccountStanding, Outcome<Account>>(s => s.SuspendAsync(talent.AccountId, false, "A test.", "tester", CancellationToken.None));
        (await marketplace.ChangePlanAsync(talent, PlanCode.FreelancerPlus)).Refusal.ShouldBeOfType<AccountNotActive>();
        line.Asked.ShouldBe(1);
    }

    [Fact]
    public async Task A_cycle_date_that_has_come_is_gone_through_before_a_change_is_made()
    {
        var talent = await FreelancerSinceAsync(4, 1);
        var cycle = await marketplace.MembershipAsync(talent);
        await marketplace.AdvanceToAsync(cycle.CycleEnd.AddHours(1));

        (await marketplace.ChangePlanAsync(talent, PlanCode.FreelancerPlus)).Refusal.ShouldBeNull();

        (await marketplace.HistoryAsync(talent)).Select(l => l.Connects).ShouldBe([70L, 10L]);
        (await marketplace.MembershipAsync(talent)).CycleStart.ShouldBe(cycle.CycleEnd);
    }

    [Fact]
    public async Task PLN_02_PLN_18_a_price_and_an_allotment_of_tomorrow_leave_todays_cycle_alone()
    {
        var from = marketplace.Next(4, 6);
        await using var changing = await TestMarketplace.StartAsync(PlanMarketplace.With(from, plans =>
        {
            foreach (var plan in plans.Select(p => p!.AsObject()))
            {
                if ((string)plan["code"]! == "FREELANCER_PLUS")
                    (plan["monthlyPriceCents"], plan["monthlyPaidConnects"]) = (2999, 140);
                if ((string)plan["code"]! == "FREELANCER_BASIC")
                    plan["monthlyFreeConnects"] = 20;
            }
        }));
        await changing.AdvanceToAsync(from.AddDays(-5));
        var (upgrading, basic) = (await changing.FreelancerAsync(), await changing.FreelancerAsync());
        var cycle = await changing.MembershipAsync(upgrading);
        // The new price is in force, the cycle is older: ten of its 30 days have passed.
        await changing.AdvanceToAsync(cycle.CycleStart.AddDays(10).AddHours(1));

        (await changing.ChangePlanAsync(upgrading, PlanCode.FreelancerPlus)).Refusal.ShouldBeNull();
        (await changing.WalletAsync(upgrading)).Balance.ShouldBe(47);
        await changing.AdvanceToAsync(cycle.CycleEnd.AddHours(1));
        (await changing.RunAsync("grant-monthly")).Outcome.ShouldBe(RunOutcome.Succeeded);

        (await changing.FeesAsync(upgrading)).Select(f => f.Cents).ShouldBe([999L, 2999L]);
        (await changing.HistoryAsync(upgrading)).Select(l => l.Connects).ShouldBe([150L, 47L]);
        (await changing.HistoryAsync(basic)).Select(l => l.Connects).ShouldBe([20L]);
        await changing.BooksAreRightAsync();
    }

    private Task<Outcome<Account>> ChangeAsync(AccountId account, Account caller) =>
        marketplace.With<Marketplace.Plans.PlanChange, Outcome<Account>>(plans => plans.ChangeAsync(
            new Marketplace.Plans.PlanOrder(account, PlanCode.AgencyPlus, PaymentMethod.Card, null, "k"), TestMarketplace.CallerOf(caller), CancellationToken.None));

    private async Task<Freelancer> FreelancerSinceAsync(int month, int day)
    {
        await marketplace.AdvanceToAsync(marketplace.Next(month, day));
        return await marketplace.FreelancerAsync();
    }

    private async Task<Freelancer> PlusAsync()
    {
        var talent = await marketplace.FreelancerAsync();
        (await marketplace.ChangePlanAsync(talent, PlanCode.FreelancerPlus)).Refusal.ShouldBeNull();
        return talent;
    }

    private async Task NextCycleAsync(Talent talent)
    {
        await marketplace.AdvanceToAsync((await marketplace.MembershipAsync(talent)).CycleEnd.AddMinutes(1));
        await RunAsync();
    }

    private async Task<int> RunAsync()
    {
        var run = await marketplace.RunAsync("grant-monthly");
        run.Outcome.ShouldBe(RunOutcome.Succeeded, run.Error);
        return run.Processed;
    }
}
