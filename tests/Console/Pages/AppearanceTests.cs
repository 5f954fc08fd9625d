using System.Text.Json;
using Console.Tests.Support;
using Microsoft.Playwright;
using Testing;

namespace Console.Tests.Pages;

/// <summary>Every page at both widths, light and dark: nothing serious for axe, nothing wider than the screen, and a picture to look at.</summary>
public sealed class AppearanceTests(Browser browser)
{
    private static readonly string[] Paths = ["experiments", "experiments/double-rate-card", "new-experiment", "flags", "flags/connects-rate-card", "ledger", "jobs", "no-such-page"];

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Every_page_is_readable_by_everybody(int width, ColorScheme scheme)
    {
        await using var visit = await Visit.OpenAsync(browser, width, scheme);
        await visit.Page.AddInitScriptAsync(scriptPath: Checkout.AxeScript);
        await PrepareAsync(visit.Host);
        await visit.GoAsync("experiments");
        await visit.Heading("Sign in").WaitForAsync();
        await LookAsync(visit, "sign-in", width, scheme);

        await visit.SignInAsync("Admin");
        foreach (var path in Paths)
        {
            await visit.GoAsync(path);
            await visit.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            await visit.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).WaitForAsync();
            await LookAsync(visit, path.Replace('/', '-'), width, scheme);
        }

        await visit.GoAsync("experiments/double-rate-card");
        await visit.Button("Stop").ClickAsync();
        await visit.Dialog.GetByLabel("Reason").WaitForAsync();
        await LookAsync(visit, "stop-dialog", width, scheme);
        await visit.Page.Keyboard.PressAsync("Escape");

        if (width < 768)
        {
            await visit.Button("Open the menu").ClickAsync();
            await visit.Link("Ledger").WaitForAsync();
            await LookAsync(visit, "menu", width, scheme);
        }

        visit.Complaints.ShouldBeEmpty();
    }

    private static async Task PrepareAsync(TestHost host)
    {
        var talent = await MarketplaceClient.FreelancerAsync(host);
        await talent.BuyAsync(40);
        var admin = await host.StaffAsync("ADMIN");
        var started = await host.MutateAsync("startExperiment", "experiment { state }", new { key = "double-rate-card", expectedVersion = 1, reason = "Agreed in the pricing review" }, admin);
        started["errors"].ShouldBeNull();
        await host.MutateAsync("runScheduledJob", "run { outcome }", new { name = "expire-connects" }, admin);
    }

    private static async Task LookAsync(Visit visit, string name, int width, ColorScheme scheme)
    {
        var place = $"{name}-{width}-{(scheme == ColorScheme.Dark ? "dark" : "light")}";
        await visit.Page.ScreenshotAsync(new() { Path = Path.Combine(Checkout.Screenshots, $"{place}.png"), FullPage = true });
        var found = await visit.Page.EvaluateAsync<JsonElement>("async () => (await axe.run(document, { resultTypes: ['violations'] })).violations.filter(v => v.impact === 'serious' || v.impact === 'critical').map(v => `${v.id}: ${v.nodes.map(n => n.target.join(' ')).join(', ')}`)");
        found.EnumerateArray().Select(violation => violation.GetString()).ShouldBeEmpty(place);
        (await visit.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > window.innerWidth")).ShouldBeFalse($"{place} is wider than the screen");
    }
}
