using GraphQL;
using GraphQL.Language;
using GraphQL.Validation;
using Marketplace.Api.Commands;
using Marketplace.Api.EmbeddedPostgres;

namespace Marketplace.Schema.Tests;

/// <summary>The documents that clients rely on are valid against the schema as it is.</summary>
public sealed class OperationsTests
{
    private static readonly string Folder = Path.Combine(CheckoutDirectory.Above(AppContext.BaseDirectory), "schema", "operations");
    private static readonly GraphQL.TypeSystem.Schema Schema = SchemaText.Schema([]);

    public static TheoryData<string> Documents => [.. Files().Select(file => Path.GetRelativePath(Folder, file))];

    [Theory]
    [MemberData(nameof(Documents))]
    public void A_document_is_valid(string document) => Problems(File.ReadAllText(Path.Combine(Folder, document)), FragmentsBeside(document)).ShouldBeEmpty();

    [Fact]
    public void Every_file_of_the_folder_is_a_document_of_some_client()
    {
        Files().ShouldNotBeEmpty();
        Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Except(Files()).ShouldBeEmpty();
    }

    // Clients, logs and metrics tell operations apart by their names.
    [Fact]
    public void Every_operation_has_a_name_of_its_own()
    {
        var names = Files().SelectMany(file => GraphQLParser.Parse(File.ReadAllText(file)).Definitions).OfType<OperationDefinitionNode>().Select(operation => operation.Name).ToList();

        names.ShouldNotContain((string?)null);
        names.GroupBy(name => name).Where(group => group.Count() > 1).Select(group => group.Key).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("query A { jobCategories { wrong } }", "Cannot query field")]
    [InlineData("query A { jobCategories { ...Missing } }", "Unknown fragment")]
    [InlineData("query A { jobCategories { ...Shared } }", "Cannot query field")]
    public void A_broken_document_is_found(string document, string problem) =>
        Problems(document, [.. GraphQLParser.Parse("fragment Shared on JobCategory { wrong }").Definitions.OfType<FragmentDefinitionNode>()])
            .ShouldContain(found => found.StartsWith(problem, StringComparison.Ordinal));

    private static IEnumerable<string> Files() => Directory.EnumerateFiles(Folder, "*.graphql", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private static List<string> Problems(string text, IReadOnlyList<FragmentDefinitionNode> shared) =>
        [.. DocumentValidator.Validate(Schema, ClientDocuments.WithFragments(GraphQLParser.Parse(text), shared)).Select(problem => problem.Message)];

    // Documents of one client share the fragments that lie beside them.
    private static List<FragmentDefinitionNode> FragmentsBeside(string document)
    {
        var path = Path.Combine(Folder, document);
        return [.. Directory.EnumerateFiles(Path.GetDirectoryName(path)!, "*.graphql").Where(file => file != path).SelectMany(file => GraphQLParser.Parse(File.ReadAllText(file)).Definitions).OfType<FragmentDefinitionNode>()];
    }
}
