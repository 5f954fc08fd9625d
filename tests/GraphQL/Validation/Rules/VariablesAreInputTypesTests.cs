using GraphQL.Validation.Rules;

namespace GraphQL.Tests.Validation.Rules;

public sealed class VariablesAreInputTypesTests
{
    [Theory]
    [InlineData("query ($a: Boolean, $b: [DogCommand!]!, $c: FindDogInput, $d: [[Url]]) { dog { name } }")]
    [InlineData("query ($a: Unknown) { dog { name } }")]
    public void Scalars_enums_input_objects_and_lists_of_them_are_accepted(string document) => Rule.Accepts<VariablesAreInputTypes>(document);

    [Theory]
    [InlineData("query takesCat($cat: Cat) { dog { name } }", "Variable \"$cat\" cannot be non-input type \"Cat\".")]
    [InlineData("query ($pet: [Pet]) { dog { name } }", "Variable \"$pet\" cannot be non-input type \"[Pet]\".")]
    [InlineData("query ($u: CatOrDog!) { dog { name } }", "Variable \"$u\" cannot be non-input type \"CatOrDog!\".")]
    public void Objects_interfaces_and_unions_are_refused(string document, string message) => Rule.Refuses<VariablesAreInputTypes>(document, message);
}
