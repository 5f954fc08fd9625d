using GraphQL;
using GraphQL.Language;
using GraphQL.Validation;
using Marketplace.Api.EmbeddedPostgres;
using Marketplace.Api.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Schema.Tests;

/// <summary>The documents that clients rely on are valid against the schema as it is.</summary>
public sealed class OperationsTests
{
    private static readonly string Folder = Path.Combine(CheckoutDirectory.Above(AppContext.BaseDirectory), "schema", "operations");

    public static TheoryData<string> Documents => [.. Directory.EnumerateFiles(Folder, "*.graphql", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Folder, f)).Order()];

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task A_document_is_valid(string document)
    {
        var builder = MarketplaceHost.Builder([], HostDatabases.None);
        await using var services = builder.Services.BuildServiceProvider();
        var text = await File.ReadAllTextAsync(Path.Combine(Folder, document));
        var parsed = GraphQLParser.Parse(text);
        var definitions = parsed.Definitions.Concat(FragmentsBeside(document, text));

        var errors = DocumentValidator.Validate(services.GetRequiredService<GraphQL.TypeSystem.Schema>(), new DocumentNode([.. definitions]));

        errors.Select(e => e.Message).ShouldBeEmpty();
    }

    // Documents of one client share the fragments that lie beside them, and fragments spread others.
    private static List<DefinitionNode> FragmentsBeside(string document, string text)
    {
        var path = Path.Combine(Folder, document);
        var others = Directory.EnumerateFiles(Path.GetDirectoryName(path)!, "*.graphql").Where(f => f != path)
            .SelectMany(f => GraphQLParser.Parse(File.ReadAllText(f)).Definitions).OfType<FragmentDefinitionNode>().ToList();
        var used = new List<DefinitionNode>();
        for (var spread = text; others.FirstOrDefault(f => spread.Contains("..." + f.Name, StringComparison.Ordinal)) is { } fragment; spread += GraphQLPrinter.Print(fragment))
        {
            others.Remove(fragment);
            used.Add(fragment);
        }

        return used;
    }
}
