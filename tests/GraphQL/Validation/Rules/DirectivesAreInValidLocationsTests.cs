using GraphQL.Validation.Rules;

namespace GraphQL.Tests.Validation.Rules;

public sealed class DirectivesAreInValidLocationsTests
{
    [Theory]
    [InlineData("query Q($a: Int @onVariable) @onQuery { dog @onField { ...F @onSpread ... @onInline { name @skip(if: true) } } } fragment F on Dog @onFragment { name } mutation M @onMutation { mutateDog(id: 1) } subscription S @onSubscription { newMessage { body } }")]
    [InlineData("{ dog @unknown { name } }")]
    public void Directives_where_they_may_stand_are_accepted(string document) => Rule.Accepts<DirectivesAreInValidLocations>(document);

    [Theory]
    [InlineData("query @skip(if: $foo) { dog { name } }", "Directive \"@skip\" may not be used on QUERY.")]
    [InlineData("mutation @onQuery { mutateDog(id: 1) }", "Directive \"@onQuery\" may not be used on MUTATION.")]
    [InlineData("subscription @onQuery { newMessage { body } }", "Directive \"@onQuery\" may not be used on SUBSCRIPTION.")]
    [InlineData("{ dog @onQuery { name } }", "Directive \"@onQuery\" may not be used on FIELD.")]
    [InlineData("{ dog { ...F @onField } }", "Directive \"@onField\" may not be used on FRAGMENT_SPREAD.")]
    [InlineData("{ dog { ... @onField { name } } }", "Directive \"@onField\" may not be used on INLINE_FRAGMENT.")]
    [InlineData("fragment F on Dog @onField { name }", "Directive \"@onField\" may not be used on FRAGMENT_DEFINITION.")]
    [InlineData("query ($a: Int @onField) { dog { name } }", "Directive \"@onField\" may not be used on VARIABLE_DEFINITION.")]
    [InlineData("{ dog { name @deprecated } }", "Directive \"@deprecated\" may not be used on FIELD.")]
    public void Directives_where_they_may_not_stand_are_refused(string document, string message) => Rule.Refuses<DirectivesAreInValidLocations>(document, message);
}
