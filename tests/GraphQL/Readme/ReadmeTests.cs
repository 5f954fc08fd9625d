using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GraphQL.SchemaTools;
using GraphQL.Subscriptions;
using GraphQL.TypeSystem;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GraphQL.Tests.Readme;

/// <summary>Every example of graphql/README.md is code of this folder, and does here what the page says.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Readme");
    private static readonly string Page = File.ReadAllText(Path.Combine(Folder, "README.md"));

    [Fact]
    public void Every_block_of_code_is_a_region_that_compiles_here()
    {
        var regions = Directory.EnumerateFiles(Folder, "*.cs.txt").SelectMany(file => Region().Matches(File.ReadAllText(file))).Select(match => Unindent(match.Groups["text"].Value)).ToList();
        var blocks = BlocksOf("csharp");

        blocks.Count.ShouldBeGreaterThan(5);
        foreach (var block in blocks)
            regions.ShouldContain(block);
        regions.Except(blocks).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_query_is_answered_as_the_page_says()
    {
        await using var app = await StartAsync();
        var (queries, answers) = (BlocksOf("graphql"), BlocksOf("json"));

        queries.Count.ShouldBeGreaterThan(0);
        answers.Count.ShouldBe(queries.Count);
        for (var index = 0; index < queries.Count; index++)
        {
            var answer = await AskAsync(app, queries[index]);
            JsonNode.DeepEquals(answer, JsonNode.Parse(answers[index])).ShouldBeTrue(answer.ToJsonString());
        }
    }

    [Fact]
    public async Task Authors_are_asked_for_once()
    {
        await using var app = await StartAsync();

        await AskAsync(app, "{ books { author { name } } }");

        app.Services.GetRequiredService<BookStore>().AuthorCalls.ShouldBe(1);
    }

    [Fact]
    public async Task The_schema_is_what_the_page_says()
    {
        await using var app = await StartAsync();
        var printed = SchemaPrinter.Print(app.Services.GetRequiredService<Schema>());

        foreach (var block in BlocksOf("sdl"))
        {
            var begin = printed.IndexOf(block.Split('\n')[0], StringComparison.Ordinal);
            printed[begin..(printed.IndexOf("\n}", begin, StringComparison.Ordinal) + 3)].ShouldBe(block);
        }

        BlocksOf("sdl").ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_renamed_book_is_told()
    {
        await using var app = await StartAsync();
        var hub = app.Services.GetRequiredService<TopicHub>();

        await using var titles = (await BookSubscriptions.TitlesAsync(hub, CancellationToken.None)).GetAsyncEnumerator();
        await BookMutations.RenameBookAsync(new RenameBookInput(1, "Anarres"), app.Services.GetRequiredService<BookStore>(), hub, CancellationToken.None);

        (await titles.MoveNextAsync()).ShouldBeTrue();
        BookSubscriptions.BookRenamed(titles.Current).ShouldBe("Anarres");
    }

    [Fact]
    public void Options_are_taken()
    {
        var services = new ServiceCollection();
        Hosts.Configure(services);

        using var provider = services.BuildServiceProvider();
        var options = provider.GetRequiredService<GraphQLOptions>();
        (options.MaximumDepth, options.IntrospectionPolicy, options.Instrumentation.TraceResolvers).ShouldBe((10, "developers", true));
    }

    [Fact]
    public void Schemas_are_compared() => Hosts.Compare().Select(change => change.Description).ShouldBe(["Query.a changed type from Int to Int!.", "Query.b was removed."], ignoreOrder: true);

    [Fact]
    public void Every_default_the_page_names_is_the_default()
    {
        var options = new GraphQLOptions();
        var named = Default().Matches(Page).ToList();

        named.Count.ShouldBeGreaterThan(8);
        foreach (var match in named)
        {
            var property = typeof(GraphQLOptions).GetProperty(match.Groups["name"].Value).ShouldNotBeNull(match.Value);
            Convert.ToString(property.GetValue(options), System.Globalization.CultureInfo.InvariantCulture).ShouldBe(match.Groups["value"].Value.Replace(",", "", StringComparison.Ordinal), match.Value);
        }
    }

    private static async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = Hosts.Create(builder);
        await app.StartAsync();
        return app;
    }

    private static async Task<JsonNode> AskAsync(WebApplication app, string query)
    {
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        using var client = new HttpClient();
        using var answer = await client.PostAsJsonAsync(address + "/graphql", new { query });
        return (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    private static List<string> BlocksOf(string language) =>
        [.. Block().Matches(Page).Where(match => match.Groups["language"].Value == language).Select(match => match.Groups["text"].Value)];

    private static string Unindent(string region)
    {
        var lines = region.Split('\n');
        var indent = lines.Where(line => line.Trim().Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length > indent ? line[indent..] : line.TrimStart()));
    }

    [GeneratedRegex("^```(?<language>[a-z]+)\n(?<text>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Block();

    [GeneratedRegex("^ *#region [^\n]+\n(?<text>.*?)^ *#endregion", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Region();

    [GeneratedRegex("`(?<name>[A-Z][A-Za-z]+)` \\((?<value>[0-9,]+)( bytes)?\\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Default();
}
