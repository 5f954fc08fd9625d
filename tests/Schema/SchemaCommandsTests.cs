using Marketplace.Api.Commands;

namespace Marketplace.Schema.Tests;

public sealed class SchemaCommandsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("schema-commands").FullName;
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Comparing_lists_every_change_the_worst_first_and_fails_when_one_breaks()
    {
        Run("compare", Keep("old", "type Query { a: E b: Int } enum E { X }"), Keep("new", "type Query { a: E c: Int } enum E { X Y }")).ShouldBe(1);

        Lines().ShouldBe(
        [
            "breaking   Query.b: Query.b was removed.",
            "dangerous  E.Y: Y was added to enum type E.",
            "safe       Query.c: Query.c was added.",
            "1 breaking, 1 dangerous, 1 safe",
        ]);
    }

    [Theory]
    [InlineData("type Query { a: Int }", "type Query { a: Int b: Int }", "0 breaking, 0 dangerous, 1 safe")]
    [InlineData("type Query { a: Int }", "type Query { a: Int }", "No changes.")]
    public void Comparing_succeeds_when_nothing_breaks(string old, string @new, string last)
    {
        Run("compare", Keep("old", old), Keep("new", @new)).ShouldBe(0);

        Lines()[^1].ShouldBe(last);
    }

    [Fact]
    public void A_schema_compares_with_the_current_one_when_it_stands_alone()
    {
        var exported = Path.Combine(folder, "exported.graphql");
        Run("export", exported).ShouldBe(0);
        File.ReadAllText(exported).ShouldBe(SchemaText.Current([]).TrimEnd() + "\n");

        Run("compare", exported).ShouldBe(0);

        Lines().ShouldBe(["No changes."]);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_named_with_the_reason()
    {
        var good = Keep("good", "type Query { a: Int }");

        Run("compare", good, Keep("bad", "type Query {\n  a Int\n}")).ShouldBe(2);
        error.ToString().ShouldContain("bad(2:5): Syntax Error: Expected \":\", found Name \"Int\".");

        Run("compare", Path.Combine(folder, "missing"), good).ShouldBe(2);
        error.ToString().ShouldContain("missing: Could not find file");

        Run("compare", folder, good).ShouldBe(2);
        Run("export", Path.Combine(folder, "no", "folder")).ShouldBe(2);
    }

    [Fact]
    public void A_word_too_many_is_refused()
    {
        Run("export", Path.Combine(folder, "a"), "b").ShouldBe(2);

        error.ToString().ShouldContain("schema export does not take \"b\".");
    }

    [Fact]
    public void A_document_is_valid_with_the_fragments_of_the_others()
    {
        var document = Keep("query", "query Categories { jobCategories { ...Category } }");
        var fragment = Keep("fragment", "fragment Category on JobCategory { ...Deeper } fragment Deeper on JobCategory { name }");

        Run("validate", document, fragment).ShouldBe(0);
        Lines().ShouldBe(["2 documents, 0 errors"]);

        Run("validate", fragment).ShouldBe(1);
        Lines().ShouldContain(line => line.EndsWith("fragment(1:1): Fragment \"Category\" is never used.", StringComparison.Ordinal));
        output.GetStringBuilder().Clear();

        File.AppendAllText(document, " query Wrong { jobCategories { wrong } }");
        Run("validate", document).ShouldBe(1);
        Lines().ShouldContain(line => line.Contains("Cannot query field \"wrong\" on type \"JobCategory\".", StringComparison.Ordinal));
    }

    private string Keep(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private int Run(params string[] args)
    {
        var root = new System.CommandLine.RootCommand { new SchemaCommands(output, error, () => SchemaText.Schema([])).Create() };
        root.TreatUnmatchedTokensAsErrors = false;
        return root.Parse(["schema", .. args]).Invoke();
    }

    private string[] Lines() => output.ToString().TrimEnd().Split('\n');
}
