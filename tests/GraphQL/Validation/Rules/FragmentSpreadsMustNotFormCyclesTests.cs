using GraphQL.Language;
using GraphQL.Validation.Rules;

namespace GraphQL.Tests.Validation.Rules;

public sealed class FragmentSpreadsMustNotFormCyclesTests
{
    [Theory]
    [InlineData("{ dog { ...A ...B } } fragment A on Dog { ...C ...B } fragment B on Dog { ...C } fragment C on Dog { name }")]
    [InlineData("fragment A on Dog { ...Unknown }")]
    public void Fragments_without_cycles_are_accepted(string document) => Rule.Accepts<FragmentSpreadsMustNotFormCycles>(document);

    [Theory]
    [InlineData("fragment A on Dog { name ...A }", "Cannot spread fragment \"A\" within itself.")]
    [InlineData("{ dog { ...nameFragment } } fragment nameFragment on Dog { name ...barkVolumeFragment } fragment barkVolumeFragment on Dog { barkVolume ...nameFragment }", "Cannot spread fragment \"nameFragment\" within itself via \"barkVolumeFragment\".")]
    [InlineData("{ dog { ...A } } fragment A on Dog { owner { ...B } } fragment B on Human { pets { ... on Dog { ...A } } }", "Cannot spread fragment \"A\" within itself via \"B\".")]
    [InlineData("fragment A on Dog { ...B } fragment B on Dog { ...C } fragment C on Dog { ...A }", "Cannot spread fragment \"A\" within itself via \"B\", \"C\".")]
    public void A_fragment_that_leads_to_itself_is_refused(string document, string message) => Rule.Refuses<FragmentSpreadsMustNotFormCycles>(document, message);

    [Fact]
    public void Every_cycle_is_reported() =>
        Rule.Refuses<FragmentSpreadsMustNotFormCycles>(
            "fragment A on Dog { ...B ...C } fragment B on Dog { ...A } fragment C on Dog { ...C ...A }",
            "Cannot spread fragment \"A\" within itself via \"B\".",
            "Cannot spread fragment \"C\" within itself.",
            "Cannot spread fragment \"A\" within itself via \"C\".");

    [Fact]
    public void A_cycle_is_reported_with_all_its_spreads() =>
        Rule.Errors<FragmentSpreadsMustNotFormCycles>("fragment A on Dog { ...B }\nfragment B on Dog { ...A }").Single().Locations
            .ShouldBe([new SourceLocation(1, 21), new SourceLocation(2, 21)]);

    [Fact]
    public void Ten_thousand_fragments_in_a_ring_are_refused_without_exhausting_the_stack()
    {
        var ring = string.Concat(Enumerable.Range(0, 10_000).Select(index => $"fragment F{index} on Dog {{ ...F{(index + 1) % 10_000} }} "));
        Rule.Errors<FragmentSpreadsMustNotFormCycles>(ring).Count.ShouldBe(1);
    }
}
