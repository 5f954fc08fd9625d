using GraphQL.Validation;
using GraphQL.Validation.Rules;

namespace GraphQL.Tests.Validation.Rules;

public sealed class MaximumDepthTests
{
    [Fact]
    public void An_operation_as_deep_as_allowed_is_accepted() =>
        Errors("{ human { relatives { relatives { name } } } }", 4).ShouldBeEmpty();

    [Theory]
    [InlineData("{ human { relatives { name } } }", "Anonymous operation is 3 levels deep; at most 2 are allowed.")]
    [InlineData("query Deep { human { ... { ... on Human { relatives { name } } } } }", "Operation \"Deep\" is 3 levels deep; at most 2 are allowed.")]
    [InlineData("query Q { human { ...A } } fragment A on Human { relatives { ...B } } fragment B on Human { name }", "Operation \"Q\" is 3 levels deep; at most 2 are allowed.")]
    public void A_deeper_one_is_refused(string document, string message) =>
        Errors(document, 2).ShouldBe([message]);

    [Fact]
    public void Introspection_is_exempt() =>
        Errors("{ __schema { types { fields { type { ofType { ofType { ofType { name } } } } } } } __type(name: \"A\") { kind } }", 2).ShouldBeEmpty();

    [Fact]
    public void Fifteen_levels_are_the_default()
    {
        Rule.Accepts<MaximumDepth>(Nested(15));
        Rule.Refuses<MaximumDepth>(Nested(16), "Anonymous operation is 16 levels deep; at most 15 are allowed.");
    }

    [Fact]
    public void A_chain_of_ten_thousand_fragments_is_refused_without_exhausting_the_stack()
    {
        var chain = string.Concat(Enumerable.Range(0, 10_000).Select(index => $"fragment F{index} on Human {{ ...F{index + 1} }} "));
        Rule.Refuses<MaximumDepth>($"{{ human {{ ...F0 }} }} {chain} fragment F10000 on Human {{ name }}", "Fragments are nested too deeply.");
    }

    private static string Nested(int levels) =>
        "{ human " + string.Concat(Enumerable.Repeat("{ relatives ", levels - 2)) + "{ name " + new string('}', levels);

    private static IEnumerable<string> Errors(string document, int maximum) =>
        Rule.Errors<MaximumDepth>(document, new ValidationOptions { MaximumDepth = maximum }).Select(error => error.Message);
}
