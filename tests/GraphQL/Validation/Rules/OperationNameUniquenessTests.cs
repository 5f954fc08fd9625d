using GraphQL.Validation.Rules;

namespace GraphQL.Tests.Validation.Rules;

public sealed class OperationNameUniquenessTests
{
    [Theory]
    [InlineData("query getDogName { dog { name } } query getOwnerName { dog { owner { name } } }")]
    [InlineData("{ dog { name } }")]
    [InlineData("query A { dog { name } } fragment A on Dog { name }")]
    public void Different_names_are_accepted(string document) => Rule.Accepts<OperationNameUniqueness>(document);

    [Theory]
    [InlineData("query getName { dog { name } } query getName { dog { owner { name } } }", "There can be only one operation named \"getName\".")]
    [InlineData("query dogOperation { dog { name } } mutation dogOperation { mutateDog(id: 1) }", "There can be only one operation named \"dogOperation\".")]
    public void One_name_twice_is_refused(string document, string message) => Rule.Refuses<OperationNameUniqueness>(document, message);
}
