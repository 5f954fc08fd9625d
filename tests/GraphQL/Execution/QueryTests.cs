using GraphQL.Tests.Sample;

namespace GraphQL.Tests.Execution;

public sealed class QueryTests : IAsyncLifetime
{
    private static readonly string First = GlobalId.Encode("Book", "1");
    private SampleHost host = null!;

    public async ValueTask InitializeAsync() => host = await SampleHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_pure_root_field_is_answered() =>
        (await host.DataAsync("{ hello }")).ShouldBe("""{"hello":"world"}""");

    [Fact]
    public async Task Every_kind_of_scalar_is_written() =>
        (await host.DataAsync(
            "query($id: ID!) { book(id: $id) { title binding pages isbn publishedAt acquired rating copies available tags scores price { amount currency } link __typename } }",
            new { id = First }))
        .ShouldBe(
            """
            {"book":{"title":"The Dispossessed","binding":"HARD_COVER","pages":100,"isbn":"isbn-1","publishedAt":"2020-01-01T10:00:00Z",
            "acquired":"2021-05-06","rating":1.5,"copies":5000000001,"available":true,"tags":["a","b"],"scores":[1,null,1],
            "price":{"amount":"10.90","currency":"EUR"},"link":"https://books.example/1","__typename":"Book"}}
            """.ReplaceLineEndings(""));

    [Fact]
    public async Task Fields_stand_in_the_order_of_the_document_under_their_aliases() =>
        (await host.DataAsync("{ b: hello __typename a: hello }")).ShouldBe("""{"b":"world","__typename":"Query","a":"world"}""");

    [Fact]
    public async Task Fields_of_several_fragments_are_merged() =>
        (await host.DataAsync(
            """
            { books(binding: HARD_COVER) { ...A ...B price { amount } } }
            fragment A on Book { title price { currency } }
            fragment B on Book { id ...A }
            """))
        .ShouldBe("""{"books":[{"title":"The Dispossessed","price":{"currency":"EUR","amount":"10.90"},"id":"ID"}]}""".Replace("ID", First, StringComparison.Ordinal));

    [Theory]
    [InlineData(true, false, """{"hello":"world","books":[{"title":"The Dispossessed"}]}""")]
    [InlineData(false, true, """{"books":[{"pages":100}]}""")]
    [InlineData(true, true, """{"hello":"world","books":[{"title":"The Dispossessed","pages":100}]}""")]
    [InlineData(false, false, "{}")]
    public async Task Include_and_skip_decide_by_the_variables(bool a, bool b, string expected) =>
        (await host.DataAsync(
            """
            query($a: Boolean!, $b: Boolean!, $notA: Boolean!) {
              hello @skip(if: $notA)
              books(binding: HARD_COVER) @include(if: $a) { title }
              books(binding: HARD_COVER) @include(if: $b) { pages }
              never: hello @include(if: false)
            }
            """,
            new { a, b, notA = !a }))
        .ShouldBe(expected);

    [Fact]
    public async Task Unions_are_answered_by_the_runtime_type() =>
        (await host.DataAsync("{ items { __typename ... on Book { title days } ... on Magazine { issue title } } }"))
        .ShouldBe(
            """
            {"items":[{"__typename":"Book","title":"The Dispossessed","days":31},{"__typename":"Magazine","issue":1,"title":"Nature"},
            {"__typename":"Book","title":"Invisible Cities","days":32}]}
            """.ReplaceLineEndings(""));

    [Fact]
    public async Task Fields_of_an_interface_are_inherited() =>
        (await host.DataAsync("""{ people { __typename name greet(greeting: "Hi") ... on Author { born } } }"""))
        .ShouldBe(
            """
            {"people":[{"__typename":"Author","name":"Ursula","greet":"Hi, Ursula","born":1929},
            {"__typename":"Author","name":"Italo","greet":"Hi, Italo","born":1923},{"__typename":"Reader","name":"Ada","greet":"Hi, Ada"}]}
            """.ReplaceLineEndings(""));

    [Fact]
    public async Task Lists_of_lists_of_objects_keep_their_shape() =>
        (await host.DataAsync("{ pairs { title days(days: 0) } }"))
        .ShouldBe(
            """
            {"pairs":[[{"title":"The Dispossessed","days":1},{"title":"Invisible Cities","days":2}],
            [{"title":"The Lathe of Heaven","days":3},{"title":"Anonymous","days":4}]]}
            """.ReplaceLineEndings(""));

    [Fact]
    public async Task An_object_that_is_not_there_is_null_with_all_below_it() =>
        (await host.DataAsync("{ books { sequel { sequel { title days } } } }"))
        .ShouldBe(
            """
            {"books":[{"sequel":{"sequel":{"title":"The Lathe of Heaven","days":33}}},{"sequel":{"sequel":{"title":"Anonymous","days":34}}},
            {"sequel":{"sequel":null}},{"sequel":null}]}
            """.ReplaceLineEndings(""));

    [Fact]
    public async Task The_user_and_the_context_reach_resolvers()
    {
        (await host.DataAsync("{ me }", user: "ada")).ShouldBe("""{"me":"ada"}""");
        await host.DataAsync("{ shelf { nodes { title } } }");
        await host.DataAsync("{ shelf { totalCount } }");
        host.Library.Calls.ShouldBe(["shelf", "shelf+count", "count"]);
    }

    [Fact]
    public async Task Parallel_resolvers_run_beside_each_other() =>
        (await host.PostAsync("{ left right }"))["errors"].ShouldBeNull();

    [Fact]
    public async Task Types_and_names_can_be_given_by_attribute() =>
        (await host.DataAsync("{ numbers(values: [3, 4]) }")).ShouldBe("""{"numbers":[3,4]}""");

    [Fact]
    public async Task Several_operations_of_a_document_are_told_apart_by_name()
    {
        const string document = "query A { hello } query B { other: hello }";
        (await host.PostAsync(document, operationName: "A"))["data"]!.ToJsonString().ShouldBe("""{"hello":"world"}""");
        (await host.PostAsync(document, operationName: "B"))["data"]!.ToJsonString().ShouldBe("""{"other":"world"}""");
        (await host.PostAsync(document))["errors"]![0]!["message"]!.ToString().ShouldBe("Must provide operation name if query contains multiple operations.");
        (await host.PostAsync(document, operationName: "C"))["errors"]![0]!["message"]!.ToString().ShouldBe("Unknown operation named \"C\".");
    }
}
