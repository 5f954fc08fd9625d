using Console.Tests.Support;
using Microsoft.Playwright;

namespace Console.Tests.Pages;

public sealed class KeyboardTests(Browser browser)
{
    [Fact]
    public async Task An_experiment_is_started_by_the_keyboard_alone()
    {
        await using var visit = await Visit.OpenAsync(browser);
        await visit.GoAsync("experiments");
        await visit.Heading("Sign in").WaitForAsync();
        await PressAsync(visit, visit.Page.GetByRole(AriaRole.Button, new() { NameString = "Product manager" }), "Enter");
        await PressAsync(visit, visit.Link("Double the rate card"), "Enter");
        await PressAsync(visit, visit.Button("Start"), "Enter");
        // The dialog takes the focus to the reason.
        await visit.Dialog.GetByLabel("Reason").WaitForAsync();
        await ReachAsync(visit, visit.Dialog.GetByLabel("Reason"));
        await visit.Page.Keyboard.TypeAsync("By keyboard");
        await PressAsync(visit, visit.Button("Start the experiment"), "Space");
        await visit.ShowsAsync("Half of the job categories charge");
    }

    [Fact]
    public async Task The_first_stop_leads_past_the_menu()
    {
        await using var visit = await Visit.OpenAsync(browser);
        await visit.SignInAsync("Support", "flags");
        await visit.Page.ReloadAsync();
        await visit.Heading("Flags").WaitForAsync();
        await visit.Page.EvaluateAsync("() => document.activeElement.blur()");
        var skip = visit.Link("Skip to the page");
        await skip.FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await ReachAsync(visit, visit.Link("connects-rate-card"), 3);
    }

    private static async Task PressAsync(Visit visit, ILocator target, string key)
    {
        await ReachAsync(visit, target);
        await visit.Page.Keyboard.PressAsync(key);
    }

    private static async Task ReachAsync(Visit visit, ILocator target, int steps = 30)
    {
        await target.WaitForAsync();
        for (var step = 0; step <= steps; step++)
        {
            if (await target.EvaluateAsync<bool>("element => element === document.activeElement"))
                return;
            await visit.Page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"{target} is not reached by {steps} steps of the Tab key.");
    }
}
