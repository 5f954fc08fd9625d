using Marketplace.Accounts;
using Marketplace.Wallets;
using Npgsql;
using Testing;

namespace Marketplace.Tests.Database;

/// <summary>The functions that every feature posts with, called as their owner.</summary>
public sealed class PostingTests : IAsyncLifetime
{
    private TestMarketplace marketplace = null!;

    public async ValueTask InitializeAsync() => marketplace = await TestMarketplace.StartAsync();

    public ValueTask DisposeAsync() => marketplace.DisposeAsync();

    [Fact]
    public async Task A_grant_of_two_lots_is_one_line_and_granting_again_grants_nothing()
    {
        var talent = await marketplace.FreelancerAsync();
        var grants = $"array[{Grant(talent, "PLAN", "PAID", 70, "2026-12")}, {Grant(talent, "PLAN", "FREE", 10, "2026-12")}]";

        (await GrantAsync(grants)).ShouldBe([talent.Id]);
        (await GrantAsync(grants)).ShouldBeEmpty();

        var line = (await marketplace.HistoryAsync(talent)).ShouldHaveSingleItem();
        (line.Kind, line.Connects, line.ConnectsAfter).ShouldBe((TransactionKind.Grant, 80L, 80L));
        (await marketplace.LotsAsync(talent)).Select(l => (l.Kind, l.Remaining)).ShouldBe([(LotKind.Paid, 70), (LotKind.Free, 10)]);
        (await marketplace.HealthAsync()).Discrepancies.ShouldBeEmpty();
    }

    [Fact]
    public async Task Many_accounts_and_several_lines_of_one_are_written_by_one_call_with_running_balances()
    {
        var first = await marketplace.FreelancerAsync();
        var second = await marketplace.FreelancerAsync();

        var granted = await GrantAsync(
            $"array[{Grant(first, "COURTESY", "FREE", 10, "a")}, {Grant(first, "RISING_TALENT", "FREE", 30, "b")}, {Grant(second, "COURTESY", "FREE", 5, "a")}, {Grant(second, "COURTESY", "FREE", 5, "a")}]");

        granted.Order().ShouldBe([first.Id, second.Id]);
        (await marketplace.HistoryAsync(first)).Select(l => l.ConnectsAfter).Order().ShouldBe([10L, 40L]);
        (await marketplace.HistoryAsync(second)).Select(l => l.ConnectsAfter).ShouldBe([5L]);
        (await marketplace.HealthAsync()).Discrepancies.ShouldBeEmpty();
    }

    [Fact]
    public async Task Cash_comes_and_goes_and_never_below_zero()
    {
        var talent = await marketplace.FreelancerAsync();
        await CashAsync(talent, 500);
        await CashAsync(talent, -200);

        var refused = await Should.ThrowAsync<PostgresException>(() => CashAsync(talent, -301));

        refused.SqlState.ShouldBe(PostgresErrorCodes.CheckViolation);
        (await ScalarAsync($"select paid from marketplace.wallet where account_id = {talent.Id} and asset = 'USD'")).ShouldBe(300L);
        (await marketplace.HealthAsync()).Discrepancies.ShouldBeEmpty();
    }

    [Fact]
    public async Task Forfeiting_takes_every_lot_one_line_each_and_books_what_had_ended_as_expired()
    {
        var talent = await marketplace.FreelancerAsync();
        await marketplace.BuyAsync(talent, 10);
        await marketplace.AdvanceAsync(TimeSpan.FromDays(300));
        await marketplace.BuyAsync(talent, 20);
        await marketplace.BuyAsync(talent, 40);
        await marketplace.AdvanceAsync(TimeSpan.FromDays(100));

        (await ScalarAsync($"select marketplace.forfeit_lots({talent.Id}, '{marketplace.Clock.GetUtcNow():O}')")).ShouldBe(2);

        var history = await marketplace.HistoryAsync(talent);
        history.Where(l => l.Kind == TransactionKind.Forfeit).Select(l => l.Connects).Order().ShouldBe([-40L, -20L]);
        history.Count(l => l.Kind == TransactionKind.Expiry).ShouldBe(1);
        var health = await marketplace.HealthAsync();
        health.Discrepancies.ShouldBeEmpty();
        (health.ConnectsOutstanding, health.ConnectsForfeited, health.ConnectsExpired).ShouldBe((0, 60, 10));
    }

    [Fact]
    public async Task A_notice_is_said_once_by_bell_and_by_email()
    {
        var talent = await marketplace.FreelancerAsync();
        var notice = $"array[row({talent.Id}, 'GENERAL', 'Hello', 'Welcome.', 'welcome', 'general', null)::marketplace.notice]";

        (await ScalarAsync($"select marketplace.notify_accounts({notice}, now())")).ShouldBe(1);
        (await ScalarAsync($"select marketplace.notify_accounts({notice}, now())")).ShouldBe(0);

        (await ScalarAsync($"select count(*) from marketplace.notification where account_id = {talent.Id}")).ShouldBe(1L);
        (await ScalarAsync($"select data->>'body' from marketplace.outbox where account_id = {talent.Id} and template = 'general'")).ShouldBe("Welcome.");
    }

    private string Grant(Talent talent, string origin, string kind, int connects, string period)
    {
        var issued = marketplace.Clock.GetUtcNow();
        return $"row({talent.Id}, '{origin}', '{kind}', {connects}, 0, '{period}', 'GRANT', '{origin}:{period}', 'A grant', null, null, null, "
            + $"'{issued:O}', '{issued.AddYears(1):O}')::marketplace.connects_grant";
    }

    private async Task<long[]> GrantAsync(string grants) => (long[])(await ScalarAsync($"select marketplace.grant_connects({grants})"))!;

    private Task<object?> CashAsync(Talent talent, int cents) =>
        ScalarAsync($"select marketplace.post_cash({talent.Id}, '{(cents > 0 ? "EARNING" : "WITHDRAWAL")}', {cents}, 'EARNINGS', 'test', 'A test', null, now())");

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var command = marketplace.Owner.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
