using Console.Tests.Support;
using Microsoft.Playwright;

namespace Console.Tests.Experiments;

public sealed class ExperimentLifeTests(Browser browser)
{
    private const string Key = "double-rate-card";
    private const string Running = "Half of the job categories charge 4/8/12/16 Connects a proposal";

    [Fact]
    public async Task A_product_manager_starts_an_experiment_and_stops_it_and_reads_why()
    {
        await using var visit = await Visit.OpenAsync(browser);
        await visit.SignInAsync("Product manager");
        await visit.Link("Double the rate card").ClickAsync();
        await visit.ShowsAsync("Half of the job categories would charge 4/8/12/16 Connects a proposal");

        await ChangeAsync(visit, "Start", "Agreed in the pricing review");
        await visit.ShowsAsync(Running);
        (await StateAsync(visit)).ShouldBe("RUNNING");
        await EntryAsync(visit, "Started", "Agreed in the pricing review", "Draft", "Running");

        await ChangeAsync(visit, "Stop", "Refunds went up");
        await visit.ShowsAsync("Half of the job categories charged");
        (await StateAsync(visit)).ShouldBe("STOPPED");
        await EntryAsync(visit, "Stopped", "Refunds went up", "Running", "Stopped");
        await visit.Button("Start").WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    [Fact]
    public async Task Nothing_starts_without_a_reason()
    {
        await using var visit = await Visit.OpenAsync(browser);
        await visit.SignInAsync("Product manager", $"experiments/{Key}");
        await visit.Button("Start").ClickAsync();
        await visit.Button("Start the experiment").ClickAsync();
        await visit.Dialog.GetByText("Say why").WaitForAsync();
        await visit.Button("Cancel").ClickAsync();
        (await StateAsync(visit)).ShouldBe("DRAFT");
    }

    [Fact]
    public async Task A_conflict_offers_to_reload_and_keeps_what_was_typed()
    {
        await using var visit = await Visit.OpenAsync(browser);
        await visit.SignInAsync("Product manager", $"experiments/{Key}");
        await visit.Button("Start").ClickAsync();
        await visit.Dialog.GetByLabel("Reason").FillAsync("Mine");
        await ChangeElsewhereAsync(visit, "startExperiment", "Theirs");

        await visit.Button("Start the experiment").ClickAsync();
        await visit.Dialog.GetByText("Somebody changed it meanwhile").WaitForAsync();
        await visit.Button("Reload the experiment").ClickAsync();
        await visit.Dialog.GetByText("nothing left to start").WaitForAsync();
        (await visit.Dialog.GetByLabel("Reason").InputValueAsync()).ShouldBe("Mine");
        (await visit.Button("Start the experiment").IsDisabledAsync()).ShouldBeTrue();

        await visit.Page.Keyboard.PressAsync("Escape");
        await visit.ShowsAsync(Running);
        await EntryAsync(visit, "Started", "Theirs", "Draft", "Running");
    }

    [Fact]
    public async Task A_refusal_is_shown_in_the_words_of_the_API()
    {
        await using var visit = await Visit.OpenAsync(browser);
        await visit.SignInAsync("Product manager", $"experiments/{Key}");
        var second = await visit.Host.MutateAsync(
            "createExperiment",
            "experiment { key }",
            new
            {
                key = "second",
                name = "A second one",
                hypothesis = "It waits.",
                flagKey = "connects-rate-card",
                unit = "JOB_CATEGORY",
                arms = new object[] { new { variant = "standard", weight = "50", control = true }, new { variant = "doubled", weight = "50" } },
                primaryMetric = "connects-spent",
            },
            await visit.Host.StaffAsync("PRODUCT_MANAGER"));
        second["errors"].ShouldBeNull();
        await ChangeElsewhereAsync(visit, "startExperiment", "First");

        await visit.GoAsync("experiments/second");
        await visit.Button("Start").ClickAsync();
        await visit.Dialog.GetByLabel("Reason").FillAsync("Second");
        await visit.Button("Start the experiment").ClickAsync();
        await visit.Dialog.GetByText("Not started").WaitForAsync();
        await visit.Dialog.GetByText($"The experiment '{Key}' runs on the flag 'connects-rate-card'; one runs at a time.").First.WaitForAsync();
        (await visit.Dialog.GetByLabel("Reason").InputValueAsync()).ShouldBe("Second");
    }

    [Fact]
    public async Task Support_reads_and_is_offered_no_change()
    {
        await using var visit = await Visit.OpenAsync(browser);
        await visit.SignInAsync("Support", $"experiments/{Key}");
        await visit.ShowsAsync("Product managers and admins can start it.");
        (await visit.Button("Start").CountAsync()).ShouldBe(0);
    }

    private static async Task ChangeAsync(Visit visit, string change, string reason)
    {
        await visit.Button(change).ClickAsync();
        await visit.Dialog.GetByLabel("Reason").FillAsync(reason);
        await visit.Button($"{change} the experiment").ClickAsync();
        await visit.Dialog.WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    private static async Task EntryAsync(Visit visit, string action, string reason, string before, string after)
    {
        var entry = visit.Page.GetByRole(AriaRole.List, new() { NameString = "Audit log" }).Locator("> li").Filter(new() { HasTextString = reason });
        await entry.GetByText(action, new() { Exact = true }).First.WaitForAsync();
        var state = entry.GetByRole(AriaRole.Row).Filter(new() { HasTextString = "State" });
        (await state.GetByRole(AriaRole.Cell).AllInnerTextsAsync()).Select(text => text.Trim()).ShouldBe(["State", before, after]);
    }

    private static async Task ChangeElsewhereAsync(Visit visit, string mutation, string reason)
    {
        var changed = await visit.Host.MutateAsync(mutation, "experiment { state }", new { key = Key, expectedVersion = await VersionAsync(visit), reason }, await visit.Host.StaffAsync("ADMIN"));
        changed["errors"].ShouldBeNull();
    }

    private static async Task<string> StateAsync(Visit visit) =>
        (string)(await visit.Host.QueryAsync($"{{ experiment(key: \"{Key}\") {{ state }} }}", token: await visit.Host.StaffAsync("SUPPORT")))["experiment"]!["state"]!;

    private static async Task<int> VersionAsync(Visit visit) =>
        (int)(await visit.Host.QueryAsync($"{{ experiment(key: \"{Key}\") {{ version }} }}", token: await visit.Host.StaffAsync("SUPPORT")))["experiment"]!["version"]!;
}
