using System.Globalization;
using System.Text.RegularExpressions;
using Marketplace.Api.EmbeddedPostgres;

namespace Architecture.Tests;

/// <summary>The rules by their ids: PRC-01 to PRC-09 and so on. Each that states a behaviour has a test that bears its id.</summary>
public sealed partial class RulesTests
{
    private static readonly Dictionary<string, int> Rules = new()
    {
        ["PRC"] = 9, ["PLN"] = 19, ["GRT"] = 11, ["EXP"] = 8, ["SPD"] = 4, ["JOB"] = 17, ["DEM"] = 9, ["INV"] = 7, ["RFD"] = 13,
        ["RWD"] = 12, ["RND"] = 9, ["PAY"] = 6, ["HIS"] = 4, ["CLI"] = 7, ["HRS"] = 3, ["XPR"] = 3, ["NTF"] = 3, ["MET"] = 2,
        ["REF"] = 31, ["AFF"] = 14,
    };

    // What states none; docs/decisions/0026 and 0040 say why. GRT-11 is what REF-04 says of both sides.
    private static readonly string[] WithoutBehaviour = ["CLI-04", "CLI-06", "MET-01", "GRT-11", "AFF-13"];

    [Fact]
    public void Every_rule_that_states_a_behaviour_has_a_test_that_bears_its_id()
    {
        var tested = Directory.EnumerateFiles(Path.Combine(CheckoutDirectory.Above(AppContext.BaseDirectory), "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .SelectMany(f => TestName.Matches(File.ReadAllText(f))).SelectMany(m => IdsIn(m.Groups["name"].Value)).ToHashSet(StringComparer.Ordinal);

        Rules.SelectMany(r => Enumerable.Range(1, r.Value).Select(i => Id(r.Key, i))).Except(tested).ShouldBe(WithoutBehaviour, ignoreOrder: true);
    }

    // RWD_08, PLN_01_to_04, REF_15_27.
    private static IEnumerable<string> IdsIn(string name) => Ids.Matches(name).SelectMany(m =>
    {
        var (kind, first) = (m.Groups["kind"].Value, Number(m.Groups["first"]));
        var last = m.Groups["last"].Success ? Number(m.Groups["last"]) : first;
        return Enumerable.Range(first, Math.Max(1, last - first + 1)).Concat(m.Groups["more"].Captures.Select(Number)).Select(i => Id(kind, i));
    });

    private static int Number(Capture digits) => int.Parse(digits.Value, CultureInfo.InvariantCulture);

    private static string Id(string kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{kind}-{number:00}");

    [GeneratedRegex(@"(Task|void) (?<name>\w+)\(", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TestName { get; }

    [GeneratedRegex(@"(?<kind>[A-Z]{3})_(?<first>\d\d)(_to_(?<last>\d\d))?(_(?<more>\d\d)(?=_))*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Ids { get; }
}
