using GraphQL.Tests.Sample;

namespace GraphQL.Tests.Execution;

public sealed class MutationTests : IAsyncLifetime
{
    private const string Lend =
        """
        mutation($book: ID!) {
          lendBook(input: { book: $book, to: "Ada" }) {
            book { title days }
            days
            errors { __typename ... on Error { code message } ... on BookNotFoundError { id } }
          }
        }
        """;

    private SampleHost host = null!;

    public async ValueTask InitializeAsync() => host = await SampleHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_success_is_the_payload_without_errors() =>
        (await host.DataAsync(Lend, new { book = GlobalId.Encode("Book", "2") }))
            .ShouldBe("""{"lendBook":{"book":{"title":"Invisible Cities","days":32},"days":14,"errors":null}}""");

    [Fact]
    public async Task A_domain_failure_is_an_error_in_the_payload_and_all_else_is_null()
    {
        var id = GlobalId.Encode("Book", "77");
        (await host.DataAsync(Lend, new { book = id })).ShouldBe(
            $$$"""{"lendBook":{"book":null,"days":null,"errors":[{"__typename":"BookNotFoundError","code":"NOT_FOUND","message":"There is no such book.","id":"{{{id}}}"}]}}""");
    }

    [Fact]
    public async Task Root_fields_run_one_after_another()
    {
        var id = GlobalId.Encode("Book", "1");
        (await host.DataAsync(
            "mutation($id: ID!) { a: lendBook(input: { book: $id, to: \"a\" }) { days } b: lendBook(input: { book: $id, to: \"b\" }) { book { days } } __typename }",
            new { id }))
            .ShouldBe("""{"a":{"days":14},"b":{"book":{"days":31}},"__typename":"Mutation"}""");
        host.Library.Calls.ShouldBe(["begin a", "end a", "begin b", "end b", "book.days"]);
    }

    [Fact]
    public async Task A_failed_field_does_not_keep_the_next_from_running()
    {
        var answer = await host.PostAsync("mutation { a: count(fail: true) b: count }");
        answer["data"]!.ToJsonString().ShouldBe("""{"a":null,"b":2}""");
        answer["errors"]![0]!["path"]!.ToJsonString().ShouldBe("""["a"]""");
    }

    [Fact]
    public async Task A_failed_field_that_must_not_be_null_ends_the_mutation()
    {
        var answer = await host.PostAsync("mutation { a: count b: mustCount(fail: true) c: count }");
        answer["data"].ShouldBeNull();
        host.Library.Calls.ShouldBe(["count", "must count"]);
    }

    [Fact]
    public async Task Who_may_not_call_a_mutation_gets_the_domain_error()
    {
        (await host.DataAsync("mutation { burnBooks(input: { why: \"x\" }) { burnt errors { ... on Error { code message } } } }"))
            .ShouldBe("""{"burnBooks":{"burnt":null,"errors":[{"code":"FORBIDDEN","message":"Sign in first."}]}}""");
        host.Library.Calls.ShouldBeEmpty();
        (await host.DataAsync("mutation { burnBooks(input: { why: \"x\" }) { burnt errors { __typename } } }", user: "staff"))
            .ShouldBe("""{"burnBooks":{"burnt":0,"errors":null}}""");
    }
}
