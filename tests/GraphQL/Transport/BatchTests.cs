using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQL.Tests.Sample;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQL.Tests.Transport;

public sealed class BatchTests
{
    [Theory]
    [InlineData("application/json")]
    [InlineData("application/graphql-response+json")]
    public async Task Requests_are_answered_in_their_order_each_by_itself(string accept)
    {
        await using var host = await SampleHost.StartAsync();

        var (status, type, text) = await PostAsync(
            host,
            """
             [
               {"query":"{ hello }"},
               {"query":"query($v: [Int!]!) { numbers(values: $v) }","variables":{"v":[1,2]}},
               {"query":"{ unknown }"},
               {"invalid":"request"},
               {"query":"query A { hello } query B { b: hello }","operationName":"B"}
             ]
            """,
            accept);

        status.ShouldBe(HttpStatusCode.OK);
        type.ShouldBe(accept);
        var answers = JsonNode.Parse(text)!.AsArray();
        answers.Count.ShouldBe(5);
        answers[0]!.ToJsonString().ShouldBe("""{"data":{"hello":"world"}}""");
        answers[1]!.ToJsonString().ShouldBe("""{"data":{"numbers":[1,2]}}""");
        Code(answers[2]).ShouldBe("GRAPHQL_VALIDATION_FAILED");
        ((string)answers[3]!["errors"]![0]!["message"]!).ShouldBe("Parameter \"query\" is missing.");
        answers[4]!.ToJsonString().ShouldBe("""{"data":{"b":"world"}}""");
    }

    [Fact]
    public async Task Mutations_of_a_batch_run_one_after_another()
    {
        await using var host = await SampleHost.StartAsync();

        var entries = Enumerable.Range(0, 5).Select(index => new
        {
            query = "mutation($i: LendBookInput!) { lendBook(input: $i) { days } }",
            variables = new { i = new { book = GlobalId.Encode("Book", 1), to = $"reader {index}" } },
        });
        await PostAsync(host, JsonSerializer.Serialize(entries));

        host.Library.Calls.ShouldBe(Enumerable.Range(0, 5).SelectMany(index => new[] { $"begin reader {index}", $"end reader {index}" }));
    }

    [Fact]
    public async Task Each_request_of_a_batch_has_services_of_its_own()
    {
        await using var host = await SampleHost.StartAsync(build: server =>
        {
            server.Services.AddScoped<Scope>();
            server.AddInterceptor<ScopeNotes>();
        });

        await PostAsync(host, """[{"query":"{ people { loans } }"},{"query":"{ people { loans } }"}]""");

        var scopes = host.Library.Calls.Where(call => call.StartsWith("scope", StringComparison.Ordinal)).ToList();
        scopes.Count.ShouldBe(4);
        scopes[0].ShouldBe(scopes[1].Replace("scope end", "scope begin", StringComparison.Ordinal));
        scopes[0].ShouldNotBe(scopes[2]);
    }

    [Theory]
    [InlineData("[]", "A batch must have at least one request.")]
    [InlineData("""[[{"query":"{ hello }"}]]""", "Entry 0 of the batch is no object.")]
    [InlineData("""[{"query":"{ hello }"}, "x"]""", "Entry 1 of the batch is no object.")]
    [InlineData("""[{"query":"{ hello }"}""", "The request's body is not valid JSON.")]
    [InlineData("""[{"query":"{ hello }"}] x""", "The request's body is not valid JSON.")]
    [InlineData("""[{"query":"{ a }"},{"query":"{ b }"},{"query":"{ c }"},{"query":"{ d }"}]""", "A batch may have 3 requests.")]
    public async Task What_is_no_batch_is_refused_as_a_whole(string body, string message)
    {
        await using var host = await SampleHost.StartAsync(options => options.MaximumBatchSize = 3);

        var (status, _, text) = await PostAsync(host, body);

        status.ShouldBe(HttpStatusCode.BadRequest);
        ((string)JsonNode.Parse(text)!["errors"]![0]!["message"]!).ShouldBe(message);
        host.Library.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_may_serve_no_batches()
    {
        await using var host = await SampleHost.StartAsync(options => options.MaximumBatchSize = 0);

        var (status, _, text) = await PostAsync(host, """[{"query":"{ hello }"}]""");

        status.ShouldBe(HttpStatusCode.BadRequest);
        text.ShouldContain("Batches are not served here");
    }

    [Fact]
    public async Task Limits_hold_for_each_request_of_a_batch()
    {
        await using var host = await SampleHost.StartAsync(options => options.MaximumAliases = 2);

        var (_, _, text) = await PostAsync(host, """[{"query":"{ a: hello b: hello }"},{"query":"{ a: hello b: hello c: hello }"},{"query":"{ hello }"}]""");

        var answers = JsonNode.Parse(text)!.AsArray();
        answers[0]!["data"].ShouldNotBeNull();
        answers[1]!.AsObject().ContainsKey("data").ShouldBeFalse();
        answers[2]!["data"].ShouldNotBeNull();
    }

    private static string? Code(JsonNode? answer) => (string?)answer!["errors"]![0]!["extensions"]!["code"];

    private static async Task<(HttpStatusCode Status, string? Type, string Text)> PostAsync(SampleHost host, string body, string accept = "application/graphql-response+json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, host.Client.BaseAddress);
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.Accept.ParseAdd(accept);
        using var response = await host.Client.SendAsync(request);
        return (response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync());
    }

    private sealed class Scope(Library library) : IDisposable
    {
        private readonly Guid id = Guid.NewGuid();

        public void Note() => library.Note($"scope begin {id}");

        public void Dispose() => library.Note($"scope end {id}");
    }

    private sealed class ScopeNotes(Scope scope) : OperationInterceptor
    {
        public override ValueTask<IAsyncDisposable?> BeginAsync(OperationContext context, CancellationToken cancellation)
        {
            scope.Note();
            return default;
        }
    }
}
