using Marketplace.Accounts;
using Marketplace.ScheduledJobs;
using Marketplace.Wallets;
using Testing;

namespace Marketplace.Tests.Wallets;

/// <summary>A discrepancy of one, planted where the guards do not look, is found.</summary>
public sealed class LedgerCheckTests : IAsyncLifetime
{
    private TestMarketplace marketplace = null!;
    private Talent talent = null!;

    public async ValueTask InitializeAsync()
    {
        marketplace = await TestMarketplace.StartAsync();
        talent = await marketplace.FreelancerAsync();
        await marketplace.BuyAsync(talent, 20);
        await marketplace.EarnAsync(talent, 500);
        await marketplace.SubmitAsync(talent, await marketplace.JobAsync(await marketplace.ClientAsync()));
    }

    public ValueTask DisposeAsync() => marketplace.DisposeAsync();

    [Fact]
    public async Task The_nightly_check_of_sound_books_succeeds_and_counts_the_wallets()
    {
        var run = await marketplace.RunAsync("check-ledger");

        (run.Outcome, run.Processed).ShouldBe((RunOutcome.Succeeded, 3));
    }

    [Theory]
    [InlineData("update marketplace.wallet set paid = paid + 1 where asset = 'CONNECTS'", "Connects wallet {0} holds 19 paid and 0 free, its entries say 18 and 0")]
    [InlineData("update marketplace.wallet set paid = paid - 1 where asset = 'USD' and paid > 0", "cash wallet {0} holds 499, its entries say 500")]
    [InlineData("update marketplace.lot set remaining = remaining + 1", "lot {0}-")]
    [InlineData("update marketplace.ledger_entry set amount = amount + 1 where system_account = 'SPENT'", "sums to 1 CONNECTS")]
    [InlineData("update marketplace.ledger_transaction set connects_after = connects_after + 1 where kind = 'SPEND'", "history of account {0} says 19")]
    [InlineData("update marketplace.slice set spent = spent + 1", "slices of transaction {0}-")]
    [InlineData("update marketplace.proposal set connects_spent = connects_spent + 1", "proposal {0}-")]
    [InlineData("update marketplace.wallet set shortfall = 1 where asset = 'CONNECTS'", "Connects wallet {0} is 1 Connects short, its entries say 0")]
    [InlineData("update marketplace.purchase set connects = connects + 1", "purchase {0}-")]
    [InlineData("update marketplace.ledger_entry set balance_before = balance_before + 1, balance_after = balance_after + 1 where chain > 0 and seq = 2", "entry {0}-")]
    [InlineData("update marketplace.ledger_transaction set cash_after = cash_after + 1 where kind = 'EARNING'", "cash history of account {0} says 501")]
    [InlineData("delete from marketplace.ledger_entry where system_account = 'SPENT'", "has 1 entries")]
    [InlineData("insert into marketplace.ledger_transaction (account_id, kind, reference, description, lot_number, effective_at) select account_id, 'EXPIRY', 'x', 'x', number, now() from marketplace.lot", "has expired and holds 18")]
    [InlineData("insert into marketplace.payment (account_id, contract_number, client_id, amount_cents, charge_reference, paid_at) select account_id, 1, account_id, 500, 'x', now() from marketplace.lot", "payment {0}-")]
    [InlineData("insert into marketplace.payment (account_id, contract_number, client_id, amount_cents, refunded_cents, charge_reference, paid_at) select account_id, 1, account_id, 500, 1, 'x', now() from marketplace.lot", "account {0} gave back 1 cents")]
    [InlineData("insert into marketplace.referral_reward (account_id, referral_number, key, occurrence, attempt, side, payee_id, asset, amount) select account_id, 1, 'k', '1', 1, 'REFERRER', account_id, 'USD', 1 from marketplace.lot", "account {0} has 1 cents of rewards on hold, its entries say 0")]
    [InlineData("insert into marketplace.referral_debt (account_id, cents) select account_id, 1 from marketplace.lot", "account {0} owes 1 cents of rewards, of 0 its entries repaid 0")]
    [InlineData("insert into marketplace.interview_reward (account_id, proposal_number, state, won_at, randomized, awarded, credited_at) select account_id, number, 'GRANTED', now(), false, 1, now() from marketplace.proposal", "interview {0}-")]
    public async Task A_planted_discrepancy_of_one_is_found_and_fails_the_nightly_run(string plant, string found)
    {
        await marketplace.Database.WithoutGuardsAsync(plant);

        var run = await marketplace.RunAsync("check-ledger");

        run.Outcome.ShouldBe(RunOutcome.Failed);
        run.Error!.ShouldContain(string.Format(System.Globalization.CultureInfo.InvariantCulture, found, talent.Id));
        (await marketplace.HealthAsync()).Balanced.ShouldBeFalse();
    }

    [Fact]
    public async Task Chunks_of_one_account_find_what_one_chunk_of_all_finds_and_add_up_to_the_same()
    {
        await marketplace.BuyAsync(await marketplace.FreelancerAsync(), 40);
        await marketplace.Database.WithoutGuardsAsync("update marketplace.wallet set paid = paid + 1 where asset = 'CONNECTS'");
        var chunks = new List<long>();

        var whole = await marketplace.HealthAsync();
        var parts = await marketplace.With<LedgerCheck, LedgerHealth>(check => check.RunAsync(CancellationToken.None, wallets => { chunks.Add(wallets); return Task.CompletedTask; }, accountsAtOnce: 1));

        parts.Discrepancies.ShouldBe(whole.Discrepancies);
        parts.Discrepancies.Count.ShouldBe(2);
        (parts.ConnectsIssued, parts.ConnectsOutstanding, parts.ConnectsSpent, parts.WalletsChecked).ShouldBe((whole.ConnectsIssued, whole.ConnectsOutstanding, whole.ConnectsSpent, whole.WalletsChecked));
        (parts.ConnectsIssued, parts.ConnectsOutstanding, parts.ConnectsSpent).ShouldBe((60, 58, 2));
        chunks.ShouldBe([2, 3, 5]);
    }

    [Fact]
    public async Task A_nightly_run_that_was_cut_short_is_gone_on_with_and_forgets_nothing_that_it_found()
    {
        var first = await marketplace.AsOwnerAsync<long>("select min(account_id) from marketplace.wallet");
        await marketplace.Database.WithoutGuardsAsync("update marketplace.lot set remaining = remaining + 1");
        await BegunAsync(first, "now() - interval '1 hour'");

        var run = await marketplace.RunAsync("check-ledger");

        run.Outcome.ShouldBe(RunOutcome.Failed);
        // The two wallets of the first account were re-added before; what the lots of that account say is not looked at again.
        (run.Processed, run.Total, run.Error).ShouldBe((3, 3, "1 discrepancies: found before the node stopped"));
        // The next one begins anew and finds what there is.
        (await marketplace.RunAsync("check-ledger")).Error!.ShouldContain($"lot {talent.Id}-");
    }

    [Fact]
    public async Task What_was_checked_the_day_before_is_checked_again()
    {
        await BegunAsync(long.MaxValue, "now() - interval '21 hours'");

        var run = await marketplace.RunAsync("check-ledger");

        (run.Outcome, run.Processed).ShouldBe((RunOutcome.Succeeded, 3));
    }

    private Task BegunAsync(long after, string began) => marketplace.AsOwnerAsync<long>($"""
        insert into marketplace.ledger_check_pass (began_at, after_account, wallets, discrepancies)
        values ({began}, {after}, {(after == long.MaxValue ? 3 : 2)}, array['found before the node stopped']) returning id
        """);
}
