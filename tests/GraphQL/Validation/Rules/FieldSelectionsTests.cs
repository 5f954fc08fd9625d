using GraphQL.Validation;
using GraphQL.Validation.Rules;

namespace GraphQL.Tests.Validation.Rules;

public sealed class FieldSelectionsTests
{
    [Theory]
    [InlineData("{ dog { name __typename } }")]
    [InlineData("{ pet { name } }")]
    [InlineData("{ catOrDog { __typename ... on Dog { name } } }")]
    [InlineData("{ dog { ... on Unknown { anything } } }")]
    [InlineData("{ unknownDog: dog { n: name } }")]
    [InlineData("{ __schema { types { name } } __type(name: \"Dog\") { name } }")]
    public void A_field_that_exists_is_accepted(string document) => Rule.Accepts<FieldSelections>(document);

    [Theory]
    [InlineData("{ dog { favoriteSpatula } }", "Cannot query field \"favoriteSpatula\" on type \"Dog\".")]
    [InlineData("fragment F on Dog { volume: barkVolumes }", "Cannot query field \"barkVolumes\" on type \"Dog\". Did you mean \"barkVolume\"?")]
    [InlineData("{ pet { nickname } }", "Cannot query field \"nickname\" on type \"Pet\". Did you mean to use an inline fragment on \"Cat\" or \"Dog\"?")]
    [InlineData("{ catOrDog { name } }", "Cannot query field \"name\" on type \"CatOrDog\". Did you mean to use an inline fragment on \"Being\", \"Pet\", \"Canine\", \"Cat\", or \"Dog\"?")]
    [InlineData("{ humanOrAlien { name } }", "Cannot query field \"name\" on type \"HumanOrAlien\". Did you mean to use an inline fragment on \"Sentient\", \"Alien\", \"Being\", or \"Human\"?")]
    [InlineData("{ catOrDog { barkVolume } }", "Cannot query field \"barkVolume\" on type \"CatOrDog\". Did you mean to use an inline fragment on \"Dog\"?")]
    [InlineData("{ dog { Name } }", "Cannot query field \"Name\" on type \"Dog\". Did you mean \"name\"?")]
    [InlineData("{ dog { __schema { types { name } } } }", "Cannot query field \"__schema\" on type \"Dog\".")]
    [InlineData("{ dog { unknown { deeper { deepest } } } }", "Cannot query field \"unknown\" on type \"Dog\".")]
    public void A_field_that_does_not_exist_is_refused(string document, string message) => Rule.Refuses<FieldSelections>(document, message);

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Nothing_is_suggested_where_that_or_introspection_is_off(bool suggest, bool introspect)
    {
        var options = new ValidationOptions { SuggestNames = suggest, AllowIntrospection = introspect };
        Rule.Errors<FieldSelections>("{ dog { barkVolumes } pet { nickname } }", options).Select(error => error.Message)
            .ShouldBe(["Cannot query field \"barkVolumes\" on type \"Dog\".", "Cannot query field \"nickname\" on type \"Pet\"."]);
    }
}
