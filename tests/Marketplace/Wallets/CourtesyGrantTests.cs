using Marketplace.Accounts;
using Marketplace.Wallets;
using Testing;

namespace Marketplace.Tests.Wallets;

public sealed class CourtesyGrantTests : IAsyncLifetime
{
    private TestMarketplace marketplace = null!;

    public async ValueTask InitializeAsync() => marketplace = await TestMarketplace.StartAsync();

    public ValueTask DisposeAsync() => marketplace.DisposeAsync();

    [Fact]
    public async Task GRT_10_support_gives_free_Connects_with_a_reason_that_the_audit_log_keeps()
    {
        var talent = await marketplace.FreelancerAsync();

        var lot = (await GrantAsync(talent, 10, "first")).Value!;

        (lot.Kind, lot.Origin, lot.Remaining, lot.ExpiresAt).ShouldBe((LotKind.Free, LotOrigin.Courtesy, 10, lot.IssuedAt.AddYears(1)));
        (await marketplace.HistoryAsync(talent)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(l => l.Kind.ShouldBe(TransactionKind.Courtesy), l => l.Description.ShouldBe("Courtesy Connects"));
        (await marketplace.AsOwnerAsync<string>("select actor || ': ' || reason from experiments.audit_entry where action = 'grantCourtesyConnects'")).ShouldBe("support-1: Hired without an interview.");
        (await marketplace.AsOwnerAsync<long>($"select count(*) from marketplace.notification n join marketplace.outbox o using (account_id) where n.kind = 'CONNECTS_AWARDED' and o.template = 'connects-awarded' and account_id = {talent.Id}")).ShouldBe(1);
        (await marketplace.HealthAsync()).Discrepancies.ShouldBeEmpty();
    }

    [Fact]
    public async Task GRT_10_thirty_in_thirty_rolling_days_and_no_more_until_the_first_are_thirty_days_old()
    {
        var talent = await marketplace.FreelancerAsync();
        await GrantAsync(talent, 10, "first");
        await marketplace.AdvanceAsync(TimeSpan.FromDays(10));
        await GrantAsync(talent, 15, "second");

        (await GrantAsync(talent, 6, "over")).Refusal.ShouldBeOfType<Invalid>().ShouldSatisfyAllConditions(
            r => r.Field.ShouldBe("connects"), r => r.Message.ShouldBe("A talent gets at most 30 courtesy Connects in 30 days; this one may get 5 more."));
        await marketplace.AdvanceAsync(TimeSpan.FromDays(20));
        (await GrantAsync(talent, 15, "later")).Value.ShouldNotBeNull();
        (await marketplace.WalletAsync(talent)).Balance.ShouldBe(40);
    }

    [Fact]
    public async Task GRT_10_six_grants_of_ten_at_once_stop_at_the_cap()
    {
        var talent = await marketplace.FreelancerAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => GrantAsync(talent, 10, $"race-{i}")));

        answers.Count(a => a.Value is not null).ShouldBe(3);
        (await marketplace.WalletAsync(talent)).Balance.ShouldBe(30);
        (await marketplace.HealthAsync()).Discrepancies.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_grant_asked_for_again_answers_the_same_lot_and_another_under_its_key_is_a_conflict()
    {
        var talent = await marketplace.FreelancerAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => GrantAsync(talent, 10, "once")));

        answers.Select(a => a.Value!.Number).Distinct().ShouldHaveSingleItem();
        (await GrantAsync(talent, 9, "once")).Refusal.ShouldBeOfType<IdempotencyConflict>();
        (await marketplace.WalletAsync(talent)).Balance.ShouldBe(10);
    }

    [Theory]
    [InlineData(0, "Because.", "connects")]
    [InlineData(31, "Because.", "connects")]
    [InlineData(10, "  ", "reason")]
    public async Task Nonsense_is_refused_by_its_field(int connects, string reason, string field) =>
        (await GrantAsync(await marketplace.FreelancerAsync(), connects, "key", reason)).Refusal.ShouldBeOfType<Invalid>().Field.ShouldBe(field);

    [Fact]
    public async Task Clients_have_no_wallet_of_Connects_and_a_suspended_talent_gets_none()
    {
        var suspended = await marketplace.FreelancerAsync();
        await marketplace.With<AccountStanding, Outcome<Account>>(s => s.SuspendAsync(suspended.AccountId, false, "Checked.", "tester", CancellationToken.None));

        (await GrantAsync(await marketplace.ClientAsync(), 10, "client")).Refusal.ShouldBeOfType<NotFound>();
        (await GrantAsync(suspended, 10, "suspended")).Refusal.ShouldBe(new AccountNotActive(AccountStatus.Suspended));
    }

    private Task<Outcome<Lot>> GrantAsync(Account talent, int connects, string key, string reason = "Hired without an interview.") =>
        marketplace.With<CourtesyGrants, Outcome<Lot>>(c => c.GrantAsync(new CourtesyGrant(talent.AccountId, connects, reason, key), "support-1", CancellationToken.None));
}
