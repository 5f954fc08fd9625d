using GraphQL.Validation.Rules;

namespace GraphQL.Tests.Validation.Rules;

public sealed class ArgumentNamesTests
{
    [Theory]
    [InlineData("{ dog { doesKnowCommand(dogCommand: SIT) isAtLocation(y: 1, x: 2) } }")]
    [InlineData("{ dog { isHouseTrained(atOtherHomes: true) @include(if: true) } }")]
    [InlineData("{ dog { unknown(anything: 1) @unknown(anything: 1) } }")]
    public void Arguments_that_exist_are_accepted(string document) => Rule.Accepts<ArgumentNames>(document);

    [Theory]
    [InlineData("{ dog { doesKnowCommand(command: CLEAN_UP_HOUSE) } }", "Unknown argument \"command\" on field \"Dog.doesKnowCommand\". Did you mean \"dogCommand\"?")]
    [InlineData("{ dog { doesKnowCommand(dogComand: SIT) } }", "Unknown argument \"dogComand\" on field \"Dog.doesKnowCommand\". Did you mean \"dogCommand\"?")]
    [InlineData("{ dog { isHouseTrained(atOtherHomes: true) @include(unless: false) } }", "Unknown argument \"unless\" on directive \"@include\".")]
    [InlineData("{ dog { name @skip(iff: true) } }", "Unknown argument \"iff\" on directive \"@skip\". Did you mean \"if\"?")]
    [InlineData("{ __typename(a: 1) }", "Unknown argument \"a\" on field \"Query.__typename\".")]
    public void Arguments_that_do_not_exist_are_refused(string document, string message) => Rule.Refuses<ArgumentNames>(document, message);
}
