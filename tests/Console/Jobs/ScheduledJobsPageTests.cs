using Console.Tests.Support;
using Microsoft.Playwright;
using Testing;

namespace Console.Tests.Jobs;

public sealed class ScheduledJobsPageTests(Browser browser)
{
    [Fact]
    public async Task An_admin_runs_the_expiry_and_sees_what_it_did()
    {
        await using var visit = await Visit.OpenAsync(browser);
        var talent = await MarketplaceClient.FreelancerAsync(visit.Host);
        await talent.BuyAsync(40);
        var now = (DateTimeOffset)(await visit.Host.QueryAsync("{ now }"))["now"]!;
        await visit.Host.MutateAsync("advanceClock", "now", new { to = now.AddDays(367) }, await visit.Host.StaffAsync("ADMIN"));

        await visit.SignInAsync("Admin", "jobs");
        var job = visit.Page.GetByRole(AriaRole.Region, new() { NameString = "expire-connects" });
        await job.GetByText("Every day at 03:00 UTC").WaitForAsync();
        await job.GetByText("never").WaitForAsync();
        await job.GetByRole(AriaRole.Button, new() { NameString = "Run now" }).ClickAsync();
        await job.GetByText("The run has finished").WaitForAsync();
        await job.GetByText("Processed 1").WaitForAsync();
        await job.GetByRole(AriaRole.Row).Filter(new() { HasTextString = "Succeeded" }).WaitForAsync();

        await visit.Link("Ledger").ClickAsync();
        await visit.ShowsAsync("0 + 0 + 40 + 0 = 40, which is what was issued.");
    }

    [Fact]
    public async Task Whoever_may_not_run_jobs_reads_about_them()
    {
        await using var visit = await Visit.OpenAsync(browser);
        await visit.SignInAsync("Product manager", "jobs");
        await visit.ShowsAsync("Running one now is for admins.");
        await visit.Page.GetByRole(AriaRole.Region, new() { NameString = "expire-connects" }).WaitForAsync();
        (await visit.Button("Run now").CountAsync()).ShouldBe(0);
    }
}
