using GraphQL.Validation.Rules;

namespace GraphQL.Tests.Validation.Rules;

public sealed class FragmentSpreadTargetDefinedTests
{
    [Fact]
    public void A_fragment_that_is_defined_is_accepted() =>
        Rule.Accepts<FragmentSpreadTargetDefined>("{ dog { ...F } } fragment F on Dog { name }");

    [Theory]
    [InlineData("{ dog { ...undefinedFragment } }", "Unknown fragment \"undefinedFragment\".")]
    [InlineData("{ dog { ...F } } fragment F on Dog { ...G }", "Unknown fragment \"G\".")]
    public void A_fragment_that_is_not_defined_is_refused(string document, string message) => Rule.Refuses<FragmentSpreadTargetDefined>(document, message);
}
