using System.Globalization;
using GraphQL.Language;
using GraphQL.Validation;

namespace GraphQL.Tests.Validation;

/// <summary>Documents made to be answered with far more than they hold themselves.</summary>
public sealed class ErrorLimitTests
{
    private static readonly string LongName = new('a', 1_000);

    [Fact]
    public void Names_have_a_length_beyond_any_client()
    {
        GraphQLParser.Parse($"{{ {LongName} }}").ShouldNotBeNull();
        Should.Throw<GraphQLSyntaxException>(() => GraphQLParser.Parse($"{{ {LongName}b }}")).Message
            .ShouldBe("Syntax Error: Name has more than 1000 characters. Parsing aborted.");
    }

    [Fact]
    public void A_long_name_is_not_repeated_for_every_variable()
    {
        var variables = string.Concat(Enumerable.Range(0, 2_000).Select(index => $"$v{index}: Int "));
        var errors = Errors($"query {LongName}({variables}) {{ dog {{ name }} }}");
        errors.Count.ShouldBe(101);
        errors.Sum(error => error.Message.Length).ShouldBeLessThan(150_000);
    }

    [Fact]
    public void A_long_value_is_repeated_in_part()
    {
        var error = Errors($"{{ arguments {{ intArgField(intArg: \"{new string('x', 1_000_000)}\") }} }}").Single();
        error.Message.Length.ShouldBe(2_001);
        error.Message.ShouldStartWith("Int cannot represent non-integer value: \"xxx");
        error.Message.ShouldEndWith("x…");
    }

    [Fact]
    public void Circles_of_many_fragments_are_not_all_told_in_full()
    {
        const int Fragments = 450;
        var names = Enumerable.Range(0, Fragments).Select(index => LongName[..800] + index.ToString(CultureInfo.InvariantCulture)).ToArray();
        var chain = string.Concat(Enumerable.Range(0, Fragments - 1).Select(index => $"fragment {names[index]} on Dog {{ ...{names[index + 1]} }} "));
        var errors = Errors($"{{ dog {{ ...{names[0]} }} }} {chain} fragment {names[^1]} on Dog {{ {string.Concat(names[..100].Select(name => $"...{name} "))} }}");
        errors.Count.ShouldBe(4);
        errors.ShouldAllBe(error => error.Message.StartsWith("Cannot spread fragment", StringComparison.Ordinal) && error.Message.Length <= 2_001);
        errors.Sum(error => error.Locations.Length).ShouldBeLessThanOrEqualTo(2_000);
    }

    private static IReadOnlyList<GraphQLError> Errors(string document) =>
        DocumentValidator.Validate(Rule.Schema, GraphQLParser.Parse(document));
}
