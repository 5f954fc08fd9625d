using Testing;

namespace Marketplace.Api.Tests;

/// <summary>The host keeps nothing that matters in memory: a second node and a restart see the same.</summary>
public sealed class RestartTests
{
    [Fact]
    public async Task Wallets_quotes_tokens_and_the_moved_clock_outlive_the_host()
    {
        var host = await TestHost.StartAsync();
        var talent = await MarketplaceClient.FreelancerAsync(host);
        await talent.BuyAsync(40);
        var job = await (await MarketplaceClient.ClientAsync(host)).PostJobAsync();
        const string Quote = "query($id: ID!) { node(id: $id) { ... on Job { connectsQuote { token } } } }";
        var token = (string)(await talent.QueryAsync(Quote, new { id = job }))["node"]!["connectsQuote"]!["token"]!;
        var ahead = DateTimeOffset.Parse((string)(await host.QueryAsync("{ now }"))["now"]!, System.Globalization.CultureInfo.InvariantCulture).AddMinutes(10);
        await host.MutateAsync("advanceClock", "now", new { to = ahead }, await host.StaffAsync("ADMIN"));
        var database = await host.StopAsync();

        await using var again = await TestHost.StartAsync(database);

        var same = new MarketplaceClient(again, talent.AccountId, talent.Token);
        (await same.BalanceAsync()).ShouldBe(40);
        DateTimeOffset.Parse((string)(await again.QueryAsync("{ now }"))["now"]!, System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThanOrEqualTo(ahead);
        ((int)(await same.SubmitAsync(job, quoteToken: token))["proposal"]!["connectsSpent"]!).ShouldBe(2);
    }

    [Fact]
    public async Task Two_nodes_share_clock_experiments_and_schedule()
    {
        await using var first = await TestHost.StartAsync();
        var second = await TestHost.StartAsync(first.Database);
        var administrator = await first.StaffAsync("ADMIN");
        var now = DateTimeOffset.Parse((string)(await first.QueryAsync("{ now }"))["now"]!, System.Globalization.CultureInfo.InvariantCulture);

        await first.MutateAsync("advanceClock", "now", new { to = now.AddDays(3) }, administrator);
        await first.MutateAsync("startExperiment", "experiment { state }", new { key = "double-rate-card", expectedVersion = 1, reason = "Two nodes." }, administrator);

        DateTimeOffset.Parse((string)(await second.QueryAsync("{ now }"))["now"]!, System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThanOrEqualTo(now.AddDays(3));
        var experiment = await second.QueryAsync("{ experiment(key: \"double-rate-card\") { state } }", token: administrator);
        ((string)experiment["experiment"]!["state"]!).ShouldBe("RUNNING");
        var jobs = (await second.QueryAsync("{ scheduledJobs { name schedule nextRunAt running } }", token: administrator))["scheduledJobs"]!.AsArray();
        var expire = jobs.Single(j => (string)j!["name"]! == "expire-connects")!;
        ((string)expire["schedule"]!).ShouldBe("0 0 3 * * ?");
        expire["nextRunAt"].ShouldNotBeNull();
        await second.StopAsync();
    }
}
