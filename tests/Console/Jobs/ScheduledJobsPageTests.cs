using Console.Tests.Support;
using Microsoft.Playwright;
using Npgsql;
using Testing;

namespace Console.Tests.Jobs;

public sealed class ScheduledJobsPageTests(Browser browser)
{
    private const string Job = "expire-connects";

    [Fact]
    public async Task An_admin_moves_the_clock_runs_the_expiry_and_sees_what_it_did()
    {
        await using var visit = await Visit.OpenAsync(browser);
        var talent = await MarketplaceClient.FreelancerAsync(visit.Host);
        await talent.BuyAsync(40);
        await visit.SignInAsync("Admin", "jobs");
        await Row(visit).GetByText("Every day at 03:00 UTC").WaitForAsync();
        await Row(visit).GetByText("never run yet").WaitForAsync();

        await visit.Button("Move it forward").ClickAsync();
        await visit.Dialog.GetByLabel("Forward by").SelectOptionAsync("1 year and a day");
        await visit.Button("Move it").ClickAsync();
        await visit.Dialog.WaitForAsync(new() { State = WaitForSelectorState.Detached });

        await RunAsync(visit);
        await Row(visit).GetByText("The run has finished").WaitForAsync();
        await Row(visit).GetByText("Expired 1 lot.").First.WaitForAsync();
        await visit.Link(Job).ClickAsync();
        var run = visit.Page.GetByRole(AriaRole.Table, new() { NameString = $"Runs of {Job}" }).GetByRole(AriaRole.Row).Filter(new() { HasTextString = "Succeeded" });
        await run.GetByText("Expired 1 lot.").WaitForAsync();

        await visit.Link("Ledger").ClickAsync();
        await visit.ShowsAsync("0 + 0 + 40 + 0 = 40, which is what was issued.");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_run_that_goes_on_shows_how_far_it_is_and_another_is_refused_in_the_words_of_the_API()
    {
        await using var visit = await Visit.OpenAsync(browser);
        await using var elsewhere = NpgsqlDataSource.Create(visit.Host.Database.OwnerConnectionString);
        await using var node = await elsewhere.OpenConnectionAsync();
        await ExecuteAsync(node, $"""
            select pg_advisory_lock(hashtext('scheduled-job'), hashtext('{Job}'));
            insert into marketplace.scheduled_job_run (job, node, as_of, started_at, processed, total) values ('{Job}', 'elsewhere', now(), now(), 3, 10)
            """);
        await visit.SignInAsync("Admin", "jobs");
        await Row(visit).GetByText("3 of 10 lots so far.").WaitForAsync();
        (await Row(visit).GetByRole(AriaRole.Progressbar).GetAttributeAsync("aria-valuenow")).ShouldBe("30");

        await RunAsync(visit);
        await Row(visit).GetByText($"{Job} runs already; wait for that run to finish.").WaitForAsync();
        await ExecuteAsync(node, "update marketplace.scheduled_job_run set processed = 7");
        await Row(visit).GetByText("7 of 10 lots so far.").WaitForAsync();

        // The node dies: its lock goes, and its run stays unfinished until somebody has the lock.
        await ExecuteAsync(node, "select pg_advisory_unlock_all()");
        await RunAsync(visit);
        await Row(visit).GetByText("Nothing was due.").First.WaitForAsync();
        await visit.Link(Job).ClickAsync();
        var runs = visit.Page.GetByRole(AriaRole.Table, new() { NameString = $"Runs of {Job}" }).GetByRole(AriaRole.Row);
        await runs.Filter(new() { HasTextString = "Succeeded" }).GetByText("Nothing was due.").WaitForAsync();
        await runs.Filter(new() { HasTextString = "Failed" }).GetByText("The node stopped during the run. Before that: 7 of 10 lots.").WaitForAsync();
    }

    [Fact]
    public async Task Whoever_may_not_run_jobs_reads_about_them()
    {
        await using var visit = await Visit.OpenAsync(browser, 1280, ColorScheme.Light, "--Simulation:Clock=false");
        await visit.SignInAsync("Product manager", "jobs");
        await visit.ShowsAsync("Running one now is for admins.");
        await visit.ShowsAsync("On this host it is the real time and cannot be moved.");
        await Row(visit).WaitForAsync();
        (await visit.Button($"Run now: {Job}").CountAsync()).ShouldBe(0);
        await visit.Link(Job).ClickAsync();
        await visit.ShowsAsync("It has never run.");
        await visit.ShowsAsync("Running it now is for admins.");
    }

    private static ILocator Row(Visit visit) =>
        visit.Page.GetByRole(AriaRole.List, new() { NameString = "Scheduled jobs" }).Locator("> li").Filter(new() { Has = visit.Link(Job) });

    private static async Task RunAsync(Visit visit)
    {
        await visit.Button($"Run now: {Job}").ClickAsync();
        await visit.Dialog.GetByText("What is done already is not done again").WaitForAsync();
        await visit.Button("Run it now").ClickAsync();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
