using Console.Tests.Support;
using Microsoft.Playwright;

namespace Console.Tests.Pages;

/// <summary>The frame around the pages.</summary>
public sealed class ShellTests(Browser browser)
{
    [Fact]
    public async Task Each_page_names_the_tab_and_takes_the_focus_and_one_that_cannot_be_loaded_leaves_the_way_to_the_others()
    {
        await using var visit = await Visit.OpenAsync(browser);
        await visit.SignInAsync("Product manager");
        await IsAtAsync(visit, "Experiments");
        await visit.Link("Flags").ClickAsync();
        await IsAtAsync(visit, "Flags");
        await visit.Link("connects-rate-card").ClickAsync();
        await IsAtAsync(visit, "connects-rate-card");

        await visit.Page.RouteAsync("**/assets/LedgerPage-*.js", route => route.AbortAsync());
        await visit.Link("Ledger").ClickAsync();
        await IsAtAsync(visit, "This page could not be loaded");
        await visit.Link("Scheduled jobs").ClickAsync();
        await IsAtAsync(visit, "Scheduled jobs");
        await visit.Link("Ledger").ClickAsync();
        await visit.Page.UnrouteAllAsync();
        await visit.Button("Load the page again").ClickAsync();
        await IsAtAsync(visit, "Ledger");

        await visit.GoAsync("nowhere");
        await IsAtAsync(visit, "There is no such page");
        await visit.Link("To the experiments").ClickAsync();
        await IsAtAsync(visit, "Experiments");
    }

    private static Task IsAtAsync(Visit visit, string title) =>
        visit.Page.WaitForFunctionAsync("title => document.title === `${title} · Connects console` && document.activeElement?.tagName === 'H1' && document.activeElement.textContent === title", title);
}
