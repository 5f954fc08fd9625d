using GraphQL.Validation;

namespace GraphQL.Tests.Validation;

public sealed class NaturalOrderTests
{
    [Theory]
    [InlineData("Card2", "Card10")]
    [InlineData("Card", "Card1")]
    [InlineData("Card1", "CardA")]
    [InlineData("CARD", "Card")]
    [InlineData("", "a")]
    [InlineData("A10B2", "A10B11")]
    public void Names_are_ordered_by_their_letters_and_numbers(string first, string second)
    {
        NaturalOrder.Instance.Compare(first, second).ShouldBeLessThan(0);
        NaturalOrder.Instance.Compare(second, first).ShouldBeGreaterThan(0);
        NaturalOrder.Instance.Compare(first, first).ShouldBe(0);
    }
}
