using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GraphQL.Tests.Sample;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQL.Tests.PersistedDocuments;

public sealed class AutomaticPersistedQueriesTests
{
    private const string Query = "query Hello { hello }";

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/graphql-response+json")]
    public async Task A_client_asks_by_hash_sends_the_document_once_and_asks_by_hash_from_then_on(string accept)
    {
        await using var host = await SampleHost.StartAsync();

        var (status, first) = await PostAsync(host, new { extensions = Extension(Query) }, accept);
        status.ShouldBe(HttpStatusCode.OK, "clients give up on persisted queries at a 400");
        first.ShouldBe("""{"errors":[{"message":"PersistedQueryNotFound","extensions":{"code":"PERSISTED_QUERY_NOT_FOUND"}}]}""");

        (await PostAsync(host, new { query = Query, extensions = Extension(Query) }, accept)).Text.ShouldBe("""{"data":{"hello":"world"}}""");
        (await PostAsync(host, new { extensions = Extension(Query) }, accept)).Text.ShouldBe("""{"data":{"hello":"world"}}""");
    }

    [Fact]
    public async Task Hashes_can_be_asked_for_and_made_known_by_get()
    {
        await using var host = await SampleHost.StartAsync();
        var extensions = Uri.EscapeDataString(JsonSerializer.Serialize(Extension(Query)));

        (await host.Client.GetStringAsync(host.Client.BaseAddress + "?extensions=" + extensions)).ShouldContain("PersistedQueryNotFound");
        (await host.Client.GetStringAsync(host.Client.BaseAddress + "?query=" + Uri.EscapeDataString(Query) + "&extensions=" + extensions)).ShouldContain("world");
        (await host.Client.GetStringAsync(host.Client.BaseAddress + "?extensions=" + extensions)).ShouldContain("world");
    }

    [Fact]
    public async Task A_mutation_asked_for_by_hash_is_not_run_by_get()
    {
        const string Mutation = "mutation { count }";
        await using var host = await SampleHost.StartAsync();
        await PostAsync(host, new { query = Mutation, extensions = Extension(Mutation) });
        host.Library.Calls.Clear();

        using var response = await host.Client.GetAsync(host.Client.BaseAddress + "?extensions=" + Uri.EscapeDataString(JsonSerializer.Serialize(Extension(Mutation))));

        response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        host.Library.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_hash_of_something_else_is_refused()
    {
        await using var host = await SampleHost.StartAsync();

        var (status, text) = await PostAsync(host, new { query = "{ numbers(values: [1]) }", extensions = Extension(Query) });

        status.ShouldBe(HttpStatusCode.BadRequest);
        text.ShouldContain("provided sha does not match query");
        (await PostAsync(host, new { extensions = Extension(Query) })).Text.ShouldContain("PersistedQueryNotFound");
    }

    [Theory]
    [InlineData("{ unknown }")]
    [InlineData("{")]
    public async Task What_is_not_valid_is_not_kept(string document)
    {
        var storage = new CountingStorage();
        await using var host = await SampleHost.StartAsync(build: server => server.Services.AddSingleton<IPersistedDocumentStorage>(storage));

        (await PostAsync(host, new { query = document, extensions = Extension(document) })).Text.ShouldContain("errors");

        storage.Documents.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_host_may_bring_a_storage_that_its_nodes_share()
    {
        var storage = new CountingStorage();
        await using var one = await SampleHost.StartAsync(build: server => server.Services.AddSingleton<IPersistedDocumentStorage>(storage));
        await using var other = await SampleHost.StartAsync(build: server => server.Services.AddSingleton<IPersistedDocumentStorage>(storage));

        await PostAsync(one, new { query = Query, extensions = Extension(Query) });

        (await PostAsync(other, new { extensions = Extension(Query) })).Text.ShouldBe("""{"data":{"hello":"world"}}""");
        storage.Documents.Keys.ShouldBe([HashOf(Query)]);
    }

    [Fact]
    public async Task A_storage_that_is_away_costs_a_round_trip_and_not_the_answer()
    {
        await using var host = await SampleHost.StartAsync(build: server => server.Services.AddSingleton<IPersistedDocumentStorage>(new BrokenStorage()));

        (await PostAsync(host, new { extensions = Extension(Query) })).Text.ShouldContain("PersistedQueryNotFound");
        (await PostAsync(host, new { query = Query, extensions = Extension(Query) })).Text.ShouldBe("""{"data":{"hello":"world"}}""");
        host.Log.Errors.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_server_that_keeps_no_documents_says_so_and_runs_those_sent_in_full()
    {
        await using var host = await SampleHost.StartAsync(options => options.EnableAutomaticPersistedQueries = false);

        var (status, text) = await PostAsync(host, new { extensions = Extension(Query) });
        status.ShouldBe(HttpStatusCode.OK);
        text.ShouldBe("""{"errors":[{"message":"PersistedQueryNotSupported","extensions":{"code":"PERSISTED_QUERY_NOT_SUPPORTED"}}]}""");
        (await PostAsync(host, new { query = Query, extensions = Extension(Query) })).Text.ShouldBe("""{"data":{"hello":"world"}}""");
    }

    private static object Extension(string document) => new { persistedQuery = new { version = 1, sha256Hash = HashOf(document) } };

    private static string HashOf(string document) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document)));

    private static async Task<(HttpStatusCode Status, string Text)> PostAsync(SampleHost host, object body, string accept = "application/graphql-response+json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, host.Client.BaseAddress);
        request.Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        request.Headers.Accept.ParseAdd(accept);
        using var response = await host.Client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private sealed class CountingStorage : IPersistedDocumentStorage
    {
        public Dictionary<string, ReadOnlyMemory<byte>> Documents { get; } = [];

        public ValueTask<ReadOnlyMemory<byte>?> FindAsync(string hash, CancellationToken cancellation) =>
            new(Documents.TryGetValue(hash, out var document) ? document : null);

        public ValueTask StoreAsync(string hash, ReadOnlyMemory<byte> document, CancellationToken cancellation)
        {
            Documents.Add(hash, document);
            return default;
        }
    }

    private sealed class BrokenStorage : IPersistedDocumentStorage
    {
        public ValueTask<ReadOnlyMemory<byte>?> FindAsync(string hash, CancellationToken cancellation) => throw new IOException("away");

        public ValueTask StoreAsync(string hash, ReadOnlyMemory<byte> document, CancellationToken cancellation) => throw new IOException("away");
    }
}
