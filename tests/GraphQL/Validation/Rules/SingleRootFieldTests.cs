using GraphQL.Validation.Rules;

namespace GraphQL.Tests.Validation.Rules;

public sealed class SingleRootFieldTests
{
    [Theory]
    [InlineData("subscription sub { newMessage { body sender } }")]
    [InlineData("subscription sub { ...newMessageFields } fragment newMessageFields on Subscription { newMessage { body sender } }")]
    [InlineData("subscription { newMessage { body } newMessage { sender } }")]
    [InlineData("subscription { newMessage { body @skip(if: true) __typename } }")]
    [InlineData("query { dog { name } cat { name } __typename }")]
    [InlineData("subscription { ...Missing }")]
    [InlineData("subscription { ... on Query { dog { name } cat { name } } }")]
    public void One_root_field_is_accepted(string document) => Rule.Accepts<SingleRootField>(document);

    [Theory]
    [InlineData("subscription sub { newMessage { body } disallowedSecondRootField }", "Subscription \"sub\" must select only one top level field.")]
    [InlineData("subscription { newMessage { body } disallowedSecondRootField }", "Anonymous Subscription must select only one top level field.")]
    [InlineData("subscription sub { ...M } fragment M on Subscription { newMessage { body } ... { disallowedSecondRootField } }", "Subscription \"sub\" must select only one top level field.")]
    [InlineData("subscription sub { newMessage { body } other: newMessage { body } }", "Subscription \"sub\" must select only one top level field.")]
    public void More_than_one_root_field_is_refused(string document, string message) => Rule.Refuses<SingleRootField>(document, message);

    [Theory]
    [InlineData("subscription sub { __typename }", "Subscription \"sub\" must not select an introspection top level field.")]
    [InlineData("subscription sub { __typename ... { __typename } }", "Subscription \"sub\" must not select an introspection top level field.")]
    [InlineData("subscription { type: __typename }", "Anonymous Subscription must not select an introspection top level field.")]
    public void An_introspection_field_is_refused(string document, string message) => Rule.Refuses<SingleRootField>(document, message);

    [Theory]
    [InlineData("subscription ($b: Boolean!) { newMessage @include(if: $b) { body } }", "Anonymous Subscription must not use `@skip` or `@include` directives in the top level selection.")]
    [InlineData("subscription s { ...M @skip(if: false) } fragment M on Subscription { newMessage { body } }", "Subscription \"s\" must not use `@skip` or `@include` directives in the top level selection.")]
    [InlineData("subscription s { ...M } fragment M on Subscription { ... @include(if: true) { newMessage { body } } }", "Subscription \"s\" must not use `@skip` or `@include` directives in the top level selection.")]
    public void Skip_and_include_at_the_root_are_refused(string document, string message) => Rule.Refuses<SingleRootField>(document, message);
}
