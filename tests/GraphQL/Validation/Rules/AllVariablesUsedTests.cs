using GraphQL.Validation.Rules;

namespace GraphQL.Tests.Validation.Rules;

public sealed class AllVariablesUsedTests
{
    [Theory]
    [InlineData("query Q($a: Boolean) { dog { isHouseTrained(atOtherHomes: $a) } }")]
    [InlineData("query ($a: Boolean) { ...F } fragment F on Query { ...G } fragment G on Query { dog { isHouseTrained(atOtherHomes: $a) } }")]
    [InlineData("query ($a: Boolean!) @skip(if: $a) { dog { name } }")]
    [InlineData("query ($a: Int) { arguments { urlArgField(urlArg: {x: [$a]}) } }")]
    // Of two fragments with one name the last counts.
    [InlineData("query ($a: Boolean) { ...F } fragment F on Query { dog { name } } fragment F on Query { dog { isHouseTrained(atOtherHomes: $a) } }")]
    public void Used_variables_are_accepted(string document) => Rule.Accepts<AllVariablesUsed>(document);

    [Theory]
    [InlineData("query variableUnused($atOtherHomes: Boolean) { dog { isHouseTrained } }", "Variable \"$atOtherHomes\" is never used in operation \"variableUnused\".")]
    [InlineData("query ($a: Boolean) { dog { name } }", "Variable \"$a\" is never used.")]
    [InlineData("query A($a: Boolean) { dog { name } } query B($a: Boolean) { ...F } fragment F on Query { dog { isHouseTrained(atOtherHomes: $a) } }", "Variable \"$a\" is never used in operation \"A\".")]
    [InlineData("query A($a: Boolean) { dog { name } } fragment F on Query { dog { isHouseTrained(atOtherHomes: $a) } }", "Variable \"$a\" is never used in operation \"A\".")]
    public void Unused_variables_are_refused(string document, string message) => Rule.Refuses<AllVariablesUsed>(document, message);
}
