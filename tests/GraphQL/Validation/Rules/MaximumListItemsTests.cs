using GraphQL.Tests.Sample;
using GraphQL.Validation;
using GraphQL.Validation.Rules;

namespace GraphQL.Tests.Validation.Rules;

public sealed class MaximumListItemsTests
{
    private static readonly ValidationOptions Two = new() { MaximumListItems = 2 };

    [Fact]
    public void A_list_in_a_document_has_only_so_many_elements()
    {
        Rule.Errors<MaximumListItems>("{ arguments { stringListArgField(stringListArg: [\"a\", \"b\"]) } }", Two).ShouldBeEmpty();
        Rule.Errors<MaximumListItems>("{ arguments { stringListArgField(stringListArg: [\"a\", \"b\", \"c\"]) } }", Two)
            .ShouldHaveSingleItem().Message.ShouldBe("A list has 3 items; at most 2 are allowed.");
    }

    [Fact]
    public async Task A_list_in_a_variable_has_as_many()
    {
        await using var host = await SampleHost.StartAsync();
        var answer = await host.PostAsync("query($values: [Int!]!) { numbers(values: $values) }", new { values = Enumerable.Range(0, 1001) });
        answer.AsObject().ContainsKey("data").ShouldBeFalse();
        var error = answer["errors"]![0]!;
        error["message"]!.ToString().ShouldEndWith("; A list has 1001 items; at most 1000 are allowed.");
        error["extensions"]!["code"]!.ToString().ShouldBe("BAD_USER_INPUT");
        (await host.PostAsync("query($values: [Int!]!) { numbers(values: $values) }", new { values = Enumerable.Range(0, 1000) }))["errors"].ShouldBeNull();
    }
}
