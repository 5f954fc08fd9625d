using Console.Tests.Support;
using Microsoft.Playwright;
using Testing;

namespace Console.Tests.Experiments;

/// <summary>Whoever never saw the page reads six answers from it: of an experiment by job category, whose charges are played so that its results are known.</summary>
public sealed class ExperimentResultsTests(Browser browser)
{
    private const string Key = "double-rate-card";

    [Fact]
    public async Task The_page_of_a_running_experiment_answers_six_questions_and_its_figures_move()
    {
        await using var visit = await Visit.OpenAsync(browser);
        // Time on the page is this test's: what is read again every quarter of a minute is not waited for.
        await visit.Page.Clock.InstallAsync();
        await visit.ChangeAsync("startExperiment", Key, "Agreed");
        var market = await Market.OpenAsync(visit.Host);
        await market.ProposeAsync(2);

        await visit.SignInAsync("Product manager", $"experiments/{Key}");

        await SaysAsync(visit, "What is being tested, and on whom?", "Half of the job categories charge 4/8/12/16 Connects a proposal instead of", "It holds 100% of a layer of its own");
        await SaysAsync(visit, "Is the split healthy?", "Yes. Of 12 job categories, 6 got “standard” and 6 got “doubled”, as planned.");
        await SaysAsync(visit, "What does it change?",
            "Connects spent per job category: 100% higher with “doubled” than with “standard”, beyond reasonable doubt", "As seen: 8 instead of 4.", "No difference seen with “doubled”");
        await SaysAsync(visit, "How sure are we?",
            "Sure: by Connects spent per job category, which decides, “doubled” is better than “standard” beyond reasonable doubt.", "about once in 32 times (p = 0.031)", "the p-value is exact",
            "With few units, p-values and intervals hold for one look at a time chosen beforehand.");
        await SaysAsync(visit, "Is anything being harmed?", "No sign of it.", "limit: at most 25% lower", "limit: at most 50% lower");
        await SaysAsync(visit, "What happens if I stop it now?", "Everybody sees “standard” again", "6 job categories that have met “doubled” fall back", "a job that was posted, keep the terms they had");
        await visit.Button("Count who would fall back").ClickAsync();
        await SaysAsync(visit, "What happens if I stop it now?", "6 “standard” instead of “doubled”");
        await visit.Page.GetByRole(AriaRole.Img, new() { NameString = "Connects spent per job category: doubled 100% higher" }).WaitForAsync();

        await BehindAsync(visit, "The figures of Proposals per job", ["doubled", "6", "2", "0"]);
        await BehindAsync(visit, "The days of Connects spent per job category", []);

        // A third proposal under the old price alone: 6 Connects instead of 4 there, and a third fewer proposals where the price is double.
        await market.ProposeAsync(1, standardAlone: true);
        await visit.AnalyzeAsync();
        await LaterAsync(visit, Section(visit, "What does it change?").GetByText("As seen: 8 instead of 6."));
        await SaysAsync(visit, "What does it change?", "33% lower with “doubled”", "As seen: 2 instead of 3.");
        await SaysAsync(visit, "Is anything being harmed?", "33% lower was seen");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_draft_says_what_will_be_there_a_unit_is_explained_and_a_stopped_experiment_says_what_was_decided()
    {
        await using var visit = await Visit.OpenAsync(browser);
        await visit.SignInAsync("Support", $"experiments/{Key}");
        await SaysAsync(visit, "What would be tested, and on whom?", "Half of the job categories would charge 4/8/12/16 Connects a proposal");
        await SaysAsync(visit, "What this page will answer", "A draft has no results: nobody is in it.");
        await visit.ChangeAsync("startExperiment", Key, "Agreed");
        await visit.Page.ReloadAsync();
        await SaysAsync(visit, "What does it change?", "too early to say what “doubled” does");

        var explain = Section(visit, "Why does this job category see this?");
        await explain.GetByLabel("Job category").SelectOptionAsync(new SelectOptionValue { Value = "legal" });
        await explain.GetByRole(AriaRole.Button, new() { NameString = "Explain" }).ClickAsync();
        await explain.GetByText("It gets “").WaitForAsync();
        await explain.GetByText($"The experiment '{Key}' runs on the flag 'connects-rate-card'.").WaitForAsync();

        await visit.ChangeAsync("stopExperiment", Key, "Refunds went up");
        await visit.Page.ReloadAsync();
        await SaysAsync(visit, "What was decided?", "It was stopped; the flag’s default is “standard” now.", "Refunds went up");
        visit.Complaints.ShouldBeEmpty();
    }

    /// <summary>Lets the page's time pass until it shows something; an answer that was under way before may still be the old one.</summary>
    private static async Task LaterAsync(Visit visit, ILocator shown)
    {
        for (var attempts = 0; ; attempts++)
        {
            await visit.Page.Clock.FastForwardAsync(16_000);
            try
            {
                await shown.WaitForAsync(new() { Timeout = 3_000 });
                return;
            }
            catch (TimeoutException) when (attempts < 10)
            {
            }
        }
    }

    private static ILocator Section(Visit visit, string question) => visit.Page.GetByRole(AriaRole.Region, new() { NameString = question });

    private static async Task SaysAsync(Visit visit, string question, params string[] texts)
    {
        foreach (var text in texts)
            await Section(visit, question).GetByText(text).First.WaitForAsync();
    }

    /// <summary>Opens the table behind a chart; its last row begins with these cells.</summary>
    private static async Task BehindAsync(Visit visit, string name, string[] cells)
    {
        var behind = visit.Page.GetByRole(AriaRole.Group).Filter(new() { Has = visit.Page.GetByText(name, new() { Exact = true }) });
        await behind.GetByText(name, new() { Exact = true }).ClickAsync();
        var row = behind.GetByRole(AriaRole.Row).Last;
        await row.WaitForAsync();
        (await row.GetByRole(AriaRole.Cell).AllInnerTextsAsync()).Take(cells.Length).Select(text => text.Trim()).ShouldBe(cells);
    }
}
