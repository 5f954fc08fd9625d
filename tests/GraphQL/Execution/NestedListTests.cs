using System.Text;
using System.Text.Json.Nodes;
using System.Security.Claims;
using GraphQL.Execution;
using GraphQL.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQL.Tests.Execution;

public sealed class NestedListTests : IDisposable
{
    private readonly ServiceProvider services = Build();

    [Theory]
    [InlineData("inner", """{"inner":[[1],null,[3]]}""", """["inner",1,1]""")]
    [InlineData("outer", """{"outer":null}""", """["outer",1,1]""")]
    [InlineData("deep", """{"deep":[[[1]],[null,[3]]]}""", """["deep",1,0,0]""")]
    [InlineData("whole", "null", """["whole",1,1]""")]
    public async Task A_null_goes_up_to_the_nearest_list_that_may_be_null(string field, string data, string path)
    {
        var answer = await AnswerAsync($"{{ {field} }}");
        (answer["data"]?.ToJsonString() ?? "null").ShouldBe(data);
        answer["errors"]!.AsArray().ShouldHaveSingleItem()!["path"]!.ToJsonString().ShouldBe(path);
    }

    [Fact]
    public async Task An_element_that_cannot_be_written_is_null_by_itself()
    {
        var answer = await AnswerAsync("{ ratios }");
        answer["data"]!.ToJsonString().ShouldBe("""{"ratios":[0.5,null,2]}""");
        answer["errors"]!.AsArray().ShouldHaveSingleItem()!["path"]!.ToJsonString().ShouldBe("""["ratios",1]""");
    }

    public void Dispose() => services.Dispose();

    private static ServiceProvider Build()
    {
        var services = new ServiceCollection();
        services.AddGraphQLServer().AddTypes(typeof(ListQueries));
        return services.BuildServiceProvider();
    }

    private async Task<JsonNode> AnswerAsync(string query)
    {
        var context = new RequestContext(new DefaultHttpContext(), new ClaimsPrincipal(), TestContext.Current.CancellationToken) { OwnServices = services };
        using var output = new PooledBuffer();
        await services.GetRequiredService<RequestRunner>().RunAsync(
            context, new GraphQLRequest(Encoding.UTF8.GetBytes(query), null, default), AllowedOperations.Queries, output);
        return JsonNode.Parse(output.Written.Span)!;
    }

    [QueryType]
    public static class ListQueries
    {
        [GraphQLType("[[Int!]]")]
        public static List<List<int?>> Inner() => [[1], [2, null], [3]];

        [GraphQLType("[[Int!]!]")]
        public static List<List<int?>> Outer() => [[1], [2, null], [3]];

        [GraphQLType("[[[Int!]]!]!")]
        public static List<List<List<int?>>> Deep() => [[[1]], [[null], [3]]];

        [GraphQLType("[[Int!]!]!")]
        public static List<List<int?>> Whole() => [[1], [2, null]];

        public static List<double?> Ratios() => [0.5, double.NaN, 2];
    }
}
