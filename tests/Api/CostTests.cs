using System.Net.Http.Json;
using System.Text.Json.Nodes;
using GraphQL;
using GraphQL.Language;
using GraphQL.TypeSystem;
using Marketplace.Api.EmbeddedPostgres;
using Microsoft.Extensions.DependencyInjection;
using Testing;

namespace Marketplace.Api.Tests;

/// <summary>What clients ordinarily ask fits the limits of cost with room; what would read the whole database does not.</summary>
public sealed class CostTests(RefusalTests.Host shared) : IClassFixture<RefusalTests.Host>
{
    private static readonly string Folder = Path.Combine(CheckoutDirectory.Above(AppContext.BaseDirectory), "schema", "operations");
    private readonly TestHost host = shared.Value;

    [Fact]
    public async Task Every_document_of_a_client_costs_a_tenth_of_the_limit_at_most()
    {
        var schema = host.Services.GetRequiredService<GraphQL.TypeSystem.Schema>();
        var options = host.Services.GetRequiredService<GraphQLOptions>();
        var priced = 0;
        foreach (var folder in Directory.EnumerateDirectories(Folder))
        {
            var definitions = Directory.EnumerateFiles(folder, "*.graphql").SelectMany(f => GraphQLParser.Parse(File.ReadAllText(f)).Definitions).ToList();
            foreach (var operation in definitions.OfType<OperationDefinitionNode>().Where(o => o.Kind != OperationKind.Subscription))
            {
                var document = GraphQLPrinter.Print(new DocumentNode([operation, .. Used(operation, definitions)]));
                var variables = operation.VariableDefinitions.ToDictionary(v => v.Name, v => Example(schema.GetType(v.Type)!));
                var (fields, types) = await CostAsync(document, variables);
                fields.ShouldBeLessThanOrEqualTo(options.MaximumFieldCost / 10, operation.Name);
                types.ShouldBeLessThanOrEqualTo(options.MaximumTypeCost / 10, operation.Name);
                priced++;
            }
        }

        priced.ShouldBeGreaterThan(8);
    }

    [Theory]
    [InlineData("{ jobs(first: 100) { totalCount nodes { id title category { name } budget { __typename } client { id displayName } proposalCount connectsQuote { __typename } } } }")]
    [InlineData("{ jobs { nodes { client { jobs { nodes { title client { displayName } } } } } } }")]
    [InlineData("{ jobs { nodes { proposals { nodes { talent { displayName } job { title } } } } } }")]
    [InlineData("{ jobs { nodes { client { jobs { nodes { proposals { nodes { talent { displayName } } } } } } } } }")]
    [InlineData("{ viewer { account { ... on Talent { wallet { balance lots(first: 100) { nodes { remaining } } history(first: 100) { nodes { amount lots { __typename } job { title client { displayName } } } } } } } } }")]
    public async Task What_clients_ordinarily_nest_is_allowed(string query) => (await CostAsync(query, [])).Fields.ShouldBeGreaterThan(0);

    [Theory]
    [InlineData("{ jobs(first: 100) { nodes { client { jobs(first: 100) { nodes { client { jobs(first: 100) { nodes { title } } } } } } } } }")]
    [InlineData("{ jobs(first: 100) { nodes { proposals(first: 100) { nodes { talent { proposals(first: 100) { nodes { coverLetter } } } } } } } }")]
    public async Task A_hundred_of_a_hundred_of_a_hundred_are_refused(string query)
    {
        var error = (await SendAsync(query, [], "report"))["errors"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)error["extensions"]!["code"]!).ShouldBe(ErrorCodes.CostLimitExceeded);
        error["extensions"]!["typeCost"]!.GetValue<double>().ShouldBeGreaterThan(1_000_000);
    }

    [Fact]
    public async Task The_cost_is_in_the_answer_when_asked_for()
    {
        var answer = await SendAsync("query($n: Int) { jobs(first: $n) { nodes { id } } }", new() { ["n"] = 3 }, "report");
        answer["data"]!["jobs"].ShouldNotBeNull();
        answer["extensions"]!.ToJsonString().ShouldBe("""{"operationCost":{"fieldCost":11,"typeCost":5}}""");
    }

    private async Task<(double Fields, double Types)> CostAsync(string query, Dictionary<string, JsonNode?> variables)
    {
        var answer = await SendAsync(query, variables, "validate");
        answer["errors"].ShouldBeNull(answer.ToJsonString());
        var cost = answer["extensions"]!["operationCost"]!;
        return (cost["fieldCost"]!.GetValue<double>(), cost["typeCost"]!.GetValue<double>());
    }

    private async Task<JsonNode> SendAsync(string query, Dictionary<string, JsonNode?> variables, string cost)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query, variables }) };
        request.Headers.Add("GraphQL-Cost", cost);
        using var response = await host.Http.SendAsync(request);
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    private static IEnumerable<DefinitionNode> Used(DefinitionNode operation, List<DefinitionNode> definitions)
    {
        var left = definitions.OfType<FragmentDefinitionNode>().ToList();
        var text = GraphQLPrinter.Print(operation);
        while (left.Find(f => text.Contains("..." + f.Name + "\n", StringComparison.Ordinal)) is { } fragment)
        {
            left.Remove(fragment);
            text += GraphQLPrinter.Print(fragment);
            yield return fragment;
        }
    }

    // The largest the types let us guess: every field of an input is given, two elements in every list.
    private static JsonNode? Example(GraphQLType type, int depth = 0) => type.Nullable switch
    {
        _ when depth > 5 && type is not NonNullType => null,
        ListType list => new JsonArray(Example(list.OfType, depth + 1), Example(list.OfType, depth + 1)),
        EnumType @enum => @enum.Values[0].Name,
        InputObjectType input => new JsonObject((input.IsOneOf ? input.Fields.Take(1) : input.Fields).Select(f => KeyValuePair.Create(f.Name, Example(f.Type, depth + 1)))),
        ScalarType { Name: "Int" or "Float" or "Long" } => 1,
        ScalarType { Name: "Boolean" } => true,
        ScalarType { Name: "DateTime" } => "2026-01-01T00:00:00Z",
        ScalarType { Name: "LocalDate" } => "2026-01-01",
        ScalarType { Name: "Decimal" } => "1.00",
        ScalarType { Name: "CountryCode" } => "US",
        ScalarType { Name: "JSON" } => new JsonObject(),
        ScalarType { Name: "URL" } => "https://example.com/",
        _ => "x",
    };
}
