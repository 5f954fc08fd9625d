using GraphQL.Tests.Sample;

namespace GraphQL.Tests.Execution;

public sealed class NodeTests : IAsyncLifetime
{
    private SampleHost host = null!;

    public async ValueTask InitializeAsync() => host = await SampleHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_node_is_found_by_the_id_it_shows()
    {
        var id = (await host.PostAsync("{ books { id } }"))["data"]!["books"]![2]!["id"]!.ToString();
        id.ShouldBe(GlobalId.Encode("Book", new BookId(3)));
        (await host.DataAsync("query($id: ID!) { node(id: $id) { __typename id ... on Book { title } } }", new { id }))
            .ShouldBe($$$"""{"node":{"__typename":"Book","id":"{{{id}}}","title":"The Lathe of Heaven"}}""");
    }

    [Fact]
    public async Task Types_of_one_interface_share_its_ids()
    {
        var id = GlobalId.Encode("Person", Library.Ada);
        (await host.DataAsync("query($id: ID!) { node(id: $id) { __typename id ... on Person { name } } }", new { id }))
            .ShouldBe($$$"""{"node":{"__typename":"Reader","id":"{{{id}}}","name":"Ada"}}""");
    }

    [Fact]
    public async Task Nodes_are_looked_up_kind_by_kind_and_come_back_in_order()
    {
        string[] ids = [GlobalId.Encode("Book", "2"), GlobalId.Encode("Person", Library.Ursula), GlobalId.Encode("Book", "99"), GlobalId.Encode("Book", "1")];
        (await host.DataAsync("query($ids: [ID!]!) { nodes(ids: $ids) { ... on Book { title } ... on Person { name } } }", new { ids }))
            .ShouldBe("""{"nodes":[{"title":"Invisible Cities"},{"name":"Ursula"},null,{"title":"The Dispossessed"}]}""");
        host.Library.Calls.ShouldBe(["books:3", "people:1"]);
    }

    [Fact]
    public async Task A_malformed_id_is_an_error_in_its_own_place()
    {
        var answer = await host.PostAsync("query($ids: [ID!]!) { nodes(ids: $ids) { id ... on Book { days } } }", new { ids = new[] { GlobalId.Encode("Book", "1"), "nonsense" } });
        answer["data"]!["nodes"]![0]!["days"]!.GetValue<int>().ShouldBe(31);
        answer["data"]!["nodes"]![1].ShouldBeNull();
        answer["errors"]![0]!["path"]!.ToJsonString().ShouldBe("""["nodes",1]""");
        answer["errors"]![0]!["message"]!.ToString().ShouldBe("Invalid id \"nonsense\".");
    }

    [Fact]
    public async Task More_ids_than_allowed_are_refused()
    {
        var answer = await host.PostAsync("query($ids: [ID!]!) { hello nodes(ids: $ids) { id } }", new { ids = Enumerable.Repeat("x", 101) });
        answer["errors"]![0]!["message"]!.ToString().ShouldBe("No more than 100 ids can be asked for at once.");
    }

    [Theory]
    [InlineData("Person", "1", "expected the id of a Book.")]
    [InlineData("Book", "not-a-number", "expected the id of a Book.")]
    public async Task An_id_of_another_kind_is_refused(string kind, string key, string reason)
    {
        var id = GlobalId.Encode(kind, key);
        var answer = await host.PostAsync("query($id: ID!) { book(id: $id) { title } }", new { id });
        answer["data"]!.ToJsonString().ShouldBe("""{"book":null}""");
        answer["errors"]![0]!["message"]!.ToString().ShouldBe($"Invalid id \"{id}\": {reason}");
        answer["errors"]![0]!["extensions"]!["code"]!.ToString().ShouldBe("BAD_USER_INPUT");
    }

    [Fact]
    public async Task Ids_are_read_and_written_wherever_the_attribute_stands()
    {
        (await host.DataAsync("query($ids: [ID!]) { books(ids: $ids) { title authorKey } }", new { ids = new[] { GlobalId.Encode("Book", "2") } }))
            .ShouldBe($$$"""{"books":[{"title":"Invisible Cities","authorKey":"{{{GlobalId.Encode("Person", Library.Italo)}}}"}]}""");
        (await host.DataAsync("query($id: ID!) { anyNode(id: $id) }", new { id = GlobalId.Encode("Anything", "at:all") }))
            .ShouldBe("""{"anyNode":"Anything/at:all"}""");
    }
}
