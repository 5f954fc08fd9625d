using GraphQL.Validation.Rules;

namespace GraphQL.Tests.Validation.Rules;

public sealed class FragmentsOnObjectInterfaceOrUnionTypesTests
{
    [Theory]
    [InlineData("fragment A on Dog { name } fragment B on Pet { name } fragment C on CatOrDog { ... on Dog { name } }")]
    [InlineData("{ dog { ... { name } ... on Unknown { name } } }")]
    public void Objects_interfaces_and_unions_are_accepted(string document) => Rule.Accepts<FragmentsOnObjectInterfaceOrUnionTypes>(document);

    [Theory]
    [InlineData("fragment fragOnScalar on Int { something }", "Fragment \"fragOnScalar\" cannot condition on non composite type \"Int\".")]
    [InlineData("fragment F on DogCommand { a }", "Fragment \"F\" cannot condition on non composite type \"DogCommand\".")]
    [InlineData("fragment F on FindDogInput { a }", "Fragment \"F\" cannot condition on non composite type \"FindDogInput\".")]
    [InlineData("{ dog { ... on Boolean { somethingElse } } }", "Fragment cannot condition on non composite type \"Boolean\".")]
    public void Scalars_enums_and_input_objects_are_refused(string document, string message) => Rule.Refuses<FragmentsOnObjectInterfaceOrUnionTypes>(document, message);
}
