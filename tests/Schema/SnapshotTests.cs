using GraphQL.SchemaTools;
using Marketplace.Api.Commands;
using Marketplace.Api.EmbeddedPostgres;

namespace Marketplace.Schema.Tests;

/// <summary>CI holds the schema to schema/schema.graphql; a difference says whether it breaks clients.</summary>
public sealed class SnapshotTests
{
    [Fact]
    public async Task The_schema_is_its_snapshot()
    {
        var path = Path.Combine(CheckoutDirectory.Above(AppContext.BaseDirectory), "schema", "schema.graphql");

        var report = SnapshotReport.Of((await File.ReadAllTextAsync(path)).TrimEnd(), SchemaText.Current([]).TrimEnd());

        report.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("type Query { a: Int b: Int }", "type Query { a: Int }", "Breaking")]
    [InlineData("type Query { a: Int }", "type Query { a: Int b: Int }", "Safe")]
    [InlineData("type Query { a: E } enum E { X }", "type Query { a: E } enum E { X Y }", "Dangerous")]
    [InlineData("type Query { a: Int }", "\"Words.\" type Query { a: Int }", "Words.")]
    public void A_difference_says_whether_it_breaks_clients(string snapshot, string schema, string said) => SnapshotReport.Of(snapshot, schema).ShouldContain(said);

    [Fact]
    public void No_difference_says_nothing() => SnapshotReport.Of("type Query { a: Int }", "type Query { a: Int }").ShouldBeEmpty();
}

/// <summary>What stands between a snapshot and a schema, for whoever reads the failed run.</summary>
internal static class SnapshotReport
{
    public static string Of(string snapshot, string schema)
    {
        if (snapshot == schema)
            return "";

        var changes = SchemaComparer.Compare(snapshot, schema).OrderByDescending(c => c.Severity).Select(c => c.ToString()).ToList();
        var verdict = changes.Exists(c => c.StartsWith(nameof(SchemaChangeSeverity.Breaking), StringComparison.Ordinal)) ? "BREAKS clients" : "breaks no client";
        var lines = schema.Split('\n').Except(snapshot.Split('\n')).Select(l => "+ " + l).Concat(snapshot.Split('\n').Except(schema.Split('\n')).Select(l => "- " + l));
        return $"The schema differs from schema/schema.graphql and {verdict}. If the change is meant, run ./dev schema and commit the snapshot.\n{string.Join('\n', changes)}\n\n{string.Join('\n', lines)}";
    }
}
