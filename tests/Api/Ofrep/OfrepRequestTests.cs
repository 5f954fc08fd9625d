using System.Collections.Frozen;
using System.Text;
using Marketplace.Api.Ofrep;

namespace Marketplace.Api.Tests.Ofrep;

/// <summary>What is read of a context when some flag's audience asks for an attribute.</summary>
public sealed class OfrepRequestTests
{
    private static readonly FrozenSet<string> Asked = FrozenSet.ToFrozenSet(["country"], StringComparer.Ordinal);

    [Theory]
    [InlineData("\"US\"", "US")]
    [InlineData("5.0", "5.0")]
    [InlineData("true", "true")]
    [InlineData("false", "false")]
    [InlineData("null", null)]
    public void An_attribute_that_is_asked_for_is_text_a_number_true_or_false(string json, string? value)
    {
        OfrepRequest.Parse(Body($$"""{"country":{{json}},"plan":"PLUS","targetingKey":"a","groups":["CLIENT","B"]}"""), Asked, out var request).ShouldBeNull();

        (request.Attributes?.GetValueOrDefault("country")).ShouldBe(value);
        (request.Attributes?.ContainsKey("plan") ?? false).ShouldBeFalse();
        request.TargetingKey.ShouldBe("a");
        request.Groups.ShouldBe(["CLIENT", "B"]);
    }

    [Theory]
    [InlineData("""{"country":["US"],"targetingKey":"a"}""")]
    [InlineData("""{"targetingKey":"a","country":{"of":[{"birth":"US"}]},"z":1}""")]
    public void One_that_is_a_list_or_an_object_makes_the_context_invalid(string context) =>
        OfrepRequest.Parse(Body(context), Asked, out _).ShouldNotBeNull().Code.ShouldBe("INVALID_CONTEXT");

    [Fact]
    public void The_last_of_several_contexts_counts() =>
        OfrepRequest.Parse(Encoding.UTF8.GetBytes("""{"context":{"targetingKey":"a"},"context":{}}"""), Asked, out _).ShouldBe(OfrepProblem.TargetingKeyMissing);

    private static byte[] Body(string context) => Encoding.UTF8.GetBytes("{\"context\":" + context + "}");
}
