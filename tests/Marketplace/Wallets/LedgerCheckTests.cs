using Marketplace.Accounts;
using Marketplace.ScheduledJobs;
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
    public async Task A_planted_discrepancy_of_one_is_found_and_fails_the_nightly_run(string plant, string found)
    {
        await marketplace.Database.WithoutGuardsAsync(plant);

        var run = await marketplace.RunAsync("check-ledger");

        run.Outcome.ShouldBe(RunOutcome.Failed);
        run.Error!.ShouldContain(string.Format(System.Globalization.CultureInfo.InvariantCulture, found, talent.Id));
        (await marketplace.HealthAsync()).Balanced.ShouldBeFalse();
    }
}
