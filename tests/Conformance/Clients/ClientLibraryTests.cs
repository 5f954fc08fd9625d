using Conformance.Tests.Support;
using GraphQL;
using Microsoft.Extensions.DependencyInjection;
using Testing;

namespace Conformance.Tests.Clients;

/// <summary>The client libraries that people use: a query, a mutation with its union of errors, a list page by page, subscriptions while something changes.</summary>
public sealed class ClientLibraryTests
{
    [Fact]
    public Task Apollo_Client_works_with_the_host() => RunAsync("apollo");

    [Fact]
    public Task Relay_compiles_against_the_schema_and_works_with_the_host() => RunAsync("relay");

    [Theory]
    [InlineData("socket", "POST")]
    [InlineData("event stream", "GET")]
    public Task Urql_works_with_the_host(string subscriptions, string method) => RunAsync("urql", ("SUBSCRIPTIONS", subscriptions), ("METHOD", method));

    [Fact]
    public Task Graphql_ws_works_with_the_host() => RunAsync("graphql-ws");

    [Fact]
    public Task Graphql_sse_works_with_the_host() => RunAsync("graphql-sse");

    private static async Task RunAsync(string library, params (string Name, string Value)[] environment)
    {
        await using var host = await TestHost.StartAsync();
        var (talent, client) = (await MarketplaceClient.FreelancerAsync(host), await MarketplaceClient.ClientAsync(host));
        var job = await client.PostJobAsync();

        var script = NodeScript.RunAsync(
            $"Clients/{library}.mjs",
            [("HOST", host.Address), ("TOKEN", talent.Token), ("ACCOUNT", talent.AccountId), ("WALLET", await talent.WalletIdAsync()), ("JOB", job), .. environment]);
        if (await AreWatchedAsync(host, 2, script))
        {
            await talent.BuyAsync(20);
            (await talent.SubmitAsync(job))["errors"].ShouldBeNull();
        }

        await script;
        (await talent.BalanceAsync()).ShouldBeGreaterThan(50);
        (await AreWatchedAsync(host, 0)).ShouldBeTrue();
    }

    /// <summary>Waits until so many subscriptions run; false when what should begin or end them has ended without.</summary>
    private static async Task<bool> AreWatchedAsync(TestHost host, int count, Task? script = null)
    {
        var hub = host.Services.GetRequiredService<TopicHub>();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (hub.SubscriptionCount != count)
        {
            if (script is { IsCompleted: true })
                return false;
            await Task.Delay(20, limit.Token);
        }

        return true;
    }
}
