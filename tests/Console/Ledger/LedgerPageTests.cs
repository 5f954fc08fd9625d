using Console.Tests.Support;
using Microsoft.Playwright;
using Testing;

namespace Console.Tests.Ledger;

public sealed class LedgerPageTests(Browser browser)
{
    [Fact]
    public async Task The_books_balance_and_their_totals_add_up()
    {
        await using var visit = await Visit.OpenAsync(browser);
        var talent = await MarketplaceClient.FreelancerAsync(visit.Host);
        await talent.BuyAsync(40);
        await visit.SignInAsync("Support", "ledger");
        await visit.ShowsAsync("The books balance");
        await visit.Page.GetByRole(AriaRole.Group, new() { NameString = "Outstanding" }).GetByText("40", new() { Exact = true }).WaitForAsync();
        await visit.ShowsAsync("40 + 0 + 0 + 0 = 40, which is what was issued.");

        await talent.BuyAsync(20);
        await visit.Button("Check again").ClickAsync();
        await visit.ShowsAsync("60 + 0 + 0 + 0 = 60, which is what was issued.");
    }
}
