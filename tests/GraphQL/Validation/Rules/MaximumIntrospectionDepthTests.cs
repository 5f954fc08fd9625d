using GraphQL.Validation.Rules;

namespace GraphQL.Tests.Validation.Rules;

public sealed class MaximumIntrospectionDepthTests
{
    [Theory]
    [InlineData("{ __schema { types { ...T } directives { args { type { name } } } } } fragment T on __Type { fields(includeDeprecated: true) { name args { type { ofType { ofType { ofType { name } } } } } type { name } } inputFields { name } interfaces { name } possibleTypes { name } }")]
    [InlineData("{ fields { fields { fields { fields } } } }")]
    [InlineData("{ __schema { types { fields { type { fields { name } } } } } }")]
    public void What_tools_ask_is_accepted(string document) => Rule.Accepts<MaximumIntrospectionDepth>(document);

    [Theory]
    [InlineData("{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }", "Maximum introspection depth exceeded")]
    [InlineData("{ __type(name: \"A\") { interfaces { possibleTypes { inputFields { name } } } } }", "Maximum introspection depth exceeded")]
    [InlineData("{ __schema { types { ...A } } } fragment A on __Type { fields { type { ...B } } } fragment B on __Type { fields { type { ...C } } } fragment C on __Type { interfaces { name } }", "Maximum introspection depth exceeded")]
    public void Lists_of_members_within_each_other_are_refused(string document, string message) => Rule.Refuses<MaximumIntrospectionDepth>(document, message);
}
