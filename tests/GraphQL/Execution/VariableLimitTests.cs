using System.Text;
using System.Text.Json;
using GraphQL.Execution;
using GraphQL.Language;
using GraphQL.Planning;
using GraphQL.Tests.Validation;

namespace GraphQL.Tests.Execution;

/// <summary>Variables made to cost more than they are long.</summary>
public sealed class VariableLimitTests
{
    private const string TooMany = "Too many errors processing variables, error limit reached. Execution aborted.";

    [Fact]
    public void Unknown_fields_end_at_the_limit_of_errors_and_are_not_shown_whole_each_time()
    {
        var (errors, allocated) = Coerce("$dog: DogInput", $$"""{"dog":{ {{Properties(100_000)}} } }""");
        errors.Count.ShouldBe(51);
        errors[0].Message.ShouldStartWith("Variable \"$dog\" got invalid value {");
        errors[0].Message.ShouldEndWith("…; Field \"f0\" is not defined by type \"DogInput\".");
        errors[^1].Message.ShouldBe(TooMany);
        allocated.ShouldBeLessThan(500_000);
    }

    [Fact]
    public void Elements_that_do_not_fit_end_at_the_limit_too()
    {
        var row = "[" + string.Join(',', Enumerable.Repeat("true", 1_000)) + "]";
        var (errors, allocated) = Coerce("$grid: [[Int]]", $$"""{"grid":[{{string.Join(',', Enumerable.Repeat(row, 200))}}]}""");
        errors.Count.ShouldBe(51);
        errors[49].Message.ShouldBe("Variable \"$grid\" got invalid value true at \"grid.0.49\"; Expected type \"Int\". Int cannot represent non-integer value: true");
        errors[^1].Message.ShouldBe(TooMany);
        allocated.ShouldBeLessThan(500_000);
    }

    [Fact]
    public void Variables_that_are_missing_count_together()
    {
        var (errors, _) = Coerce(string.Concat(Enumerable.Range(0, 200).Select(index => $"$v{index}: Int! ")), "{}");
        errors.Count.ShouldBe(51);
        errors[^1].Message.ShouldBe(TooMany);
    }

    [Fact]
    public void Fifty_errors_are_told_without_a_word_of_more() =>
        Coerce(string.Concat(Enumerable.Range(0, 50).Select(index => $"$v{index}: Int! ")), "{}").Errors.ShouldAllBe(error => error.Message != TooMany);

    [Fact]
    public void A_long_value_is_shown_in_part()
    {
        var (errors, _) = Coerce("$command: DogCommand", $$"""{"command":"{{new string('ü', 500_000)}}"}""");
        errors.Single().Message.Length.ShouldBeLessThan(1_500);
        errors.Single().Message.ShouldStartWith("Variable \"$command\" got invalid value \"üüü");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(300)]
    public void Each_variable_gets_its_own_value_and_of_two_the_last(int count)
    {
        var plans = Plans(string.Concat(Enumerable.Range(0, count).Select(index => $"$v{index}: Int ")) + "$missing: Int = 7");
        var json = $$"""{"v0":-1,"other":null,{{string.Join(',', Enumerable.Range(0, count).Select(index => $"\"v{index}\":{index}"))}}}""";
        List<GraphQLError> errors = [];
        var values = VariableCoercion.Coerce(plans, JsonDocument.Parse(json).RootElement, errors);
        errors.ShouldBeEmpty();
        Enumerable.Range(0, count).Select(index => values.Get("v" + index)).ShouldBe(Enumerable.Range(0, count).Cast<object>());
        values.Get("missing").ShouldBe(7);
    }

    private static string Properties(int count) => string.Join(',', Enumerable.Range(0, count).Select(index => $"\"f{index}\":1"));

    private static (List<GraphQLError> Errors, long Allocated) Coerce(string definitions, string json)
    {
        var plans = Plans(definitions);
        using var parsed = JsonDocument.Parse(json);
        List<GraphQLError> errors = [];
        var least = long.MaxValue;
        // The least of several times: a collection that falls between, for other tests' sake, empties the pools that are borrowed from.
        for (var time = 0; time < 3; time++)
        {
            errors.Clear();
            var before = GC.GetAllocatedBytesForCurrentThread();
            VariableCoercion.Coerce(plans, parsed.RootElement, errors, 1_000);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return (errors, least);
    }

    private static VariablePlan[] Plans(string definitions)
    {
        var operation = GraphQLParser.Parse(Encoding.UTF8.GetBytes($"query({definitions}) {{ dog {{ name }} }}")).Definitions.OfType<OperationDefinitionNode>().Single();
        return [.. operation.VariableDefinitions.Select(node => new VariablePlan(node.Name, Rule.Schema.GetType(node.Type)!, node.DefaultValue, node))];
    }
}
