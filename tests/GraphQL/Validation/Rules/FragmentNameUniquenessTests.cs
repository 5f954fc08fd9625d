using GraphQL.Validation.Rules;

namespace GraphQL.Tests.Validation.Rules;

public sealed class FragmentNameUniquenessTests
{
    [Theory]
    [InlineData("{ dog { ...A ...B } } fragment A on Dog { name } fragment B on Dog { name }")]
    [InlineData("query A { dog { ...A } } fragment A on Dog { name }")]
    public void Different_names_are_accepted(string document) => Rule.Accepts<FragmentNameUniqueness>(document);

    [Theory]
    [InlineData("{ dog { ...F } } fragment F on Dog { name } fragment F on Dog { owner { name } }", "There can be only one fragment named \"F\".")]
    public void One_name_twice_is_refused(string document, string message) => Rule.Refuses<FragmentNameUniqueness>(document, message);
}
