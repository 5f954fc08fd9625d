using Console.Tests.Support;
using Microsoft.Playwright;

namespace Console.Tests.Pages;

public sealed class KeyboardTests(Browser browser)
{
    [Fact]
    public async Task An_experiment_is_created_and_started_and_its_flag_switched_off_by_the_keyboard_alone()
    {
        await using var visit = await Visit.OpenAsync(browser);
        await visit.GoAsync("experiments");
        await visit.Heading("Sign in").WaitForAsync();
        await PressAsync(visit, visit.Page.GetByRole(AriaRole.Button, new() { NameString = "Product manager" }), "Enter");

        await PressAsync(visit, visit.Link("New experiment"), "Enter");
        await TypeAsync(visit, visit.Page.GetByRole(AriaRole.Textbox, new() { NameString = "Name" }), "By keyboard");
        await TypeAsync(visit, visit.Page.GetByLabel("Hypothesis"), "Hands stay where they are.");
        await ChooseAsync(visit, "Flag", "connects-rate-card");
        await ChooseAsync(visit, "Assigned by", "JOB_CATEGORY");
        await ChooseAsync(visit, "Primary metric", "connects-spent");
        await PressAsync(visit, visit.Button("Save the draft"), "Enter");

        await visit.Heading("By keyboard").WaitForAsync();
        await ConfirmAsync(visit, "Start", "Start the experiment");
        await visit.ShowsAsync("Half of the job categories charge");

        await PressAsync(visit, visit.Link("Flags"), "Enter");
        await PressAsync(visit, visit.Link("connects-rate-card"), "Enter");
        await ConfirmAsync(visit, "Switch off", "Switch it off");
        await visit.Button("Switch on").WaitForAsync();
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

    private static async Task ConfirmAsync(Visit visit, string change, string confirm)
    {
        await PressAsync(visit, visit.Button(change), "Enter");
        // The dialog keeps the focus within itself.
        await TypeAsync(visit, visit.Dialog.GetByLabel("Reason"), "By keyboard");
        await PressAsync(visit, visit.Button(confirm), "Space");
        await visit.Dialog.WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    private static async Task TypeAsync(Visit visit, ILocator field, string text)
    {
        await ReachAsync(visit, field);
        await visit.Page.Keyboard.TypeAsync(text);
    }

    /// <summary>Goes down a closed list until it has the value.</summary>
    private static async Task ChooseAsync(Visit visit, string label, string value)
    {
        var list = visit.Page.GetByLabel(label);
        await ReachAsync(visit, list);
        var options = await list.Locator("option").CountAsync();
        for (var step = 0; step < options && await list.InputValueAsync() != value; step++)
            await visit.Page.Keyboard.PressAsync("ArrowDown");
        (await list.InputValueAsync()).ShouldBe(value);
    }

    private static async Task PressAsync(Visit visit, ILocator target, string key)
    {
        await ReachAsync(visit, target);
        await visit.Page.Keyboard.PressAsync(key);
    }

    private static async Task ReachAsync(Visit visit, ILocator target, int steps = 60)
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
