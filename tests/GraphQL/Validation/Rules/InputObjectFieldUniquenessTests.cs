using GraphQL.Validation.Rules;

namespace GraphQL.Tests.Validation.Rules;

public sealed class InputObjectFieldUniquenessTests
{
    [Theory]
    [InlineData("{ findDog(searchBy: {name: \"a\", owner: \"b\"}) { name } }")]
    [InlineData("{ findPet(by: {dog: {name: \"a\", cats: [{name: \"b\"}, {name: \"c\"}]}}) { name } }")]
    public void A_field_given_once_is_accepted(string document) => Rule.Accepts<InputObjectFieldUniqueness>(document);

    [Theory]
    [InlineData("{ findDog(searchBy: {name: \"a\", name: \"b\"}) { name } }", "There can be only one input field named \"name\".")]
    [InlineData("{ arguments { urlArgField(urlArg: {a: {b: 1, b: 2}}) } }", "There can be only one input field named \"b\".")]
    public void A_field_given_twice_is_refused(string document, string message) => Rule.Refuses<InputObjectFieldUniqueness>(document, message);

    [Fact]
    public void A_field_after_a_nested_object_of_the_same_fields_is_still_found() =>
        Rule.Refuses<InputObjectFieldUniqueness>(
            "{ arguments { urlArgField(urlArg: {a: {a: 1, b: 2}, c: 3, a: 4}) } }",
            "There can be only one input field named \"a\".");
}
