using GraphQL.Validation.Rules;

namespace GraphQL.Tests.Validation.Rules;

public sealed class FragmentSpreadIsPossibleTests
{
    [Theory]
    [InlineData("{ dog { ... on Dog { barkVolume } } }")]
    [InlineData("{ dog { ... on Pet { name } ... on CatOrDog { __typename } } }")]
    [InlineData("{ pet { ... on Dog { barkVolume } } }")]
    [InlineData("{ catOrDog { ... on Pet { name } ... on Cat { meows } } }")]
    [InlineData("{ catOrDog { ... on DogOrHuman { __typename } } }")]
    [InlineData("{ pet { ...F } } fragment F on Canine { name }")]
    [InlineData("{ dog { ... on Unknown { a } ...Missing } }")]
    [InlineData("{ dog { ... { name } } }")]
    public void Fragments_that_some_object_fits_are_accepted(string document) => Rule.Accepts<FragmentSpreadIsPossible>(document);

    [Theory]
    [InlineData("{ dog { ... on Cat { meowVolume } } }", "Fragment cannot be spread here as objects of type \"Dog\" can never be of type \"Cat\".")]
    [InlineData("{ human { ... on Pet { name } } }", "Fragment cannot be spread here as objects of type \"Human\" can never be of type \"Pet\".")]
    [InlineData("{ catOrDog { ... on Human { name } } }", "Fragment cannot be spread here as objects of type \"CatOrDog\" can never be of type \"Human\".")]
    [InlineData("{ pet { ... on Sentient { name } } }", "Fragment cannot be spread here as objects of type \"Pet\" can never be of type \"Sentient\".")]
    [InlineData("{ catOrDog { ... on HumanOrAlien { __typename } } }", "Fragment cannot be spread here as objects of type \"CatOrDog\" can never be of type \"HumanOrAlien\".")]
    [InlineData("{ dog { ...F } } fragment F on Cat { meows }", "Fragment \"F\" cannot be spread here as objects of type \"Dog\" can never be of type \"Cat\".")]
    public void Fragments_that_no_object_fits_are_refused(string document, string message) => Rule.Refuses<FragmentSpreadIsPossible>(document, message);
}
