using GraphQL.Validation.Rules;

namespace GraphQL.Tests.Validation.Rules;

public sealed class DirectivesAreUniquePerLocationTests
{
    [Theory]
    [InlineData("{ dog @skip(if: $foo) { name } dog @skip(if: $bar) { name } }")]
    [InlineData("{ dog { name @again(times: 1) @again(times: 2) } }")]
    [InlineData("{ dog @skip(if: true) @include(if: true) { name } }")]
    [InlineData("{ dog @unknown @unknown { name } }")]
    public void One_of_each_and_repeatable_ones_are_accepted(string document) => Rule.Accepts<DirectivesAreUniquePerLocation>(document);

    [Theory]
    [InlineData("query ($foo: Boolean!, $bar: Boolean!) { dog @skip(if: $foo) @skip(if: $bar) { name } }", "The directive \"@skip\" can only be used once at this location.")]
    public void The_same_twice_is_refused(string document, string message) => Rule.Refuses<DirectivesAreUniquePerLocation>(document, message);
}
