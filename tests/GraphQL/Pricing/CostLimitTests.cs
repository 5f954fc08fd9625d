using System.Net.Http.Json;
using System.Text;
using GraphQL.Requests;
using GraphQL.Tests.Sample;
using GraphQL.TypeSystem;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQL.Tests.Pricing;

public sealed class CostLimitTests
{
    [Fact]
    public async Task An_operation_beyond_a_limit_is_refused_before_anything_runs()
    {
        await using var host = await StartAsync(options => options.MaximumTypeCost = 100);
        var answer = await host.PostAsync("{ products(max: 100) { name } }");
        answer.AsObject().ContainsKey("data").ShouldBeFalse();
        answer["errors"]![0]!.ToJsonString().ShouldBe(
            """
            {"message":"The operation has a type cost of 101; at most 100 is allowed. Ask for smaller pages or for less in them.","locations":[{"line":1,"column":1}],
            "extensions":{"code":"COST_LIMIT_EXCEEDED","fieldCost":10,"maximumFieldCost":50000,"typeCost":101,"maximumTypeCost":100}}
            """.ReplaceLineEndings(""));
        host.Library.Calls.ShouldBeEmpty();
        (await host.DataAsync("{ products(max: 99) { name } }")).ShouldBe("""{"products":[]}""");
        host.Library.Calls.ShouldBe(["products:99"]);
    }

    [Fact]
    public async Task The_cost_of_fields_has_a_limit_of_its_own()
    {
        await using var host = await StartAsync(options => options.MaximumFieldCost = 19);
        (await host.DataAsync("{ products(max: 9) { maker { name } } }")).ShouldBe("""{"products":[]}""");
        var error = (await host.PostAsync("{ products(max: 10) { maker { name } } }"))["errors"]![0]!;
        error["message"]!.ToString().ShouldStartWith("The operation has a field cost of 20; at most 19 is allowed.");
    }

    [Fact]
    public async Task Limits_may_be_reported_without_being_enforced()
    {
        await using var host = await StartAsync(options => (options.MaximumTypeCost, options.EnforceCostLimits) = (1, false));
        host.Client.DefaultRequestHeaders.Add("GraphQL-Cost", "report");
        var answer = await host.PostAsync("{ products(max: 10) { name } ends { name } }");
        answer["data"]!.ToJsonString().ShouldBe("""{"products":[],"ends":[]}""");
        answer["extensions"]!.ToJsonString().ShouldBe("""{"operationCost":{"fieldCost":11,"typeCost":21}}""");
    }

    [Fact]
    public async Task The_cost_is_reported_last_and_only_when_asked_for()
    {
        await using var host = await StartAsync();
        (await host.PostAsync("{ hello }")).ToJsonString().ShouldBe("""{"data":{"hello":"world"}}""");
        host.Client.DefaultRequestHeaders.Add("GraphQL-Cost", "report");
        (await host.PostAsync("{ hello books { brokenMaybe } }")).AsObject().Select(entry => entry.Key).ShouldBe(["data", "errors", "extensions"]);
        (await host.PostAsync("{ hello }")).ToJsonString().ShouldBe("""{"data":{"hello":"world"},"extensions":{"operationCost":{"fieldCost":0,"typeCost":1}}}""");
    }

    [Fact]
    public async Task The_extensions_of_a_request_may_ask_for_its_cost()
    {
        await using var host = await StartAsync();
        using var answer = await host.Client.PostAsJsonAsync((Uri?)null, new { query = "{ hello }", extensions = new { cost = "report" } });
        (await answer.Content.ReadAsStringAsync()).ShouldBe("""{"data":{"hello":"world"},"extensions":{"operationCost":{"fieldCost":0,"typeCost":1}}}""");
        using var silent = await host.Client.PostAsJsonAsync((Uri?)null, new { query = "{ hello }", extensions = new { cost = 1 } });
        (await silent.Content.ReadAsStringAsync()).ShouldBe("""{"data":{"hello":"world"}}""");
    }

    [Fact]
    public async Task Subscriptions_are_priced_as_the_operation_of_one_event()
    {
        await using var host = await StartAsync(options => options.MaximumTypeCost = 2);
        (await PrepareAsync(host, "subscription { bookReturned { title } }")).Operation!.Cost.TypeCost.ShouldBe(2);
        var refused = await PrepareAsync(host, "subscription { bookReturned { title sequel { title } } }");
        refused.Operation.ShouldBeNull();
        refused.Errors.ShouldHaveSingleItem().Message.ShouldStartWith("The operation has a type cost of 3; at most 2 is allowed.");
    }

    [Fact]
    public async Task A_price_can_be_asked_for_without_running_anything()
    {
        await using var host = await StartAsync();
        host.Client.DefaultRequestHeaders.Add("GraphQL-Cost", "validate");
        (await host.PostAsync("{ products(max: 3) { name } }")).ToJsonString().ShouldBe("""{"extensions":{"operationCost":{"fieldCost":10,"typeCost":4}}}""");
        host.Library.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Weights_and_sizes_are_part_of_the_printed_schema()
    {
        await using var host = await StartAsync();
        var sdl = SchemaPrinter.Print(host.Schema);
        sdl.ShouldContain("directive @cost(");
        sdl.ShouldContain("on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT | SCALAR");
        sdl.ShouldContain("approx: Approximation @cost(weight: \"-12\")");
        sdl.ShouldContain("topProducts(filter: ProductFilter @cost(weight: \"15\")): [String!]! @cost(weight: \"5\") @listSize(assumedSize: 10)");
        sdl.ShouldContain("products(max: Int!): [Product!]! @cost(weight: \"10\") @listSize(slicingArguments: [\"max\"])");
        sdl.ShouldContain("type Maker @cost(weight: \"3\")");
        sdl.ShouldContain("""@listSize(assumedSize: 2, slicingArguments: ["first", "last"], sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false)""");
        sdl.ShouldContain("unsized: [Product!]!\n");
    }

    private static ValueTask<Preparation> PrepareAsync(SampleHost host, string query) => host.Services.GetRequiredService<RequestPreparer>().PrepareAsync(
        RequestContext.Of(new DefaultHttpContext { RequestServices = host.Services }),
        new GraphQLRequest(Encoding.UTF8.GetBytes(query), null, default),
        AllowedOperations.Queries | AllowedOperations.Subscriptions);

    private static Task<SampleHost> StartAsync(Action<GraphQLOptions>? configure = null) =>
        SampleHost.StartAsync(configure, server => server.AddTypes(typeof(ShopQueries), typeof(IThing), typeof(Cheap), typeof(Dear)));
}
