using GraphQL.Validation.Rules;

namespace GraphQL.Tests.Validation.Rules;

public sealed class InputObjectFieldNamesTests
{
    [Theory]
    [InlineData("{ findDog(searchBy: {name: \"Fido\"}) { name } }")]
    [InlineData("{ arguments { urlArgField(urlArg: {anything: 1}) } }")]
    [InlineData("{ arguments { unknown(a: {b: 1}) } }")]
    public void Fields_that_exist_are_accepted(string document) => Rule.Accepts<InputObjectFieldNames>(document);

    [Theory]
    [InlineData("{ findDog(searchBy: {favoriteCookieFlavor: \"Bacon\"}) { name } }", "Field \"favoriteCookieFlavor\" is not defined by type \"FindDogInput\".")]
    [InlineData("query ($a: [FindDogInput] = [{nam: \"a\"}]) { dog { name } }", "Field \"nam\" is not defined by type \"FindDogInput\". Did you mean \"name\"?")]
    [InlineData("{ findPet(by: {dog: {name: \"a\", tag: []}}) { name } }", "Field \"tag\" is not defined by type \"DogInput\". Did you mean \"tags\"?")]
    public void Fields_that_do_not_exist_are_refused(string document, string message) => Rule.Refuses<InputObjectFieldNames>(document, message);
}
