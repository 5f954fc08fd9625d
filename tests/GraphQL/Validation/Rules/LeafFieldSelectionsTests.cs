using GraphQL.Validation.Rules;

namespace GraphQL.Tests.Validation.Rules;

public sealed class LeafFieldSelectionsTests
{
    [Fact]
    public void Scalars_without_and_objects_with_selections_are_accepted() =>
        Rule.Accepts<LeafFieldSelections>("{ dog { barkVolume owner { name } doesKnowCommand(dogCommand: SIT) } __typename }");

    [Theory]
    [InlineData("{ dog { barkVolume { sinceWhen } } }", "Field \"barkVolume\" must not have a selection since type \"Int\" has no subfields.")]
    [InlineData("{ __typename { id } }", "Field \"__typename\" must not have a selection since type \"String!\" has no subfields.")]
    [InlineData("{ arguments { booleanListArgField(booleanListArg: []) { a } } }", "Field \"booleanListArgField\" must not have a selection since type \"[Boolean]\" has no subfields.")]
    public void A_leaf_with_selections_is_refused(string document, string message) => Rule.Refuses<LeafFieldSelections>(document, message);

    [Theory]
    [InlineData("{ human }", "Field \"human\" of type \"Human\" must have a selection of subfields. Did you mean \"human { ... }\"?")]
    [InlineData("{ pet }", "Field \"pet\" of type \"Pet\" must have a selection of subfields. Did you mean \"pet { ... }\"?")]
    [InlineData("{ catOrDog }", "Field \"catOrDog\" of type \"CatOrDog\" must have a selection of subfields. Did you mean \"catOrDog { ... }\"?")]
    [InlineData("{ human { pets } }", "Field \"pets\" of type \"[Pet!]\" must have a selection of subfields. Did you mean \"pets { ... }\"?")]
    public void An_object_interface_or_union_without_selections_is_refused(string document, string message) => Rule.Refuses<LeafFieldSelections>(document, message);
}
