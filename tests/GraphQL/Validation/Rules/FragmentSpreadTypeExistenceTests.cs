using GraphQL.Validation.Rules;

namespace GraphQL.Tests.Validation.Rules;

public sealed class FragmentSpreadTypeExistenceTests
{
    [Fact]
    public void Types_that_exist_are_accepted() =>
        Rule.Accepts<FragmentSpreadTypeExistence>("query ($a: String, $b: [FindDogInput!]!) { dog { ...F ... on Pet { name } ... { name } } } fragment F on Dog { name }");

    [Theory]
    [InlineData("fragment F on NotInSchema { name }", "Unknown type \"NotInSchema\". Did you mean \"__Schema\"?")]
    [InlineData("{ dog { ... on Dig { name } } }", "Unknown type \"Dig\". Did you mean \"Dog\" or \"ID\"?")]
    [InlineData("query ($a: [Strin!]) { dog { name } }", "Unknown type \"Strin\". Did you mean \"String\"?")]
    public void Types_that_do_not_exist_are_refused(string document, string message) => Rule.Refuses<FragmentSpreadTypeExistence>(document, message);
}
