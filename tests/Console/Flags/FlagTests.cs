using Console.Tests.Support;
using Microsoft.Playwright;

namespace Console.Tests.Flags;

public sealed class FlagTests(Browser browser)
{
    private const string Key = "connects-rate-card";

    [Fact]
    public async Task A_flag_is_switched_off_from_the_list_and_on_again_from_its_page_after_a_look_at_who_switches()
    {
        await using var visit = await Visit.OpenAsync(browser);
        await PostedJobs.InAsync(visit.Host, (await visit.Host.QueryAsync("{ jobCategories { key } }"))["jobCategories"]!.AsArray().Select(category => (string)category!["key"]!));
        var started = await visit.Host.MutateAsync("startExperiment", "experiment { state }", new { key = "double-rate-card", expectedVersion = 1, reason = "Agreed" }, await visit.Host.StaffAsync("ADMIN"));
        started["errors"].ShouldBeNull();
        await visit.SignInAsync("Product manager", "flags");
        var row = visit.Page.GetByRole(AriaRole.List, new() { NameString = "Flags" }).Locator("> li").Filter(new() { Has = visit.Link(Key) });
        await row.GetByText("6 job categories by name get “doubled”").WaitForAsync();
        await row.GetByRole(AriaRole.Link, new() { NameString = "Double the rate card" }).WaitForAsync();

        await visit.Button($"Switch off {Key}").ClickAsync();
        await RowAsync(visit, "Who gets what afterwards", "Everybody", "standard", """{"rateCard":null}""");
        await RowAsync(visit, "Who would switch", "doubled", "standard", "6");
        await visit.Dialog.GetByText("it has no effect until the flag is switched on again").WaitForAsync();
        await visit.Button("Switch it off").ClickAsync();
        await visit.Dialog.GetByText("Say why, for those who read the audit log.").WaitForAsync();
        (await FlagAsync(visit, "enabled")).ShouldBe("true");
        await ConfirmAsync(visit, "Switch it off", "Proposals fail");
        await row.GetByText("Off", new() { Exact = true }).WaitForAsync();
        (await FlagAsync(visit, "enabled")).ShouldBe("false");
        await FocusedAsync(visit.Button($"Switch on {Key}"));

        await visit.Link(Key).ClickAsync();
        await RowAsync(visit, "Who gets what now", "Everybody", "standard", """{"rateCard":null}""");
        await visit.Button("Switch on").ClickAsync();
        await RowAsync(visit, "Who would switch", "standard", "doubled", "6");
        await ConfirmAsync(visit, "Switch it on", "It is mended");
        await RowAsync(visit, "Who gets what now", "6 job categories by name", "doubled", """{"rateCard":"doubled"}""");
        await EntryAsync(visit, "Switched on", "It is mended");
        await EntryAsync(visit, "Switched off", "Proposals fail");

        await visit.Button("Archive").ClickAsync();
        await visit.Dialog.GetByLabel("Reason").FillAsync("Too early");
        await visit.Button("Archive it for good").ClickAsync();
        await visit.Dialog.GetByText("The experiment 'double-rate-card' runs on this flag; stop it first.").WaitForAsync();
        (await visit.Dialog.GetByLabel("Reason").InputValueAsync()).ShouldBe("Too early");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_flag_is_created_refused_at_its_fields_first_and_archived_for_good()
    {
        await using var visit = await Visit.OpenAsync(browser);
        await visit.SignInAsync("Product manager", "flags");
        await visit.Link("New flag").ClickAsync();
        await visit.Heading("New flag").WaitForAsync();
        await visit.Button("Create the flag").ClickAsync();
        await visit.ShowsAsync("Say what the flag decides.");

        await visit.Page.GetByLabel("Key").FillAsync(Key);
        await visit.Page.GetByLabel("Description").FillAsync("Whether the fee is capped");
        await visit.Page.GetByLabel("Value of variant 2").FillAsync("none");
        await visit.Button("Create the flag").ClickAsync();
        await visit.ShowsAsync("“none” is no JSON: texts stand in double quotes.");
        await visit.Page.GetByLabel("Value of variant 2").FillAsync("\"none\"");
        await visit.Button("Create the flag").ClickAsync();
        await visit.ShowsAsync("the values of one flag are of one type");
        await visit.Page.GetByLabel("Value of variant 2").FillAsync("false");
        await visit.Button("Create the flag").ClickAsync();
        await visit.ShowsAsync("'on': an object with a rateCard is needed");
        await visit.Page.GetByLabel("Key").FillAsync("fee-cap");
        await visit.Page.GetByLabel("Name of variant 1").FillAsync("capped");
        await visit.Button("Create the flag").ClickAsync();

        await visit.Heading("fee-cap").WaitForAsync();
        await RowAsync(visit, "Who gets what now", "Everybody", "off", "false");
        await visit.Button("Archive").ClickAsync();
        await ConfirmAsync(visit, "Archive it for good", "Decided");
        await visit.ShowsAsync("It is archived: it takes no more edits and no experiments.");
        (await visit.Button("Switch on").CountAsync()).ShouldBe(0);
        await visit.Link("Flags").First.ClickAsync();
        await visit.Page.GetByText("Archived (1)").ClickAsync();
        await visit.Page.GetByRole(AriaRole.List, new() { NameString = "Archived flags" }).GetByRole(AriaRole.Link, new() { NameString = "fee-cap" }).WaitForAsync();
    }

    [Fact]
    public async Task Support_reads_flags_and_is_offered_no_change()
    {
        await using var visit = await Visit.OpenAsync(browser);
        var forced = await visit.Host.MutateAsync("setVariantOverride", "explanation { variant }", new { key = "double-rate-card", unitId = "legal", variant = "doubled", reason = "To see it" }, await visit.Host.StaffAsync("ADMIN"));
        forced["errors"].ShouldBeNull();
        await visit.SignInAsync("Support", "flags");
        await visit.ShowsAsync("Product managers and admins can switch and change them.");
        (await visit.Button($"Switch off {Key}").CountAsync()).ShouldBe(0);
        (await visit.Link("New flag").CountAsync()).ShouldBe(0);

        await visit.Link(Key).ClickAsync();
        await visit.ShowsAsync("Product managers and admins can switch and change it.");
        await RowAsync(visit, "Overrides for testing", "legal", "doubled", "Double the rate card");
        await RowAsync(visit, "Who gets what now", "1 job category by name", "doubled");
        await visit.ShowsAsync("Created");
        (await visit.Button("Switch off").CountAsync()).ShouldBe(0);
        await visit.GoAsync($"flags/{Key}/definition");
        await visit.ShowsAsync("Product managers and admins can edit it.");
        await visit.GoAsync("new-flag");
        await visit.ShowsAsync("Product managers and admins can create flags.");
    }

    private static async Task ConfirmAsync(Visit visit, string button, string reason)
    {
        await visit.Dialog.GetByLabel("Reason").FillAsync(reason);
        await visit.Button(button).ClickAsync();
        await visit.Dialog.WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    private static Task RowAsync(Visit visit, string table, params string[] cells)
    {
        var row = visit.Page.GetByRole(AriaRole.Table, new() { NameString = table, Exact = true }).Locator("tbody tr");
        return cells.Aggregate(row, (found, cell) => found.Filter(new() { Has = visit.Page.GetByRole(AriaRole.Cell, new() { NameString = cell, Exact = true }) })).WaitForAsync();
    }

    private static async Task EntryAsync(Visit visit, string title, string reason)
    {
        var entry = visit.Page.GetByRole(AriaRole.List, new() { NameString = "Audit log" }).Locator("> li").Filter(new() { HasTextString = reason });
        await entry.GetByText(title, new() { Exact = true }).WaitForAsync();
    }

    private static Task FocusedAsync(ILocator element) => element.And(element.Page.Locator(":focus")).WaitForAsync();

    private static async Task<string> FlagAsync(Visit visit, string field) =>
        (await visit.Host.QueryAsync($"{{ flag(key: \"{Key}\") {{ {field} }} }}", token: await visit.Host.StaffAsync("SUPPORT")))["flag"]![field]!.ToJsonString();
}
