using GraphQL.Language;
using GraphQL.Validation.Rules;

namespace GraphQL.Tests.Validation.Rules;

public sealed class FieldSelectionMergingTests
{
    [Theory]
    [InlineData("{ dog { name name } }")]
    [InlineData("{ dog { otherName: name otherName: name } }")]
    [InlineData("{ dog { doesKnowCommand(dogCommand: SIT) doesKnowCommand(dogCommand: SIT) } }")]
    [InlineData("{ dog { isAtLocation(x: 1, y: 2) isAtLocation(y: 2, x: 1) } }")]
    [InlineData("{ dog { a: name b: name } }")]
    [InlineData("{ dog { name @include(if: true) name @include(if: false) } }")]
    [InlineData("{ dog { name } dog { owner { name } owner { iq } } }")]
    [InlineData("{ pet { ... on Dog { volume: barkVolume } ... on Cat { volume: meowVolume } } }")]
    [InlineData("{ pet { ... on Dog { doesKnowCommand(dogCommand: SIT) } ... on Cat { doesKnowCommand(catCommand: JUMP) } } }")]
    [InlineData("{ pet { ...F ... on Dog { ...G } } } fragment F on Pet { name } fragment G on Dog { name }")]
    [InlineData("{ findDog(searchBy: {name: \"a\", owner: \"b\"}) { name } findDog(searchBy: {owner: \"b\", name: \"a\"}) { name } }")]
    [InlineData("query ($a: ID) { human(id: $a) { name } human(id: $a) { iq } }")]
    [InlineData("{ someBox { ... on NonNullStringBox1 { scalar } ... on SomeBox { unrelatedField } } }")]
    [InlineData("{ someBox { ... on IntBox { deepBox { unrelatedField } } ... on StringBox { deepBox { unrelatedField } } } }")]
    [InlineData("{ dog { unknown: x unknown: x } }")]
    public void Fields_that_can_be_merged_are_accepted(string document) => Rule.Accepts<FieldSelectionMerging>(document);

    [Theory]
    [InlineData("{ dog { name: nickname name } }", "Fields \"name\" conflict because \"nickname\" and \"name\" are different fields. Use different aliases on the fields to fetch both if this was intentional.")]
    [InlineData("{ dog { doesKnowCommand(dogCommand: SIT) doesKnowCommand(dogCommand: HEEL) } }", "Fields \"doesKnowCommand\" conflict because they have differing arguments. Use different aliases on the fields to fetch both if this was intentional.")]
    [InlineData("{ dog { doesKnowCommand(dogCommand: SIT) doesKnowCommand(dogCommand: $dogCommand) } }", "Fields \"doesKnowCommand\" conflict because they have differing arguments. Use different aliases on the fields to fetch both if this was intentional.")]
    [InlineData("{ dog { doesKnowCommand(dogCommand: $a) doesKnowCommand(dogCommand: $b) } }", "Fields \"doesKnowCommand\" conflict because they have differing arguments. Use different aliases on the fields to fetch both if this was intentional.")]
    [InlineData("{ dog { isHouseTrained(atOtherHomes: true) isHouseTrained } }", "Fields \"isHouseTrained\" conflict because they have differing arguments. Use different aliases on the fields to fetch both if this was intentional.")]
    [InlineData("{ dog { isAtLocation(x: 1) isAtLocation(y: 1) } }", "Fields \"isAtLocation\" conflict because they have differing arguments. Use different aliases on the fields to fetch both if this was intentional.")]
    [InlineData("{ dog { ...A ...B } } fragment A on Dog { x: name } fragment B on Dog { x: nickname }", "Fields \"x\" conflict because \"name\" and \"nickname\" are different fields. Use different aliases on the fields to fetch both if this was intentional.")]
    [InlineData("{ dog { x: name ... { x: nickname } } }", "Fields \"x\" conflict because \"name\" and \"nickname\" are different fields. Use different aliases on the fields to fetch both if this was intentional.")]
    [InlineData("{ pet { name ... on Dog { name: nickname } } }", "Fields \"name\" conflict because \"name\" and \"nickname\" are different fields. Use different aliases on the fields to fetch both if this was intentional.")]
    [InlineData("{ pet { ... on Dog { x: name } ... on Canine { x: name(surname: true) } } }", "Fields \"x\" conflict because they have differing arguments. Use different aliases on the fields to fetch both if this was intentional.")]
    [InlineData("{ findDog(searchBy: {name: \"a\"}) { name } findDog(searchBy: {name: \"b\"}) { name } }", "Fields \"findDog\" conflict because they have differing arguments. Use different aliases on the fields to fetch both if this was intentional.")]
    [InlineData("{ findPets(by: [{name: \"a\"}]) { name } findPets(by: [{name: \"a\"}, {name: \"a\"}]) { name } }", "Fields \"findPets\" conflict because they have differing arguments. Use different aliases on the fields to fetch both if this was intentional.")]
    public void Fields_of_one_object_that_differ_are_refused(string document, string message) => Rule.Refuses<FieldSelectionMerging>(document, message);

    [Theory]
    [InlineData("{ pet { ... on Dog { someValue: nickname } ... on Cat { someValue: meowVolume } } }", "Fields \"someValue\" conflict because they return conflicting types \"String\" and \"Int\". Use different aliases on the fields to fetch both if this was intentional.")]
    [InlineData("{ someBox { ... on IntBox { scalar } ... on StringBox { scalar } } }", "Fields \"scalar\" conflict because they return conflicting types \"Int\" and \"String\". Use different aliases on the fields to fetch both if this was intentional.")]
    [InlineData("{ someBox { ... on NonNullStringBox1 { scalar } ... on StringBox { scalar } } }", "Fields \"scalar\" conflict because they return conflicting types \"String!\" and \"String\". Use different aliases on the fields to fetch both if this was intentional.")]
    [InlineData("{ someBox { ... on IntBox { box: listStringBox { scalar } } ... on StringBox { box: stringBox { scalar } } } }", "Fields \"box\" conflict because they return conflicting types \"[StringBox]\" and \"StringBox\". Use different aliases on the fields to fetch both if this was intentional.")]
    [InlineData("{ someBox { ... on IntBox { box: stringBox { scalar } } ... on StringBox { box: intBox { scalar } } } }", "Fields \"box\" conflict because subfields \"scalar\" conflict because they return conflicting types \"String\" and \"Int\". Use different aliases on the fields to fetch both if this was intentional.")]
    [InlineData("{ pet { ... on Dog { x: owner { name } } ... on Cat { x: nickname } } }", "Fields \"x\" conflict because they return conflicting types \"Human\" and \"String\". Use different aliases on the fields to fetch both if this was intentional.")]
    [InlineData("{ pet { ... on Dog { x: doesKnowCommand(dogCommand: SIT) } ... on Cat { x: meows } } }", "Fields \"x\" conflict because they return conflicting types \"Boolean!\" and \"Boolean\". Use different aliases on the fields to fetch both if this was intentional.")]
    public void Fields_of_different_objects_need_the_same_shape(string document, string message) => Rule.Refuses<FieldSelectionMerging>(document, message);

    [Theory]
    [InlineData("{ dog { x: name } dog { x: nickname } }", "Fields \"dog\" conflict because subfields \"x\" conflict because \"name\" and \"nickname\" are different fields. Use different aliases on the fields to fetch both if this was intentional.")]
    [InlineData("{ dog { owner { x: name } } dog { owner { x: name(surname: true) } } }", "Fields \"dog\" conflict because subfields \"owner\" conflict because subfields \"x\" conflict because they have differing arguments. Use different aliases on the fields to fetch both if this was intentional.")]
    [InlineData("{ dog { owner { x: name } owner { x: name(surname: true) } } }", "Fields \"owner\" conflict because subfields \"x\" conflict because they have differing arguments. Use different aliases on the fields to fetch both if this was intentional.")]
    [InlineData("{ dog { ...A } dog { ...B } } fragment A on Dog { owner { x: name } } fragment B on Dog { owner { x: name(surname: true) } }", "Fields \"dog\" conflict because subfields \"owner\" conflict because subfields \"x\" conflict because they have differing arguments. Use different aliases on the fields to fetch both if this was intentional.")]
    public void A_conflict_below_is_reported_where_the_ways_part(string document, string message) => Rule.Refuses<FieldSelectionMerging>(document, message);

    [Fact]
    public void A_conflict_in_a_fragment_is_reported_once() =>
        Rule.Refuses<FieldSelectionMerging>(
            "query A { dog { ...F } } query B { dog { ...F } } fragment F on Dog { x: name x: nickname }",
            "Fields \"x\" conflict because \"name\" and \"nickname\" are different fields. Use different aliases on the fields to fetch both if this was intentional.");

    [Fact]
    public void A_fragment_that_no_operation_uses_is_checked_too() =>
        Rule.Refuses<FieldSelectionMerging>(
            "fragment F on Dog { x: name x: nickname }",
            "Fields \"x\" conflict because \"name\" and \"nickname\" are different fields. Use different aliases on the fields to fetch both if this was intentional.");

    [Fact]
    public void A_conflict_is_reported_with_both_ways_to_it() =>
        Rule.Errors<FieldSelectionMerging>("{\n dog { x: name }\n dog { x: nickname }\n}").Single().Locations
            .ShouldBe([new SourceLocation(2, 2), new SourceLocation(2, 8), new SourceLocation(3, 2), new SourceLocation(3, 8)]);

    [Fact]
    public void What_is_below_a_conflict_is_not_reported_again() =>
        Rule.Refuses<FieldSelectionMerging>(
            "{ human(id: 1) { a: name } human(id: 2) { a: iq } }",
            "Fields \"human\" conflict because they have differing arguments. Use different aliases on the fields to fetch both if this was intentional.");
}
