using Console.Tests.Support;
using Microsoft.Playwright;

namespace Console.Tests.Experiments;

public sealed class ExperimentListTests(Browser browser)
{
    [Fact]
    public async Task The_list_says_how_those_that_run_are_doing_and_shows_one_state_or_one_page_more()
    {
        await using var visit = await Visit.OpenAsync(browser);
        var manager = await visit.Host.StaffAsync("PRODUCT_MANAGER");
        (await visit.Host.MutateAsync("startExperiment", "experiment { state }", new { key = "double-rate-card", expectedVersion = 1, reason = "Agreed" }, manager))["errors"].ShouldBeNull();
        for (var number = 1; number <= 20; number++)
        {
            var input = new
            {
                key = $"waiting-{number}",
                name = $"Waiting {number}",
                hypothesis = "It waits.",
                flagKey = "connects-rate-card",
                unit = "JOB_CATEGORY",
                arms = new object[] { new { variant = "standard", weight = "50", control = true }, new { variant = "doubled", weight = "50" } },
                primaryMetric = "connects-spent",
            };
            (await visit.Host.MutateAsync("createExperiment", "experiment { key }", input, manager))["errors"].ShouldBeNull();
        }

        await visit.SignInAsync("Support");
        await visit.ShowsAsync("20 of 23 experiments");
        (await visit.Button("New experiment").CountAsync() + await visit.Link("New experiment").CountAsync()).ShouldBe(0);
        await visit.Button("Show more").ClickAsync();
        await visit.Link("Double the rate card").WaitForAsync();
        await visit.ShowsAsync("2 guardrails, none broken beyond doubt");

        await visit.Page.GetByText("Running", new() { Exact = true }).First.ClickAsync();
        await visit.Link("Waiting 20").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await visit.Link("Double the rate card").WaitForAsync();
        await visit.ShowsAsync("1 experiment");
        visit.Page.Url.ShouldEndWith("state=RUNNING");
    }
}
