using GraphQL.Tests.Sample;

namespace GraphQL.Tests.Execution;

public sealed class ConnectionTests : IAsyncLifetime
{
    private SampleHost host = null!;

    public async ValueTask InitializeAsync() => host = await SampleHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_client_walks_a_list_forwards_by_cursor()
    {
        const string query = "query($after: String) { shelf(after: $after) { edges { cursor node { title } } nodes { title } pageInfo { hasNextPage hasPreviousPage endCursor } totalCount } }";
        var first = (await host.PostAsync(query))["data"]!["shelf"]!;
        first["nodes"]!.AsArray().Count.ShouldBe(2);
        first["totalCount"]!.GetValue<int>().ShouldBe(4);
        first["pageInfo"]!["hasNextPage"]!.GetValue<bool>().ShouldBeTrue();
        first["edges"]![1]!["cursor"]!.ToString().ShouldBe(first["pageInfo"]!["endCursor"]!.ToString());
        var second = (await host.PostAsync(query, new { after = first["pageInfo"]!["endCursor"]!.ToString() }))["data"]!["shelf"]!;
        second["nodes"]!.ToJsonString().ShouldBe("""[{"title":"The Lathe of Heaven"},{"title":"Anonymous"}]""");
        second["pageInfo"]!["hasNextPage"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public async Task A_client_walks_a_list_backwards() =>
        (await host.DataAsync("{ shelf(last: 1) { nodes { title } pageInfo { hasPreviousPage } } }"))
            .ShouldBe("""{"shelf":{"nodes":[{"title":"Anonymous"}],"pageInfo":{"hasPreviousPage":true}}}""");

    [Theory]
    [InlineData("first: -1", "first must not be negative.")]
    [InlineData("last: -1", "last must not be negative.")]
    [InlineData("first: 4", "first must not be more than 3.")]
    [InlineData("first: 1, last: 1", "Give either first or last, not both.")]
    [InlineData("after: \"!\"", "Invalid cursor \"!\".")]
    public async Task Pages_that_cannot_be_are_refused(string arguments, string message)
    {
        var answer = await host.PostAsync($"{{ shelf({arguments}) {{ nodes {{ title }} }} }}");
        answer["errors"]![0]!["message"]!.ToString().ShouldBe(message);
        answer["errors"]![0]!["extensions"]!["code"]!.ToString().ShouldBe("BAD_USER_INPUT");
        host.Library.Calls.ShouldBeEmpty();
    }
}
