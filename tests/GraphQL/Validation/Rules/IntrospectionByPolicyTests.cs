using GraphQL.Validation;
using GraphQL.Validation.Rules;

namespace GraphQL.Tests.Validation.Rules;

public sealed class IntrospectionByPolicyTests
{
    [Fact]
    public void Introspection_is_accepted_unless_the_options_say_otherwise() =>
        Rule.Accepts<IntrospectionByPolicy>("{ __schema { types { name } } __type(name: \"Dog\") { name } __typename }");

    [Fact]
    public void Introspection_that_is_off_is_refused_but_for_type_names()
    {
        var errors = Rule.Errors<IntrospectionByPolicy>(
            "{ __schema { types { name } } dog { __typename } x: __type(name: \"Dog\") { name } }", new ValidationOptions { AllowIntrospection = false });
        errors.Select(error => error.Message).ShouldBe(
        [
            "GraphQL introspection has been disabled, but the requested query contained the field \"__schema\".",
            "GraphQL introspection has been disabled, but the requested query contained the field \"__type\".",
        ]);
    }
}
