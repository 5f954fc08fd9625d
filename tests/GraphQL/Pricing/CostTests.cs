using System.Text.Json.Nodes;
using GraphQL.Tests.Sample;

namespace GraphQL.Tests.Pricing;

/// <summary>Prices by the rules of IBM's cost directives; the query type itself is one object of weight 1.</summary>
public sealed class CostTests : IAsyncLifetime
{
    private SampleHost host = null!;

    public async ValueTask InitializeAsync()
    {
        host = await SampleHost.StartAsync(build: server => server.AddTypes(typeof(ShopQueries), typeof(IThing), typeof(Cheap), typeof(Dear)));
        host.Client.DefaultRequestHeaders.Add("GraphQL-Cost", "validate");
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData("{ topProducts }", 5)]
    [InlineData("{ topProducts(filter: null) }", 5)]
    [InlineData("{ topProducts(filter: { text: \"x\" }) }", 20)]
    [InlineData("{ topProducts(filter: { approx: ROUGH }) }", 8)]
    [InlineData("{ topProducts(filter: { ranges: [{ from: 1, to: 2 }, { from: 3, to: 4 }] }) }", 21)]
    [InlineData("{ bargain }", 2)]
    [InlineData("{ bargain(cheap: true) }", 0)]
    [InlineData("{ __typename hello }", 0)]
    public async Task Fields_weigh_and_so_do_the_arguments_they_are_given(string query, double fieldCost) => await ShouldCost(query, null, fieldCost, 1);

    [Theory]
    [InlineData("{ mostPopularProduct { name } }", 5, 2)]
    [InlineData("{ mostPopularProduct(approx: FAIR) { name } }", 2, 2)]
    [InlineData("{ mostPopularProduct { maker { name } } }", 6, 5)]
    [InlineData("{ mostPopularProduct { maker { motto } } }", 6.5, 5)]
    [InlineData("{ a: mostPopularProduct { name } b: mostPopularProduct { name } }", 10, 3)]
    public async Task Objects_weigh_one_or_what_they_say(string query, double fieldCost, double typeCost) => await ShouldCost(query, null, fieldCost, typeCost);

    [Theory]
    [InlineData("{ products(max: 7) { name } }", 10, 8)]
    [InlineData("{ products(max: 7) { maker { name } } }", 17, 29)]
    [InlineData("{ products(max: 7) { sellers { name } } }", 17, 218)]
    [InlineData("{ ends(head: 2, tail: null) { name } }", 1, 3)]
    [InlineData("{ unsized { name } }", 1, 11)]
    [InlineData("{ pairs { title } }", 10, 101)]
    public async Task Lists_multiply_what_is_under_them(string query, double fieldCost, double typeCost) => await ShouldCost(query, null, fieldCost, typeCost);

    [Theory]
    [InlineData("{ shelf { nodes { title } } }", 11, 4)]
    [InlineData("{ shelf(first: 3) { nodes { title } edges { node { title } } } }", 15, 11)]
    [InlineData("{ shelf(first: 0) { nodes { title } } }", 11, 2)]
    [InlineData("{ shelf(first: 100000) { nodes { title } } }", 11, 5)]
    [InlineData("{ shelf(last: 1) { totalCount nodes { sequel { title } } } }", 31, 4)]
    public async Task Connections_are_as_long_as_their_pages(string query, double fieldCost, double typeCost) => await ShouldCost(query, null, fieldCost, typeCost);

    [Fact]
    public async Task Nodes_are_as_many_as_their_ids()
    {
        await ShouldCost("""{ nodes(ids: ["a", "b"]) { id } }""", null, 10, 3);
        await ShouldCost("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", new { ids = new[] { "a", "b", "c" } }, 10, 4);
        await ShouldCost("query($id: ID!) { nodes(ids: [$id]) { id } }", new { id = "a" }, 10, 2);
    }

    [Fact]
    public async Task Of_several_types_the_most_expensive_counts()
    {
        await ShouldCost("{ things { ... on Cheap { name } } }", null, 1, 81);
        await ShouldCost("{ things { ... on Cheap { name } ... on Dear { maker { name } } } }", null, 11, 111);
    }

    [Fact]
    public async Task Batch_resolvers_weigh_one_for_each_parent() => await ShouldCost("{ people { loans } }", null, 20, 11);

    [Fact]
    public async Task A_variable_is_priced_by_its_value()
    {
        const string Query = "query($n: Int = 4) { shelf(first: $n) { nodes { title } } }";
        await ShouldCost(Query, new { n = 1 }, 11, 3);
        await ShouldCost(Query, new { n = 3 }, 11, 5);
        await ShouldCost(Query, null, 11, 5);
        await ShouldCost(Query, new { n = (int?)null }, 11, 4);
        await ShouldCost("query($n: Int!) { products(max: $n) { sellers { name } } }", new { n = 100 }, 110, 3101);
    }

    [Fact]
    public async Task An_unused_filter_variable_costs_nothing()
    {
        const string Query = "query($filter: ProductFilter) { topProducts(filter: $filter) }";
        await ShouldCost(Query, null, 5, 1);
        await ShouldCost(Query, new { filter = (object?)null }, 5, 1);
        await ShouldCost(Query, new { filter = new { text = "x" } }, 20, 1);
        await ShouldCost(Query, new { filter = new { approx = "ROUGH", text = (string?)null } }, 8, 1);
        await ShouldCost("query($a: Approximation) { topProducts(filter: { approx: $a }) }", null, 20, 1);
        await ShouldCost("query($a: Approximation) { topProducts(filter: { approx: $a }) }", new { a = "FAIR" }, 8, 1);
    }

    [Fact]
    public async Task What_is_left_out_costs_nothing()
    {
        const string Query = "query($all: Boolean!) { hello products(max: 5) @include(if: $all) { name maker @skip(if: $all) { name } } }";
        await ShouldCost(Query, new { all = false }, 0, 1);
        await ShouldCost(Query, new { all = true }, 10, 6);
    }

    [Fact]
    public async Task A_required_slicing_argument_must_be_given_once()
    {
        foreach (var query in new[] { "{ ends { name } }", "{ ends(head: 1, tail: 2) { name } }" })
        {
            var error = (await host.PostAsync(query))["errors"]![0]!;
            error["message"]!.ToString().ShouldBe("Field \"ends\" needs exactly one of the arguments \"head\", \"tail\".");
            error["extensions"]!["code"]!.ToString().ShouldBe("BAD_USER_INPUT");
        }
    }

    [Fact]
    public async Task Asking_for_the_schema_costs_nothing() => await ShouldCost(Validation.IntrospectionText.Query, null, 0, 1);

    [Fact]
    public async Task Many_variable_parts_are_added_up()
    {
        var fields = string.Concat(Enumerable.Range(0, 100).Select(index => $" f{index}: products(max: $n) {{ name }}"));
        await ShouldCost($"query($n: Int!) {{{fields} }}", new { n = 2 }, 1000, 201);
    }

    private async Task ShouldCost(string query, object? variables, double fieldCost, double typeCost)
    {
        var answer = await host.PostAsync(query, variables);
        answer["errors"].ShouldBeNull(answer.ToJsonString());
        var cost = answer["extensions"]!["operationCost"]!;
        (Number(cost["fieldCost"]!), Number(cost["typeCost"]!)).ShouldBe((fieldCost, typeCost), query);
    }

    private static double Number(JsonNode node) => node.GetValue<double>();
}
