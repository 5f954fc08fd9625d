using GraphQL.Validation.Rules;

namespace GraphQL.Tests.Validation.Rules;

public sealed class InputObjectRequiredFieldsTests
{
    [Theory]
    [InlineData("{ findPet(by: {cat: {name: \"a\"}}) { name } }")]
    [InlineData("{ findDog(searchBy: {}) { name } }")]
    [InlineData("{ arguments { dogArgField(dog: {name: null}) } }")]
    [InlineData("{ arguments { dogArgField(dog: {name: $a}) } }")]
    public void Required_fields_that_are_given_and_others_that_are_not_are_accepted(string document) => Rule.Accepts<InputObjectRequiredFields>(document);

    [Theory]
    [InlineData("{ findPet(by: {cat: {nickname: \"a\"}}) { name } }", "Field \"CatInput.name\" of required type \"String!\" was not provided.")]
    [InlineData("{ arguments { dogArgField(dog: {name: \"a\", cats: [{name: \"b\"}, {}]}) } }", "Field \"CatInput.name\" of required type \"String!\" was not provided.")]
    public void Required_fields_that_are_missing_are_refused(string document, string message) => Rule.Refuses<InputObjectRequiredFields>(document, message);
}
