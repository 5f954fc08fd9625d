using GraphQL.Validation.Rules;

namespace GraphQL.Tests.Validation.Rules;

public sealed class VariableUniquenessTests
{
    [Fact]
    public void Different_variables_are_accepted() =>
        Rule.Accepts<VariableUniqueness>("query A($atOtherHomes: Boolean, $b: Int) { dog { name } } query B($atOtherHomes: Boolean) { dog { name } }");

    [Theory]
    [InlineData("query houseTrainedQuery($atOtherHomes: Boolean, $atOtherHomes: Boolean) { dog { isHouseTrained(atOtherHomes: $atOtherHomes) } }", "There can be only one variable named \"$atOtherHomes\".")]
    public void One_variable_twice_is_refused(string document, string message) => Rule.Refuses<VariableUniqueness>(document, message);

    [Fact]
    public void One_variable_thrice_is_one_error_that_names_every_place()
    {
        var error = Rule.Errors<VariableUniqueness>("query ($a: Int, $a: Int, $b: Int, $a: Int) { dog { name } }").ShouldHaveSingleItem();

        error.Message.ShouldBe("There can be only one variable named \"$a\".");
        error.Locations!.Length.ShouldBe(3);
    }
}
