using Conformance.Tests.Support;
using Testing;

namespace Conformance.Tests.Clients;

/// <summary>The client libraries that people use: a query, a mutation with its union of errors, a list page by page.</summary>
public sealed class ClientLibraryTests
{
    [Fact]
    public Task Urql_works_with_the_host() => RunAsync("urql");

    private static async Task RunAsync(string library)
    {
        await using var host = await TestHost.StartAsync();
        var client = await MarketplaceClient.ClientAsync(host);

        await NodeScript.RunAsync($"Clients/{library}.mjs", ("HOST", host.Address), ("TOKEN", client.Token), ("ACCOUNT", client.AccountId));

        // What the library did is there for everybody.
        var answer = await client.QueryAsync("query ($id: ID!) { account(id: $id) { ... on Client { jobs { totalCount } } } }", new { id = client.AccountId });
        ((int)answer["account"]!["jobs"]!["totalCount"]!).ShouldBe(5);
    }
}
