using GraphQL.Validation.Rules;

namespace GraphQL.Tests.Validation.Rules;

public sealed class AllVariableUsagesAreAllowedTests
{
    [Theory]
    [InlineData("query ($a: Int) { arguments { intArgField(intArg: $a) } }")]
    [InlineData("query ($a: Int!) { arguments { intArgField(intArg: $a) } }")]
    [InlineData("query ($a: Boolean = true) { arguments { nonNullBooleanArgField(nonNullBooleanArg: $a) } }")]
    [InlineData("query ($a: Boolean) { arguments { optionalNonNullBooleanArgField(optionalBooleanArg: $a) } }")]
    [InlineData("query ($a: Boolean = true) { dog @include(if: $a) { name } }")]
    [InlineData("query ($a: [Boolean!]!) { booleanList(booleanListArg: $a) }")]
    [InlineData("query ($a: String!) { findPet(by: {name: $a}) { name } }")]
    [InlineData("query ($a: FindPetInput!) { findPet(by: $a) { name } }")]
    [InlineData("query ($a: Int) { arguments { urlArgField(urlArg: {x: $a}) } }")]
    [InlineData("query ($a: String!) { arguments { nonNullStringListField(nonNullStringList: [$a]) } }")]
    [InlineData("query ($a: Int) { findDog(searchBy: {age: $a}) { name } }")]
    [InlineData("query ($a: Unknown) { arguments { intArgField(intArg: $a) } }")]
    [InlineData("query ($a: Int) { unknown(a: $a) }")]
    public void A_type_that_fits_is_accepted(string document) => Rule.Accepts<AllVariableUsagesAreAllowed>(document);

    [Theory]
    [InlineData("query intCannotGoIntoBoolean($intArg: Int) { arguments { booleanArgField(booleanArg: $intArg) } }", "Variable \"$intArg\" of type \"Int\" used in position expecting type \"Boolean\".")]
    [InlineData("query ($a: [Boolean]) { arguments { booleanArgField(booleanArg: $a) } }", "Variable \"$a\" of type \"[Boolean]\" used in position expecting type \"Boolean\".")]
    [InlineData("query ($a: Boolean) { arguments { nonNullBooleanArgField(nonNullBooleanArg: $a) } }", "Variable \"$a\" of type \"Boolean\" used in position expecting type \"Boolean!\".")]
    [InlineData("query ($a: [Boolean]) { booleanList(booleanListArg: $a) }", "Variable \"$a\" of type \"[Boolean]\" used in position expecting type \"[Boolean!]\".")]
    [InlineData("query ($a: Boolean) { booleanList(booleanListArg: $a) }", "Variable \"$a\" of type \"Boolean\" used in position expecting type \"[Boolean!]\".")]
    [InlineData("query ($a: Boolean) { dog @include(if: $a) { name } }", "Variable \"$a\" of type \"Boolean\" used in position expecting type \"Boolean!\".")]
    [InlineData("query ($a: Boolean = null) { dog @skip(if: $a) { name } }", "Variable \"$a\" of type \"Boolean\" used in position expecting type \"Boolean!\".")]
    [InlineData("query ($a: String) { arguments { nonNullStringListField(nonNullStringList: [$a]) } }", "Variable \"$a\" of type \"String\" used in position expecting type \"String!\".")]
    [InlineData("query ($a: String) { arguments { dogArgField(dog: {name: $a}) } }", "Variable \"$a\" of type \"String\" used in position expecting type \"String!\".")]
    [InlineData("query ($a: Int) { ...F } fragment F on Query { ...G } fragment G on Query { arguments { stringArgField(stringArg: $a) } }", "Variable \"$a\" of type \"Int\" used in position expecting type \"String\".")]
    [InlineData("query ($a: Int = 1) { arguments { nonNullBooleanArgField(nonNullBooleanArg: $a) } }", "Variable \"$a\" of type \"Int\" used in position expecting type \"Boolean!\".")]
    [InlineData("query ($a: String) { findPet(by: {name: $a}) { name } }", "Variable \"$a\" is of type \"String\" but must be non-nullable to be used for OneOf Input Object \"FindPetInput\".")]
    [InlineData("query ($a: String = \"x\") { findPet(by: {name: $a}) { name } }", "Variable \"$a\" is of type \"String\" but must be non-nullable to be used for OneOf Input Object \"FindPetInput\".")]
    public void A_type_that_does_not_fit_is_refused(string document, string message) => Rule.Refuses<AllVariableUsagesAreAllowed>(document, message);

    [Fact]
    public void In_a_list_for_a_custom_scalar_a_variable_is_held_to_the_scalar_as_the_reference_does() =>
        Rule.Refuses<AllVariableUsagesAreAllowed>(
            "query ($a: Int) { arguments { urlArgField(urlArg: [[$a]]) } }",
            "Variable \"$a\" of type \"Int\" used in position expecting type \"Url\".");
}
