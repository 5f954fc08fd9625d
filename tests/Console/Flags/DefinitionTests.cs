using Console.Tests.Support;
using Microsoft.Playwright;

namespace Console.Tests.Flags;

public sealed class DefinitionTests(Browser browser)
{
    private const string Key = "connects-rate-card";
    private const string Enabled = "\"default_when_enabled\": \"standard\"";

    [Fact]
    public async Task A_definition_is_refused_at_its_place_and_saved_after_a_look_at_what_it_changes()
    {
        await using var visit = await Visit.OpenAsync(browser);
        await PostedJobs.InAsync(visit.Host, ["legal", "translation", "writing"]);
        await visit.SignInAsync("Product manager", $"flags/{Key}");
        await visit.Link("Edit the definition").ClickAsync();
        var text = Text(visit);
        var saved = await text.InputValueAsync();
        await visit.Button("Review the change").ClickAsync();
        await visit.ShowsAsync("It says what is saved already");

        // No JSON.
        await text.FillAsync(saved.Replace($"{Enabled},", $"{Enabled},,", StringComparison.Ordinal));
        await visit.Button("Review the change").ClickAsync();
        await visit.ShowsAsync("A member’s name in double quotes is needed here.");

        // Refused by the preview, and selected in the text.
        await text.FillAsync(saved.Replace(Enabled, "\"default_when_enabled\": \"nobody\"", StringComparison.Ordinal));
        await visit.Button("Review the change").ClickAsync();
        await visit.ShowsAsync("No variant is named 'nobody'; these are: standard, doubled.");
        await visit.ShowsAsync($"Line {LineOf(saved, Enabled)}: ");
        await visit.ShowsAsync("definition.allocation.default_when_enabled");
        (await SelectedAsync(text)).ShouldBe("\"nobody\"");

        // Refused when it is saved, by what the marketplace can read.
        await text.FillAsync(saved.Replace("\"rateCard\": \"doubled\"", "\"rateCard\": \"tripled\"", StringComparison.Ordinal));
        await visit.Button("Review the change").ClickAsync();
        await visit.Dialog.GetByText("None of the 3 job categories seen in the last 30 days would switch").WaitForAsync();
        await visit.Dialog.GetByLabel("Reason").FillAsync("More is better");
        await visit.Button("Save the definition").ClickAsync();
        await visit.ShowsAsync("definition.variants[1].configuration_value");
        await visit.Dialog.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await visit.ShowsAsync("'doubled': ");

        await text.FillAsync(saved.Replace(Enabled, "\"default_when_enabled\": \"doubled\"", StringComparison.Ordinal));
        await visit.Button("Review the change").ClickAsync();
        await visit.Dialog.GetByText("All 3 job categories seen in the last 30 days would switch to another variant.").WaitForAsync();
        await ChangedLinesAsync(visit, "What changes, line by line", Enabled, "\"default_when_enabled\": \"doubled\"");
        (await visit.Dialog.GetByLabel("Reason").InputValueAsync()).ShouldBe("More is better");
        await visit.Button("Save the definition").ClickAsync();

        await visit.Heading(Key).WaitForAsync();
        await visit.Page.GetByRole(AriaRole.Table, new() { NameString = "Who gets what now" }).GetByText("doubled", new() { Exact = true }).WaitForAsync();
        await visit.ShowsAsync("More is better");
        await ChangedLinesAsync(visit, "Definition, before and after", Enabled, "\"default_when_enabled\": \"doubled\"");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_conflict_keeps_the_text_and_shows_what_saving_it_would_undo()
    {
        await using var visit = await Visit.OpenAsync(browser);
        await visit.SignInAsync("Product manager", $"flags/{Key}/definition");
        var text = Text(visit);
        var mine = (await text.InputValueAsync()).Replace(Enabled, "\"default_when_enabled\": \"doubled\"", StringComparison.Ordinal);
        await text.FillAsync(mine);
        await visit.Link("Ledger").ClickAsync();
        await visit.Dialog.GetByText("Nothing of what you typed here is saved.").WaitForAsync();
        await visit.Button("Stay here").ClickAsync();
        await visit.Button("Review the change").ClickAsync();
        await visit.Dialog.GetByLabel("Reason").FillAsync("Mine");
        var theirs = await visit.Host.MutateAsync("updateFlag", "flag { version }", new { key = Key, expectedVersion = 1, description = "Their words", reason = "Theirs" }, await visit.Host.StaffAsync("ADMIN"));
        theirs["errors"].ShouldBeNull();

        await visit.Button("Save the definition").ClickAsync();
        await visit.Dialog.GetByText("Somebody changed it meanwhile; its version is now 2.").WaitForAsync();
        await visit.Button("Reload the flag").ClickAsync();
        await visit.Dialog.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await visit.ShowsAsync("It is compared with version 2 now: look at what it would undo before you save it.");
        (await text.InputValueAsync()).ShouldBe(mine);

        await visit.Button("Review the change").ClickAsync();
        var changes = visit.Dialog.GetByRole(AriaRole.Region, new() { NameString = "What changes, line by line" });
        await changes.GetByText("Taken out: ").First.WaitForAsync();
        (await changes.InnerTextAsync()).ShouldContain("\"description\": \"Their words\"");
        (await visit.Dialog.GetByLabel("Reason").InputValueAsync()).ShouldBe("Mine");
        await visit.Button("Back to the text").ClickAsync();
        await text.FillAsync(mine.Replace("Which rate card prices a new job of a category.", "Their words", StringComparison.Ordinal));
        await visit.Button("Review the change").ClickAsync();
        await ChangedLinesAsync(visit, "What changes, line by line", Enabled, "\"default_when_enabled\": \"doubled\"");
        await visit.Button("Save the definition").ClickAsync();
        await visit.Heading(Key).WaitForAsync();
        await visit.ShowsAsync("Version 3, changed");
        await visit.ShowsAsync("Their words");
    }

    private static ILocator Text(Visit visit) => visit.Page.GetByRole(AriaRole.Textbox, new() { NameString = "Definition as JSON" });

    private static async Task ChangedLinesAsync(Visit visit, string region, string before, string after)
    {
        var lines = visit.Page.GetByRole(AriaRole.Region, new() { NameString = region, Exact = true });
        await lines.Locator(".diff-removed").WaitForAsync();
        (await lines.Locator(".diff-removed > :last-child, .diff-added > :last-child").AllInnerTextsAsync()).Select(line => line.Trim().TrimEnd(',')).ShouldBe([before, after]);
    }

    private static Task<string> SelectedAsync(ILocator text) => text.EvaluateAsync<string>("text => text.value.slice(text.selectionStart, text.selectionEnd)");

    private static int LineOf(string text, string part) => text[..text.IndexOf(part, StringComparison.Ordinal)].Count(character => character == '\n') + 1;
}
