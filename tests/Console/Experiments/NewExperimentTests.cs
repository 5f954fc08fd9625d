using Console.Tests.Support;
using Microsoft.Playwright;

namespace Console.Tests.Experiments;

public sealed class NewExperimentTests(Browser browser)
{
    [Fact]
    public async Task A_draft_is_saved_and_shown()
    {
        await using var visit = await Visit.OpenAsync(browser);
        await visit.SignInAsync("Product manager");
        await visit.Link("New experiment").ClickAsync();
        await FillAsync(visit, "Double for small jobs");
        await visit.ShowsAsync("30% of the job categories would charge 4/8/12/16 Connects a proposal");
        await visit.Button("Save the draft").ClickAsync();

        await visit.Heading("Double for small jobs").WaitForAsync();
        var saved = (await visit.Host.QueryAsync(
            "{ experiment(key: \"double-for-small-jobs\") { state unit arms { variant weight control } primaryMetric { key } secondaryMetrics { key } } }", token: await visit.Host.StaffAsync("SUPPORT")))["experiment"]!;
        ((string)saved["state"]!).ShouldBe("DRAFT");
        ((string)saved["unit"]!).ShouldBe("JOB_CATEGORY");
        saved["arms"]!.AsArray().Select(arm => ((string)arm!["variant"]!, decimal.Parse((string)arm["weight"]!, null), (bool)arm["control"]!)).ShouldBe([("standard", 70m, true), ("doubled", 30m, false)]);
        ((string)saved["primaryMetric"]!["key"]!).ShouldBe("connects-spent");
        saved["secondaryMetrics"]!.AsArray().Select(metric => (string)metric!["key"]!).ShouldBe(["proposals"]);
    }

    [Fact]
    public async Task What_the_API_refuses_is_said_at_the_field_and_what_was_typed_stays()
    {
        await using var visit = await Visit.OpenAsync(browser);
        await visit.SignInAsync("Product manager", "new-experiment");
        await FillAsync(visit, "Double the rate card");
        var key = visit.Page.GetByLabel("Key");
        await key.FillAsync("double-rate-card");
        await visit.Button("Save the draft").ClickAsync();

        await visit.ShowsAsync("Not saved yet");
        (await key.GetAttributeAsync("aria-invalid")).ShouldBe("true");
        (await visit.Page.GetByLabel("Hypothesis").InputValueAsync()).ShouldBe("Fewer, better proposals.");
    }

    [Fact]
    public async Task Missing_fields_are_named_before_anything_is_sent()
    {
        await using var visit = await Visit.OpenAsync(browser);
        await visit.SignInAsync("Product manager", "new-experiment");
        await visit.Button("Save the draft").ClickAsync();
        await visit.ShowsAsync("Give it a name.");
        await visit.ShowsAsync("Choose the metric that decides.");
    }

    private static async Task FillAsync(Visit visit, string name)
    {
        await visit.Page.GetByRole(AriaRole.Textbox, new() { NameString = "Name" }).FillAsync(name);
        await visit.Page.GetByLabel("Hypothesis").FillAsync("Fewer, better proposals.");
        await visit.Page.GetByLabel("Flag").SelectOptionAsync("connects-rate-card");
        await visit.Page.GetByLabel("Assigned by").SelectOptionAsync("JOB_CATEGORY");
        await visit.Page.GetByLabel("Weight of standard").FillAsync("70");
        await visit.Page.GetByLabel("Weight of doubled").FillAsync("30");
        await visit.Page.GetByLabel("Primary metric").SelectOptionAsync("connects-spent");
        await visit.Page.GetByLabel("Proposals", new() { Exact = true }).CheckAsync();
    }
}
