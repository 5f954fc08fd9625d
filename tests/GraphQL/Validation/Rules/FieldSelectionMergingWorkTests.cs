using GraphQL.Language;
using GraphQL.Validation;
using GraphQL.Validation.Rules;

namespace GraphQL.Tests.Validation.Rules;

/// <summary>What the rule does for documents that are made to cost much, by its own count of selections looked at and values compared.</summary>
public sealed class FieldSelectionMergingWorkTests
{
    [Theory]
    [InlineData("repeated fields")]
    [InlineData("repeated fields with arguments")]
    [InlineData("repeated spreads")]
    [InlineData("repeated fields with spreads")]
    [InlineData("repeated inline fragments")]
    [InlineData("fragments")]
    [InlineData("different fields")]
    [InlineData("pairs of pairs")]
    [InlineData("two types")]
    public void Twice_the_document_takes_twice_the_work(string shape)
    {
        var once = Check(Document(shape, 2_000));
        var twice = Check(Document(shape, 4_000));
        once.Errors.ShouldBeEmpty();
        twice.Errors.ShouldBeEmpty();
        once.Work.ShouldBeLessThan(25 * 2_000);
        twice.Work.ShouldBeLessThan((int)(2.3 * once.Work) + 100);
    }

    [Fact]
    public void Fields_that_differ_end_at_the_limit_of_errors()
    {
        var (work, errors) = Check($"{{ {string.Concat(Enumerable.Range(0, 2_000).Select(index => $"x: human(id: {index}) {{ name }} "))} }}");
        errors.Count.ShouldBe(101);
        work.ShouldBeLessThan(5_000);
    }

    // Without remembering what was checked, the forty levels would be two to the power of forty ways.
    [Fact]
    public void Fragments_that_spread_each_other_twice_at_every_level_are_checked_once()
    {
        var fragments = string.Concat(Enumerable.Range(0, 40)
            .Select(index => $"fragment F{index} on Human {{ a: relatives {{ ...F{index + 1} }} b: relatives {{ ...F{index + 1} }} }} "));
        var (work, errors) = Check($"{{ human {{ ...F0 }} }} {fragments} fragment F40 on Human {{ name }}");
        errors.ShouldBeEmpty();
        work.ShouldBeLessThan(1_000);
    }

    // Each path merges another set of fragments, so nothing repeats: only the bound ends this.
    [Fact]
    public void Overlaps_that_multiply_are_refused_and_not_worked_through()
    {
        const int Levels = 18;
        var chosen = string.Concat(Enumerable.Range(0, Levels).Select(level =>
            $"fragment N{level} on Human {{ a: relatives {{ ...N{level + 1} ...K{level}_{level + 1} }} b: relatives {{ ...N{level + 1} }} }} "));
        var kept = string.Concat(
            from choice in Enumerable.Range(0, Levels)
            from level in Enumerable.Range(choice + 1, Levels - choice)
            select level == Levels
                ? $"fragment K{choice}_{level} on Human {{ name{choice}: name }} "
                : $"fragment K{choice}_{level} on Human {{ a: relatives {{ ...K{choice}_{level + 1} }} b: relatives {{ ...K{choice}_{level + 1} }} }} ");
        IsRefused($"{{ human {{ ...N0 }} }} {chosen} {kept} fragment N{Levels} on Human {{ name }}");
    }

    [Fact]
    public void Operations_that_each_spread_a_large_fragment_are_refused()
    {
        var operations = string.Concat(Enumerable.Range(0, 800).Select(index => $"query Q{index} {{ dog {{ ...F }} }} "));
        IsRefused($"{operations} fragment F on Dog {{ {string.Concat(Enumerable.Repeat("name ", 600))} }}");
    }

    // Every way to the two fields compares their values again.
    [Fact]
    public void Large_values_that_are_compared_over_and_over_are_refused()
    {
        var names = Enumerable.Range(0, 300).Select(index => $"f{index}: {index}").ToArray();
        var there = string.Join(' ', names);
        var back = string.Join(' ', names.Reverse());
        var ways = string.Concat(Enumerable.Range(0, 20).Select(index => $"w{index}: someBox {{ deepBox {{ ...A ...B{index} }} }} "));
        var others = string.Concat(Enumerable.Range(0, 20).Select(index => $"fragment B{index} on SomeBox {{ x{index}: unrelatedField }} "));
        IsRefused($"{{ {ways} }} {others} fragment A on SomeBox {{ unrelatedField(v: {{ {there} }}) unrelatedField(v: {{ {back} }}) }}");
    }

    private static string Document(string shape, int count) => shape switch
    {
        "repeated fields" => $"{{ {Times(count, "dog { name owner { name } } ")} }}",
        "repeated fields with arguments" => $"{{ dog {{ {Times(count, "isAtLocation(x: 1, y: 2) ")} }} }}",
        "repeated spreads" => $"{{ dog {{ {Times(count, "...F ")} }} }} fragment F on Dog {{ name owner {{ name }} }}",
        "repeated fields with spreads" => $"{{ {Times(count, "dog { ...F } ")} }} fragment F on Dog {{ name owner {{ name }} }}",
        "repeated inline fragments" => $"{{ pet {{ {Times(count, "... on Dog { name owner { name } } ")} }} }}",
        "fragments" => $"{{ dog {{ {Each(count, "...F#")} }} }} {Each(count, "fragment F# on Dog { name owner { name } }")}",
        "different fields" => $"{{ dog {{ {Each(count, "f#: name g#: owner { name }")} }} }}",
        "pairs of pairs" => $"{{ human {{ {Pairs(count)} }} }}",
        "two types" => $"{{ pet {{ {Times(count, "... on Dog { name } ... on Cat { name } ")} }} }}",
        _ => throw new ArgumentOutOfRangeException(nameof(shape)),
    };

    private static string Pairs(int leaves) => leaves < 2 ? "name" : $"relatives {{ {Pairs(leaves / 2)} }} relatives {{ {Pairs(leaves / 2)} }}";

    private static string Times(int count, string text) => string.Concat(Enumerable.Repeat(text, count));

    private static string Each(int count, string text) =>
        string.Join(' ', Enumerable.Range(0, count).Select(index => text.Replace("#", index.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)));

    private static void IsRefused(string document)
    {
        var (work, errors) = Check(document);
        errors.Single().Message.ShouldBe("The selections overlap in too many ways to be checked. Use fewer fragments, or fewer fields with the same response name.");
        errors.Single().Locations.ShouldNotBeEmpty();
        work.ShouldBeLessThan(FieldSelectionMerging.MaximumWork * 2);
    }

    private static (int Work, IReadOnlyList<GraphQLError> Errors) Check(string document)
    {
        var rule = new FieldSelectionMerging();
        var errors = DocumentValidator.Validate(Rule.Schema, GraphQLParser.Parse(document, ParserOptions.Trusted), ValidationOptions.Default, [rule]);
        return (rule.Work, errors);
    }
}
