using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQL.Tests.Sample;

namespace GraphQL.Tests.PersistedDocuments;

public sealed class TrustedDocumentsTests : IDisposable
{
    private const string Greeting = "query Greeting {\n  hello\n}\n";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("trusted");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_document_is_asked_for_by_its_hash_its_files_name_or_its_operations_name()
    {
        Write("greeting-of-the-day.graphql", Greeting);
        await using var host = await StartAsync();

        foreach (var id in new[] { "sha256:" + HashOf(Greeting), HashOf(Greeting), HashOf(Greeting.Trim()), "greeting-of-the-day", "Greeting" })
            (await SendAsync(host, new { documentId = id })).ShouldBe("""{"data":{"hello":"world"}}""", id);
        (await host.Client.GetStringAsync(host.Client.BaseAddress + "?documentId=sha256:" + HashOf(Greeting))).ShouldBe("""{"data":{"hello":"world"}}""");
        (await SendAsync(host, new { extensions = new { persistedQuery = new { version = 1, sha256Hash = HashOf(Greeting) } } })).ShouldBe("""{"data":{"hello":"world"}}""");
    }

    [Theory]
    [InlineData("Unknown")]
    [InlineData("sha256:Greeting")]
    [InlineData("sha256:0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("../../etc/passwd")]
    [InlineData("")]
    public async Task An_id_of_nothing_is_one_error(string id)
    {
        Write("greeting.graphql", Greeting);
        await using var host = await StartAsync();

        var errors = JsonNode.Parse(await SendAsync(host, new { documentId = id }))!["errors"]!.AsArray();

        errors.Count.ShouldBe(1);
        ((string)errors[0]!["extensions"]!["code"]!).ShouldBe("PERSISTED_DOCUMENT_NOT_FOUND");
    }

    [Fact]
    public async Task Fragments_come_from_the_files_beside_and_variables_from_the_request()
    {
        Write("client/people.graphql", "query People { people { ...Who } }");
        Write("client/who.graphql", "fragment Who on Person { name ...Greeted }");
        Write("client/greeted.graphql", "fragment Greeted on Person { greet }\nfragment NobodysFragment on Person { id }");
        Write("client/numbers.graphql", "query Numbers($values: [Int!]!) { numbers(values: $values) }");
        await using var host = await StartAsync(options => options.OnlyTrustedDocuments = true);

        (await SendAsync(host, new { documentId = "People" })).ShouldContain("Hello, Ada");
        (await SendAsync(host, new { documentId = "numbers", variables = new { values = new[] { 3 } } })).ShouldBe("""{"data":{"numbers":[3]}}""");
        (await SendAsync(host, new { query = "fragment Greeted on Person{greet} query People{people{...Who}} fragment Who on Person{name,...Greeted}" })).ShouldContain("Hello, Ada");
    }

    [Fact]
    public async Task A_file_with_several_operations_is_one_document_and_so_is_each_operation()
    {
        const string Both = "query One { ...Hello } query Two { two: hello } fragment Hello on Query { one: hello }";
        Write("both.graphql", Both);
        await using var host = await StartAsync(options => options.OnlyTrustedDocuments = true);

        (await SendAsync(host, new { documentId = "both", operationName = "Two" })).ShouldBe("""{"data":{"two":"world"}}""");
        (await SendAsync(host, new { documentId = "One" })).ShouldBe("""{"data":{"one":"world"}}""");
        (await SendAsync(host, new { documentId = "Two" })).ShouldBe("""{"data":{"two":"world"}}""");
        (await SendAsync(host, new { query = "query One { ...Hello }\nfragment Hello on Query { one: hello }" })).ShouldBe("""{"data":{"one":"world"}}""");
        (await SendAsync(host, new { query = Both, operationName = "One" })).ShouldBe("""{"data":{"one":"world"}}""");
    }

    [Fact]
    public async Task The_lists_that_tools_write_are_read_with_their_ids()
    {
        Write("relay/persisted_queries.json", JsonSerializer.Serialize(new Dictionary<string, string> { ["8c1d1b2f6ad3c9ad5b0d7d2a0d1c3f77"] = "query A { a: hello }" }));
        Write("codegen/persisted-documents.json", JsonSerializer.Serialize(new Dictionary<string, string> { ["sha256:" + HashOf("query B { b: hello }")] = "query B { b: hello }" }));
        Write("apollo/manifest.json", JsonSerializer.Serialize(new
        {
            format = "apollo-persisted-query-manifest", version = 1, operations = new[] { new { id = "c-1", name = "C", type = "query", body = "query C { c: hello }" } },
        }));
        await using var host = await StartAsync();

        (await SendAsync(host, new { documentId = "8c1d1b2f6ad3c9ad5b0d7d2a0d1c3f77" })).ShouldContain("\"a\"");
        (await SendAsync(host, new { documentId = "sha256:" + HashOf("query B { b: hello }") })).ShouldContain("\"b\"");
        (await SendAsync(host, new { documentId = "c-1" })).ShouldContain("\"c\"");
        (await SendAsync(host, new { documentId = "sha256:" + HashOf("query C { c: hello }") })).ShouldContain("\"c\"");
    }

    [Fact]
    public async Task Two_clients_may_use_one_name_and_then_ask_by_hash()
    {
        Write("web/greeting.graphql", Greeting);
        Write("phone/greeting.graphql", "query Greeting { short: hello }");
        Write("desk/greeting.graphql", "query Greeting { hello }");
        await using var host = await StartAsync();

        (await SendAsync(host, new { documentId = "Greeting" })).ShouldContain("Several documents are called Greeting");
        (await SendAsync(host, new { documentId = "sha256:" + HashOf("query Greeting { short: hello }") })).ShouldContain("short");
    }

    [Fact]
    public async Task Everything_that_is_wrong_fails_the_start_at_once()
    {
        Write("a/broken.graphql", "query Broken {");
        Write("a/unknown.graphql", "query Unknown {\n  hello\n  nothing\n}");
        Write("a/missing.graphql", "query Missing { people { ...Nowhere } }");
        Write("b/one.graphql", "fragment Twice on Person { name }");
        Write("b/two.graphql", "fragment Twice on Person { id }");
        Write("b/uses.graphql", "query Uses { people { ...Twice } }");
        Write("list.json", "[1]");
        Write("wrong.json", """{"sha256:00":"{ hello }"}""");
        Write("no.json", "{");

        var errors = (await Should.ThrowAsync<TrustedDocumentException>(() => StartAsync())).Errors;

        errors.ShouldContain(error => error.StartsWith("a/broken.graphql(1,15): Syntax Error", StringComparison.Ordinal));
        errors.ShouldContain(error => error.StartsWith("a/unknown.graphql(3,3): Cannot query field \"nothing\"", StringComparison.Ordinal));
        errors.ShouldContain(error => error.StartsWith("a/missing.graphql(1,", StringComparison.Ordinal) && error.Contains("Nowhere"));
        errors.ShouldContain("b/uses.graphql: fragment Twice is defined in b/one.graphql and in b/two.graphql.");
        errors.ShouldContain(error => error.StartsWith("list.json: this is no list", StringComparison.Ordinal));
        errors.ShouldContain("wrong.json: sha256:00 is not the hash of its document.");
        errors.ShouldContain(error => error.StartsWith("no.json: ", StringComparison.Ordinal));
        errors.Count.ShouldBe(7);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_fails_the_start() =>
        (await Should.ThrowAsync<TrustedDocumentException>(() => SampleHost.StartAsync(build: server => server.AddTrustedDocuments(folder.FullName + "/none"))))
            .Message.ShouldContain("there is no such folder");

    [Fact]
    public async Task Only_trusted_documents_means_that_there_are_some() =>
        (await Should.ThrowAsync<TrustedDocumentException>(() => SampleHost.StartAsync(options => options.OnlyTrustedDocuments = true)))
            .Message.ShouldContain("AddTrustedDocuments");

    [Theory]
    [InlineData("{ people { name } }")]
    [InlineData("{ passwords }")]
    [InlineData("{")]
    [InlineData("query Greeting { hello again: hello }")]
    public async Task Where_only_trusted_documents_run_nothing_else_does_and_nothing_is_told(string query)
    {
        Write("greeting.graphql", Greeting);
        await using var host = await StartAsync(options => options.OnlyTrustedDocuments = true);

        foreach (var body in new object[] { new { query }, new { query, extensions = new { persistedQuery = new { version = 1, sha256Hash = HashOf(query) } } } })
        {
            (await SendAsync(host, body)).ShouldBe(
                """{"errors":[{"message":"Only trusted documents are run here, and this is none of them.","extensions":{"code":"QUERY_NOT_IN_SAFELIST"}}]}""");
        }

        (await host.Client.GetAsync(host.Client.BaseAddress + "?query=" + Uri.EscapeDataString(query))).StatusCode.ShouldBe(HttpStatusCode.OK, "plain JSON answers 200");
        host.Library.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Greeting)]
    [InlineData("query   Greeting{hello} # as a tool prints it")]
    public async Task The_text_of_a_trusted_document_is_as_good_as_its_id(string query)
    {
        Write("greeting.graphql", Greeting);
        await using var host = await StartAsync(options => options.OnlyTrustedDocuments = true);

        for (var times = 0; times < 2; times++)
            (await SendAsync(host, new { query })).ShouldBe("""{"data":{"hello":"world"}}""");
    }

    [Fact]
    public async Task Who_may_send_any_document_cannot_make_it_known_for_others()
    {
        const string Any = "{ numbers(values: [1]) }";
        Write("greeting.graphql", Greeting);
        await using var host = await StartAsync(options => (options.OnlyTrustedDocuments, options.AnyDocumentPolicy) = (true, "staff"));
        var extensions = new { persistedQuery = new { version = 1, sha256Hash = HashOf(Any) } };

        (await SendAsync(host, new { query = Any }, user: "staff")).ShouldBe("""{"data":{"numbers":[1]}}""");
        (await SendAsync(host, new { query = Any, extensions }, user: "staff")).ShouldBe("""{"data":{"numbers":[1]}}""");
        (await SendAsync(host, new { extensions }, user: "staff")).ShouldBe("""{"data":{"numbers":[1]}}""");
        (await SendAsync(host, new { documentId = "sha256:" + HashOf(Any) }, user: "staff")).ShouldBe("""{"data":{"numbers":[1]}}""");

        foreach (var body in new object[] { new { query = Any }, new { query = Any, extensions }, new { extensions }, new { documentId = "sha256:" + HashOf(Any) } })
        {
            (await SendAsync(host, body, user: "somebody")).ShouldContain("QUERY_NOT_IN_SAFELIST");
            (await SendAsync(host, body)).ShouldContain("QUERY_NOT_IN_SAFELIST");
        }
    }

    [Fact]
    public async Task A_policy_that_does_not_exist_fails_the_start()
    {
        Write("greeting.graphql", Greeting);
        (await Should.ThrowAsync<InvalidOperationException>(() => StartAsync(options => (options.OnlyTrustedDocuments, options.AnyDocumentPolicy) = (true, "nobodys"))))
            .Message.ShouldContain("nobodys");
    }

    [Fact]
    public async Task A_batch_asks_by_id_as_well()
    {
        Write("greeting.graphql", Greeting);
        await using var host = await StartAsync(options => options.OnlyTrustedDocuments = true);

        var answers = JsonNode.Parse(await SendAsync(host, new object[] { new { documentId = "Greeting" }, new { query = "{ people { name } }" } }))!.AsArray();

        answers[0]!["data"].ShouldNotBeNull();
        answers[1]!["errors"].ShouldNotBeNull();
    }

    private void Write(string path, string text)
    {
        var file = Path.Combine(folder.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private Task<SampleHost> StartAsync(Action<GraphQLOptions>? configure = null) =>
        SampleHost.StartAsync(configure, server => server.AddTrustedDocuments(folder.FullName));

    private static string HashOf(string document) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document)));

    private static async Task<string> SendAsync(SampleHost host, object body, string? user = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, host.Client.BaseAddress);
        request.Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        request.Headers.Accept.ParseAdd("application/graphql-response+json");
        if (user is not null)
            request.Headers.Add("X-User", user);
        using var response = await host.Client.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }
}
