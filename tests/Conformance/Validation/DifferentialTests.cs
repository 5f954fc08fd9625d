using Testing;

namespace Conformance.Tests.Validation;

/// <summary>Documents made from a seed, most of them with a mistake, are judged by a host and by graphql-js.</summary>
public sealed class DifferentialTests(ITestOutputHelper output)
{
    private const int Shown = 10;

    [Fact]
    public async Task The_marketplace_judges_documents_as_graphql_js_does()
    {
        await using var host = await TestHost.StartAsync();

        Judge(await Comparison.RunAsync(host.Address, 8_000));
    }

    [Fact]
    public async Task A_schema_of_every_kind_of_type_is_judged_as_by_graphql_js()
    {
        await using var host = await ZooHost.StartAsync();

        Judge(await Comparison.RunAsync(host.Address, 8_000));
    }

    private void Judge(Comparison found)
    {
        output.WriteLine(found.ToString());
        var again = $"Run it again with SEED={found.Seed}.";
        found.Differences.Take(Shown).ShouldBeEmpty($"{found.Differences.Length} verdicts differ. {again}\n{string.Join("\n", found.Differences.Take(Shown))}");
        found.Messages.Differences.Take(Shown).ShouldBeEmpty($"{found.Messages.Differences.Length} messages differ. {again}\n{string.Join("\n", found.Messages.Differences.Take(Shown))}");
        found.Messages.Joined.ShouldBeLessThan(found.Messages.Compared / 100, $"Too many conflicts are worded otherwise. {again}");
        found.Violations.Where(rule => rule.Value == 0).Select(rule => rule.Key).ShouldBeEmpty($"No document violated these rules. {again}");
        found.Limited.ShouldBeLessThan(found.Documents / 50, $"Too many documents met a limit of the host's. {again}");
        found.CustomScalars.ShouldBeLessThan(found.Documents / 50, $"Too many documents were refused for a custom scalar. {again}");
        found.UnmutatedInvalid.ShouldBeLessThan(found.Unmutated / 5, $"Too few documents are valid before they are changed. {again}");
    }
}
