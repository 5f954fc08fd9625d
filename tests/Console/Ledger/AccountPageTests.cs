using System.Globalization;
using Console.Tests.Support;
using Microsoft.Playwright;
using Testing;

namespace Console.Tests.Ledger;

/// <summary>Support looks an account up, reads its wallet and gives it something.</summary>
public sealed class AccountPageTests(Browser browser)
{
    [Fact]
    public async Task An_account_is_found_by_its_email_and_gets_courtesy_Connects_once_though_the_first_answer_is_lost()
    {
        await using var visit = await Visit.OpenAsync(browser);
        var anna = await Person.RegisterAsync(visit.Host, "FREELANCER", "Anna Berg", "anna@example.org");
        await Person.RegisterAsync(visit.Host, "CLIENT", "Anna Bergman", "bergman@example.org");
        await anna.BuyAsync(40);
        await visit.SignInAsync("Support", "ledger");
        await visit.ShowsAsync("2 accounts");

        await FindAsync(visit, "Bergman", "Anna Bergman");
        await FindAsync(visit, anna.AccountId, "Anna Berg");
        await FindAsync(visit, "ANNA@example.org", "Anna Berg");
        await visit.Link("Anna Berg").ClickAsync();
        await visit.Heading("Anna Berg").WaitForAsync();
        await FigureAsync(visit, "Balance", "40");

        await visit.Button("Give courtesy Connects").ClickAsync();
        await visit.Button("Give them").ClickAsync();
        await visit.Dialog.GetByText("Say why").WaitForAsync();
        await visit.Dialog.GetByLabel("Reason").FillAsync("A job was taken down");
        await visit.Dialog.GetByLabel("Connects", new() { Exact = false }).FillAsync("100");
        await visit.Button("Give them").ClickAsync();
        await visit.Dialog.GetByText("1 to 30 Connects are expected.").WaitForAsync();
        await visit.Dialog.GetByLabel("Connects", new() { Exact = false }).FillAsync("20");
        await visit.Dialog.GetByText("goes from 40 to 60 Connects").WaitForAsync();

        var lost = false;
        await visit.Page.RouteAsync("**/graphql", async route =>
        {
            if (lost || route.Request.PostData?.Contains("mutation GrantCourtesyConnects", StringComparison.Ordinal) != true)
            {
                await route.ContinueAsync();
                return;
            }

            lost = true;
            await route.FetchAsync();
            await route.AbortAsync();
        });
        await visit.Button("Give them").ClickAsync();
        await visit.Dialog.GetByText("No connection").WaitForAsync();
        await visit.Button("Give them").ClickAsync();

        await visit.ShowsAsync("Anna Berg got 20 Connects");
        await FigureAsync(visit, "Balance", "60");
        await FigureAsync(visit, "Free", "20");
        await Table(visit, "Lots").GetByRole(AriaRole.Row).Filter(new() { HasTextString = "Courtesy" }).GetByText("20 of 20").WaitForAsync();
        var line = Table(visit, "History").GetByRole(AriaRole.Row).Nth(1);
        await line.GetByText("+20", new() { Exact = true }).WaitForAsync();
        await line.GetByText("60", new() { Exact = true }).WaitForAsync();
        (await anna.BalanceAsync()).ShouldBe(60);

        await visit.Button("Give courtesy Connects").ClickAsync();
        await visit.Dialog.GetByLabel("Connects", new() { Exact = false }).FillAsync("20");
        await visit.Dialog.GetByLabel("Reason").FillAsync("Again");
        await visit.Button("Give them").ClickAsync();
        await visit.Dialog.GetByText("A talent gets at most 30 courtesy Connects in 30 days; this one may get 10 more.").WaitForAsync();
        (await anna.BalanceAsync()).ShouldBe(60);
    }

    [Fact]
    public async Task A_history_is_narrowed_and_paged_and_its_file_adds_up_to_the_balance()
    {
        await using var visit = await Visit.OpenAsync(browser);
        var anna = await Person.RegisterAsync(visit.Host, "FREELANCER", "Anna Berg", "anna@example.org");
        for (var bought = 0; bought < 20; bought++)
            await anna.BuyAsync(10);
        var client = await MarketplaceClient.ClientAsync(visit.Host);
        var job = await client.PostJobAsync();
        (await anna.SubmitAsync(job))["errors"].ShouldBeNull();
        var balance = await anna.BalanceAsync();

        await visit.SignInAsync("Admin", $"ledger/accounts/{anna.AccountId}");
        await FigureAsync(visit, "Balance", balance.ToString(CultureInfo.InvariantCulture));
        var history = visit.Page.GetByRole(AriaRole.Region, new() { NameString = "History" });
        await history.GetByText("20 of 21 lines").WaitForAsync();
        await history.GetByRole(AriaRole.Button, new() { NameString = "Show more" }).ClickAsync();
        await history.GetByText("21 lines", new() { Exact = true }).WaitForAsync();
        (await Table(visit, "History").GetByRole(AriaRole.Row).CountAsync()).ShouldBe(22);

        await history.GetByText("Spend", new() { Exact = true }).First.ClickAsync();
        await history.GetByText("1 line", new() { Exact = true }).WaitForAsync();
        await Table(visit, "History").GetByText("Its lot", new() { Exact = true }).ClickAsync();
        await Table(visit, "History").GetByText("Purchase, paid, issued").WaitForAsync();
        await history.GetByLabel("From").FillAsync("2001-01-02");
        await history.GetByLabel("To").FillAsync("2001-01-02");
        await history.GetByText("There are no such lines.").WaitForAsync();
        await history.GetByLabel("From").FillAsync("2001-01-03");
        await history.GetByText("The first day is after the last one.").WaitForAsync();
        await history.GetByRole(AriaRole.Button, new() { NameString = "Show everything" }).ClickAsync();
        await history.GetByText("21 lines", new() { Exact = true }).WaitForAsync();
        await visit.Page.GetByLabel("Balance at another time (UTC)").FillAsync("2001-01-01T00:00");
        await visit.ShowsAsync("0 Connects on 1 Jan 2001, 00:00 UTC.");

        var saved = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Button("Save as CSV").ClickAsync());
        saved.SuggestedFilename.ShouldStartWith("connects-history-");
        var lines = await File.ReadAllLinesAsync(await saved.PathAsync());
        lines.Length.ShouldBe(22);
        var place = Array.IndexOf(lines[0].Split(','), "amount");
        lines.Skip(1).Sum(line => int.Parse(line.Split(',')[place], CultureInfo.InvariantCulture)).ShouldBe(balance);
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_may_not_read_wallets_sees_the_account_and_who_may_not_read_accounts_sees_why()
    {
        await using var visit = await Visit.OpenAsync(browser);
        var anna = await Person.RegisterAsync(visit.Host, "FREELANCER", "Anna Berg", "anna@example.org");
        await anna.BuyAsync(40);
        await visit.SignInAsync("Product manager", "ledger");
        await visit.ShowsAsync("Support and admins also see what wallets hold.");
        await visit.Link("Anna Berg").ClickAsync();
        await visit.ShowsAsync("Wallets, histories and earnings are for support and admins.");
        (await visit.Button("Give courtesy Connects").CountAsync()).ShouldBe(0);
        (await visit.Button("Suspend").CountAsync()).ShouldBe(0);

        await visit.SignInAgainAsync(await visit.Host.StaffAsync("TRUST_AND_SAFETY"));
        await visit.Button("Suspend").ClickAsync();
        await visit.Dialog.GetByLabel("Reason").FillAsync("Complaints");
        await visit.Dialog.GetByText("For good").ClickAsync();
        await visit.Dialog.GetByText("are forfeited").WaitForAsync();
        await visit.Dialog.GetByText("For a while").ClickAsync();
        await visit.Button("Suspend the account").ClickAsync();
        await visit.ShowsAsync("Anna Berg is suspended.");
        await visit.Button("Reinstate").ClickAsync();
        await visit.Dialog.GetByLabel("Reason").FillAsync("Unfounded");
        await visit.Button("Reinstate the account").ClickAsync();
        await visit.ShowsAsync("Anna Berg is active again.");

        await visit.SignInAgainAsync(anna.Token);
        await visit.GoAsync("ledger");
        await visit.ShowsAsync("Not for your role");
        (await visit.Link("Anna Berg").CountAsync()).ShouldBe(0);
    }

    private static async Task FindAsync(Visit visit, string text, string name)
    {
        await visit.Page.GetByLabel("Name, email or id").FillAsync(text);
        await visit.Button("Find").ClickAsync();
        var found = Table(visit, "Accounts found");
        await found.GetByRole(AriaRole.Row).Nth(2).WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await found.GetByRole(AriaRole.Link, new() { NameString = name, Exact = true }).WaitForAsync();
    }

    private static ILocator Table(Visit visit, string name) => visit.Page.GetByRole(AriaRole.Table, new() { NameString = name, Exact = true });

    private static Task FigureAsync(Visit visit, string name, string value) =>
        visit.Page.GetByRole(AriaRole.Group, new() { NameString = name, Exact = true }).GetByText(value, new() { Exact = true }).WaitForAsync();
}
