using GraphQL.Language;
using GraphQL.Validation;
using GraphQL.Validation.Rules;

namespace GraphQL.Tests.Validation.Rules;

public sealed class OperationTypeExistenceTests
{
    [Fact]
    public void An_operation_of_a_kind_the_schema_has_is_accepted() =>
        Rule.Accepts<OperationTypeExistence>("query { dog { name } } mutation { mutateDog(id: 1) } subscription { newMessage { body } }");

    [Fact]
    public void An_operation_of_a_kind_the_schema_lacks_is_refused()
    {
        var schema = SdlSchema.Build("type Query { a: Int }");
        var document = GraphQLParser.Parse("mutation { a } subscription { a }");
        DocumentValidator.Validate(schema, document, ValidationOptions.Default, [new OperationTypeExistence()]).Select(error => error.Message)
            .ShouldBe(["The mutation operation is not supported by the schema.", "The subscription operation is not supported by the schema."]);
    }
}
