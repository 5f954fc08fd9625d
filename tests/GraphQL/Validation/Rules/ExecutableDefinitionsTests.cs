using GraphQL.Validation.Rules;

namespace GraphQL.Tests.Validation.Rules;

public sealed class ExecutableDefinitionsTests
{
    [Fact]
    public void Operations_and_fragments_may_be_executed() =>
        Rule.Accepts<ExecutableDefinitions>("query Q { dog { ...F } } fragment F on Dog { name }");

    [Fact]
    public void Definitions_of_the_type_system_may_not() =>
        Rule.Refuses<ExecutableDefinitions>(
            "query Q { dog { name } } type Cow { name: String } extend type Dog { color: String } schema { query: Q } directive @d on FIELD",
            "The \"Cow\" definition is not executable.",
            "The \"Dog\" definition is not executable.",
            "The schema definition is not executable.",
            "The \"d\" definition is not executable.");
}
