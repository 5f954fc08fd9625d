using GraphQL.Validation.Rules;

namespace GraphQL.Tests.Validation.Rules;

public sealed class AllVariableUsesDefinedTests
{
    [Theory]
    [InlineData("query Q($a: Boolean) { dog { isHouseTrained(atOtherHomes: $a) } }")]
    [InlineData("query A($a: Boolean) { ...F } query B($a: Boolean) { ...F } fragment F on Query { dog { isHouseTrained(atOtherHomes: $a) } }")]
    [InlineData("query ($a: Boolean) { findPet(by: {dog: {tags: [$a]}}) @skip(if: $a) { name } }")]
    public void Defined_variables_are_accepted(string document) => Rule.Accepts<AllVariableUsesDefined>(document);

    [Theory]
    [InlineData("query variableIsNotDefined { dog { isHouseTrained(atOtherHomes: $atOtherHomes) } }", "Variable \"$atOtherHomes\" is not defined by operation \"variableIsNotDefined\".")]
    [InlineData("{ dog { isHouseTrained(atOtherHomes: $a) } }", "Variable \"$a\" is not defined.")]
    [InlineData("query Q { ...A } fragment A on Query { ...B } fragment B on Query { dog { isHouseTrained(atOtherHomes: $a) } }", "Variable \"$a\" is not defined by operation \"Q\".")]
    [InlineData("query A($a: Boolean) { ...F } query B { ...F } fragment F on Query { dog { isHouseTrained(atOtherHomes: $a) } }", "Variable \"$a\" is not defined by operation \"B\".")]
    [InlineData("{ dog @include(if: $x) { name } }", "Variable \"$x\" is not defined.")]
    [InlineData("{ findPet(by: {dog: {tags: [[$t]]}}) { name } }", "Variable \"$t\" is not defined.")]
    public void Undefined_variables_are_refused(string document, string message) => Rule.Refuses<AllVariableUsesDefined>(document, message);
}
