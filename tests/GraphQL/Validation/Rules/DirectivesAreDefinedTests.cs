using GraphQL.Validation.Rules;

namespace GraphQL.Tests.Validation.Rules;

public sealed class DirectivesAreDefinedTests
{
    [Fact]
    public void Directives_that_exist_are_accepted() =>
        Rule.Accepts<DirectivesAreDefined>("{ dog @include(if: true) { name @onField } }");

    [Fact]
    public void Directives_that_do_not_exist_are_refused() =>
        Rule.Refuses<DirectivesAreDefined>(
            "query Q($a: Int @b) @c { dog @d { ...F @e ... @f { name } } } fragment F on Dog @g { name }",
            "Unknown directive \"@b\".",
            "Unknown directive \"@c\".",
            "Unknown directive \"@d\".",
            "Unknown directive \"@e\".",
            "Unknown directive \"@f\".",
            "Unknown directive \"@g\".");
}
