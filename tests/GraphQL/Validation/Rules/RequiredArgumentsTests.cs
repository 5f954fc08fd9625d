using GraphQL.Validation.Rules;

namespace GraphQL.Tests.Validation.Rules;

public sealed class RequiredArgumentsTests
{
    [Theory]
    [InlineData("{ arguments { booleanArgField nonNullBooleanArgField(nonNullBooleanArg: true) optionalNonNullBooleanArgField } }")]
    [InlineData("{ arguments { multipleRequirements(y: 2, x: 1) } }")]
    [InlineData("{ dog { unknown } }")]
    [InlineData("{ dog @unknown { name } }")]
    [InlineData("{ arguments { nonNullBooleanArgField(nonNullBooleanArg: null) } }")]
    public void Required_arguments_that_are_given_and_others_that_are_not_are_accepted(string document) => Rule.Accepts<RequiredArguments>(document);

    [Fact]
    public void Required_arguments_that_are_missing_are_refused() =>
        Rule.Refuses<RequiredArguments>(
            "{ arguments { multipleRequirements } }",
            "Field \"multipleRequirements\" argument \"x\" of type \"Int!\" is required, but it was not provided.",
            "Field \"multipleRequirements\" argument \"y\" of type \"Int!\" is required, but it was not provided.");

    [Theory]
    [InlineData("{ dog @include { name } }", "Directive \"@include\" argument \"if\" of type \"Boolean!\" is required, but it was not provided.")]
    [InlineData("{ dog { name @skip(wrong: true) } }", "Directive \"@skip\" argument \"if\" of type \"Boolean!\" is required, but it was not provided.")]
    public void A_directive_without_its_required_argument_is_refused(string document, string message) => Rule.Refuses<RequiredArguments>(document, message);
}
