using GraphQL.Validation.Rules;

namespace GraphQL.Tests.Validation.Rules;

public sealed class FragmentsMustBeUsedTests
{
    [Theory]
    [InlineData("{ dog { ...A } } fragment A on Dog { owner { ...B } } fragment B on Human { name }")]
    [InlineData("query A { dog { ...F } } query B { dog { name } } fragment F on Dog { name }")]
    public void Fragments_that_an_operation_leads_to_are_accepted(string document) => Rule.Accepts<FragmentsMustBeUsed>(document);

    [Fact]
    public void Fragments_that_none_leads_to_are_refused() =>
        Rule.Refuses<FragmentsMustBeUsed>(
            "{ dog { ...A } } fragment A on Dog { name } fragment B on Dog { ...C } fragment C on Dog { name }",
            "Fragment \"B\" is never used.",
            "Fragment \"C\" is never used.");
}
