using GraphQL.Tests.Sample;

namespace GraphQL.Tests.Execution;

public sealed class QueryTests : IAsyncLifetime
{
    private SampleHost host = null!;

    public async ValueTask InitializeAsync() => host = await SampleHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_pure_root_field_is_answered() =>
        (await host.DataAsync("{ hello }")).ShouldBe("""{"hello":"world"}""");

    [Fact]
    public async Task Every_kind_of_scalar_is_written() =>
        (await host.DataAsync(
            "{ book(id: \"" + GlobalId.Encode("Book", "1") + "\") { title binding pages isbn publishedAt acquired rating copies available tags scores price { amount currency } link __typename } }"))
        .ShouldBe(
            """
            {"book":{"title":"The Dispossessed","binding":"HARD_COVER","pages":100,"isbn":"isbn-1","publishedAt":"2020-01-01T10:00:00Z",
            "acquired":"2021-05-06","rating":1.5,"copies":5000000001,"available":true,"tags":["a","b"],"scores":[1,null,1],
            "price":{"amount":"10.90","currency":"EUR"},"link":"https://books.example/1","__typename":"Book"}}
            """.ReplaceLineEndings(""));
}
