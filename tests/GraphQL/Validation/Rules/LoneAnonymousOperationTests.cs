using GraphQL.Validation.Rules;

namespace GraphQL.Tests.Validation.Rules;

public sealed class LoneAnonymousOperationTests
{
    [Theory]
    [InlineData("{ dog { name } }")]
    [InlineData("{ dog { ...F } } fragment F on Dog { name }")]
    [InlineData("query A { dog { name } } query B { dog { name } }")]
    public void An_anonymous_operation_alone_is_accepted(string document) => Rule.Accepts<LoneAnonymousOperation>(document);

    [Fact]
    public void An_anonymous_operation_beside_another_is_refused() =>
        Rule.Refuses<LoneAnonymousOperation>(
            "{ dog { name } } query getName { dog { owner { name } } }",
            "This anonymous operation must be the only defined operation.");

    [Fact]
    public void Two_anonymous_operations_are_refused_twice() =>
        Rule.Refuses<LoneAnonymousOperation>(
            "{ dog { name } } { dog { name } }",
            "This anonymous operation must be the only defined operation.",
            "This anonymous operation must be the only defined operation.");
}
