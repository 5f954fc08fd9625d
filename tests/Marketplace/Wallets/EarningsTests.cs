using Marketplace.Accounts;
using Marketplace.Payments;
using Marketplace.Wallets;
using Testing;

namespace Marketplace.Tests.Wallets;

public sealed class EarningsTests : IAsyncLifetime
{
    private TestMarketplace marketplace = null!;

    public async ValueTask InitializeAsync() => marketplace = await TestMarketplace.StartAsync();

    public ValueTask DisposeAsync() => marketplace.DisposeAsync();

    [Fact]
    public async Task PAY_04_up_to_15_dollars_are_set_aside_and_a_withdrawal_leaves_them()
    {
        var talent = await marketplace.FreelancerAsync();
        await marketplace.EarnAsync(talent, 10_000);

        (await ReserveAsync(talent, 1500)).Value!.Reserve.ShouldBe(new Money(1500));
        (await WithdrawAsync(talent, 8501, "too-much")).Refusal.ShouldBe(new InsufficientFunds(new Money(8501), new Money(8500)));
        (await WithdrawAsync(talent, 8500, "all")).Value!.Balance.ShouldBe(new Money(1500));

        (await HistoryAsync(talent)).Select(e => (e.Kind, e.Amount.Cents, e.BalanceAfter.Cents)).ShouldBe([(TransactionKind.Withdrawal, -8500L, 1500L), (TransactionKind.Earning, 10_000L, 10_000L)]);
        (await marketplace.AsOwnerAsync<long>("select sum(amount)::bigint from marketplace.ledger_entry where system_account = 'PAYOUTS'")).ShouldBe(8500);
        (await marketplace.HealthAsync()).Discrepancies.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1501)]
    [InlineData(-1)]
    public async Task PAY_04_a_reserve_beyond_the_policys_bound_is_refused_with_the_bound(long cents)
    {
        var refused = (await ReserveAsync(await marketplace.FreelancerAsync(), cents)).Refusal.ShouldBeOfType<Invalid>();

        (refused.Field, refused.Message).ShouldBe(("reserve", "A reserve of $0.00 to $15.00 is expected."));
    }

    [Fact]
    public async Task PAY_02_Connects_are_bought_from_earnings_and_from_the_reserve_too()
    {
        var talent = await marketplace.FreelancerAsync();
        await marketplace.EarnAsync(talent, 400);
        await ReserveAsync(talent, 400);

        (await marketplace.TryBuyAsync(talent, 20, "first", PaymentMethod.Earnings)).Value!.Purchase.State.ShouldBe(PurchaseState.Completed);
        (await marketplace.TryBuyAsync(talent, 10, "second", PaymentMethod.Earnings)).Refusal.ShouldBe(new InsufficientFunds(new Money(150), new Money(100)));

        (await HistoryAsync(talent))[0].ShouldSatisfyAllConditions(e => e.Kind.ShouldBe(TransactionKind.Purchase), e => e.Amount.ShouldBe(new Money(-300)), e => e.BalanceAfter.ShouldBe(new Money(100)));
        (await marketplace.HealthAsync()).Discrepancies.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_withdrawal_asked_for_eight_times_at_once_leaves_once_and_another_amount_under_its_key_is_a_conflict()
    {
        var talent = await marketplace.FreelancerAsync();
        await marketplace.EarnAsync(talent, 5000);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => WithdrawAsync(talent, 2000, "once")));

        answers.ShouldAllBe(a => a.Value!.Balance == new Money(3000));
        (await WithdrawAsync(talent, 2001, "once")).Refusal.ShouldBeOfType<IdempotencyConflict>();
        (await marketplace.HealthAsync()).Discrepancies.ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_two_withdrawals_of_everything_at_once_one_is_paid()
    {
        var talent = await marketplace.FreelancerAsync();
        await marketplace.EarnAsync(talent, 5000);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => WithdrawAsync(talent, 5000, $"race-{i}")));

        answers.Count(a => a.Value is not null).ShouldBe(1);
        answers.Where(a => a.Value is null).ShouldAllBe(a => a.Refusal is InsufficientFunds);
        (await HistoryAsync(talent))[0].BalanceAfter.Cents.ShouldBe(0);
    }

    [Fact]
    public async Task A_suspended_accounts_cash_waits_and_a_closed_ones_stays_payable_to_the_last_cent()
    {
        var suspended = await marketplace.FreelancerAsync();
        var closed = await marketplace.FreelancerAsync();
        foreach (var talent in new[] { suspended, closed })
        {
            await marketplace.EarnAsync(talent, 2000);
            await ReserveAsync(talent, 1500);
        }

        await StandingAsync(s => s.SuspendAsync(suspended.AccountId, false, "Checked.", "tester", CancellationToken.None));
        await StandingAsync(s => s.CloseAsync(closed.AccountId, TestMarketplace.CallerOf(closed), "tester", CancellationToken.None));

        (await WithdrawAsync(suspended, 100, "now")).Refusal.ShouldBe(new AccountNotActive(AccountStatus.Suspended));
        (await ReserveAsync(suspended, 0)).Refusal.ShouldBeOfType<Forbidden>();
        (await WithdrawAsync(closed, 2000, "now")).Value!.Balance.Cents.ShouldBe(0);
    }

    [Fact]
    public async Task Somebody_elses_earnings_stay_where_they_are()
    {
        var talent = await marketplace.FreelancerAsync();
        var stranger = await marketplace.FreelancerAsync();
        await marketplace.EarnAsync(talent, 2000);

        (await WithdrawAsync(talent, 100, "mine", stranger)).Refusal.ShouldBeOfType<Forbidden>();
        (await ReserveAsync(talent, 100, stranger)).Refusal.ShouldBeOfType<Forbidden>();
        (await WithdrawAsync(talent, 0, "nothing")).Refusal.ShouldBeOfType<Invalid>().Field.ShouldBe("amount");
        (await WithdrawAsync(talent, 100, "")).Refusal.ShouldBeOfType<Invalid>().Field.ShouldBe("idempotencyKey");
        (await HistoryAsync(talent)).Count.ShouldBe(1);
    }

    private Task<Outcome<CashWallet>> ReserveAsync(Account account, long cents, Account? caller = null) =>
        marketplace.With<Earnings, Outcome<CashWallet>>(e => e.SetReserveAsync(account.AccountId, new Money(cents), TestMarketplace.CallerOf(caller ?? account), CancellationToken.None));

    private Task<Outcome<CashWallet>> WithdrawAsync(Account account, long cents, string key, Account? caller = null) =>
        marketplace.With<Earnings, Outcome<CashWallet>>(e => e.WithdrawAsync(new Withdrawal(account.AccountId, new Money(cents), key), TestMarketplace.CallerOf(caller ?? account), CancellationToken.None));

    private Task<Outcome<Account>> StandingAsync(Func<AccountStanding, Task<Outcome<Account>>> change) => marketplace.With(change);

    private async Task<IReadOnlyList<CashEntry>> HistoryAsync(Account account) =>
        (await marketplace.With<CashReader, Marketplace.Database.Page<CashEntry>>(c => c.HistoryAsync(account.AccountId, new Marketplace.Database.PageRequest(100, null, false), CancellationToken.None))).Items;
}
