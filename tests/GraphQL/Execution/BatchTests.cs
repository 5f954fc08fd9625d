using GraphQL.Tests.Sample;

namespace GraphQL.Tests.Execution;

public sealed class BatchTests : IAsyncLifetime
{
    private SampleHost host = null!;

    public async ValueTask InitializeAsync() => host = await SampleHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_batch_resolver_is_called_once_a_level_however_many_parents_there_are()
    {
        await host.DataAsync("{ books { author { books(first: 3) { nodes { author { name } } } } } }");
        host.Library.Calls.ShouldBe(["books", "book.author:4", "author.books:3", "book.author:5"]);
    }

    [Fact]
    public async Task A_field_inherited_from_an_interface_is_resolved_once_for_all_types_that_have_it()
    {
        (await host.DataAsync("{ people { name loans } }"))
            .ShouldBe("""{"people":[{"name":"Ursula","loans":6},{"name":"Italo","loans":5},{"name":"Ada","loans":3}]}""");
        host.Library.Calls.ShouldBe(["loans:3"]);
    }

    [Fact]
    public async Task A_field_of_some_types_is_resolved_for_these_alone()
    {
        (await host.DataAsync("{ people { ... on Author { books(titleContains: \"zzz\") { nodes { title } } } ... on Reader { loans } } }"))
            .ShouldBe("""{"people":[{"books":{"nodes":[]}},{"books":{"nodes":[]}},{"loans":3}]}""");
        host.Library.Calls.ShouldBe(["author.books:2", "loans:1"], ignoreOrder: true);
    }

    [Fact]
    public async Task One_parents_failure_is_its_own()
    {
        var answer = await host.PostAsync("{ books { ... on Book { id stock } } }");
        answer["data"].ShouldBeNull();
        answer["errors"]!.ToJsonString().ShouldBe(
            """[{"message":"Not counted.","locations":[{"line":1,"column":28}],"path":["books",1,"stock"],"extensions":{"code":"NOT_COUNTED"}}]""");
    }

    [Fact]
    public async Task A_total_is_counted_only_when_asked_for()
    {
        await host.DataAsync("{ books { author { books { pageInfo { hasNextPage } } } } }");
        host.Library.Calls.ShouldNotContain("count");
        await host.DataAsync("{ books { author { books { totalCount } } } }");
        host.Library.Calls.Count(call => call == "count").ShouldBe(3);
    }
}
