using GraphQL.Validation.Rules;

namespace GraphQL.Tests.Validation.Rules;

public sealed class ArgumentUniquenessTests
{
    [Theory]
    [InlineData("{ dog { isAtLocation(x: 1, y: 1) } }")]
    [InlineData("{ a: human(id: 1) { name } b: human(id: 1) { name } }")]
    [InlineData("{ human(id: 1) @include(if: true) @skip(if: false) { name } }")]
    public void An_argument_given_once_is_accepted(string document) => Rule.Accepts<ArgumentUniqueness>(document);

    [Theory]
    [InlineData("{ dog { isAtLocation(x: 1, x: 2) } }", "There can be only one argument named \"x\".")]
    [InlineData("{ dog { isAtLocation(x: 1, x: 2, y: 3, x: 4) } }", "There can be only one argument named \"x\".")]
    [InlineData("{ dog @include(if: true, if: true) { name } }", "There can be only one argument named \"if\".")]
    public void An_argument_given_twice_is_refused(string document, string message) => Rule.Refuses<ArgumentUniqueness>(document, message);

    [Fact]
    public void The_error_names_every_place() =>
        Rule.Errors<ArgumentUniqueness>("{ dog { isAtLocation(x: 1, x: 2, x: 3) } }").ShouldHaveSingleItem().Locations!.Length.ShouldBe(3);
}
