using Microsoft.Extensions.DependencyInjection;
using Quartz;
using Testing;

namespace Marketplace.Api.Tests;

/// <summary>Quartz fires the scheduled work, clustered on PostgreSQL, and each run is on record.</summary>
public sealed class SchedulingTests
{
    private const string LastRun = "{ scheduledJobs { name running lastRun { outcome processed node } runs { totalCount } } }";

    [Fact]
    public async Task A_trigger_that_fires_runs_the_sweep_once_though_two_nodes_share_the_schedule()
    {
        await using var first = await TestHost.StartAsync();
        var second = await TestHost.StartAsync(first.Database);
        var talent = await MarketplaceClient.FreelancerAsync(first);
        await talent.BuyAsync(40);
        var administrator = await first.StaffAsync("ADMIN");
        var now = DateTimeOffset.Parse((string)(await first.QueryAsync("{ now }"))["now"]!, System.Globalization.CultureInfo.InvariantCulture);
        await first.MutateAsync("advanceClock", "now", new { to = now.AddDays(367) }, administrator);

        var schedulers = second.Services.GetRequiredKeyedService<ISchedulerFactory>("marketplace");
        await (await schedulers.GetScheduler()).TriggerJob(new JobKey("expire-connects"));

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var job = (await first.QueryAsync(LastRun, token: administrator))["scheduledJobs"]!.AsArray().Single(j => (string)j!["name"]! == "expire-connects")!;
            if (job["lastRun"] is { } run && (string)run["outcome"]! != "RUNNING")
            {
                ((string)run["outcome"]!, (int)run["processed"]!, (int)job["runs"]!["totalCount"]!).ShouldBe(("SUCCEEDED", 1, 1));
                break;
            }

            await Task.Delay(100, limit.Token);
        }

        (await talent.BalanceAsync()).ShouldBe(0);
        await second.StopAsync();
    }
}
