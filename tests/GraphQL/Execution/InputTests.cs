using System.Text.Json;
using GraphQL.Tests.Sample;

namespace GraphQL.Tests.Execution;

public sealed class InputTests : IAsyncLifetime
{
    private const string Echo = "query($input: EchoInput!) { echo(input: $input) }";
    private SampleHost host = null!;

    public async ValueTask InitializeAsync() => host = await SampleHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Inputs_take_their_defaults()
    {
        var echoed = await EchoAsync("""{ echo(input: { text: "t", binding: PAPERBACK, pages: 3 }) }""");
        echoed.ShouldBe(new EchoInput("t", Binding.Paperback, new Pages(3), new MoneyInput(1.5m)));
    }

    [Fact]
    public async Task Inputs_can_be_given_by_variables_whole_and_in_part()
    {
        var book = GlobalId.Encode("Book", "7");
        var expected = new EchoInput("t", Binding.HardCover, new Pages(4), new MoneyInput(2, "EUR"), new BookId(7), 9, 12.5m);
        var whole = await EchoAsync(
            Echo, new { input = new { text = "t", binding = "HARD_COVER", pages = 4, price = new { amount = "2", currency = "EUR" }, book, count = 9, share = 12.5 } });
        whole.ShouldBe(expected);
        var part = await EchoAsync(
            """query($t: String!, $n: Int, $b: ID) { echo(input: { text: $t, binding: HARD_COVER, pages: 4, price: { amount: "2", currency: "EUR" }, book: $b, count: 9, share: "12.5", tags: $x }) }"""
                .Replace(", tags: $x", "", StringComparison.Ordinal).Replace(", $n: Int", "", StringComparison.Ordinal),
            new { t = "t", b = book });
        part.ShouldBe(expected);
    }

    [Fact]
    public async Task A_variable_that_is_not_given_leaves_the_default_in_place()
    {
        (await host.DataAsync("query($g: String! = \"Hey\") { people { greet(greeting: $g) } }")).ShouldContain("Hey, Ada");
        (await EchoAsync("""query($c: Int! = 8) { echo(input: { text: "t", binding: PAPERBACK, pages: 1, count: $c }) }""")).Count.ShouldBe(8);
    }

    [Fact]
    public async Task A_single_value_stands_for_a_list_of_it() =>
        (await host.DataAsync("{ numbers(values: 3) }")).ShouldBe("""{"numbers":[3]}""");

    [Fact]
    public async Task Everything_wrong_with_a_variable_is_said()
    {
        var answer = await host.PostAsync(Echo, new { input = new { text = 1, binding = "SOFT", pages = 1.5, extra = true, price = new { amount = true } } });
        answer.AsObject().ContainsKey("data").ShouldBeFalse();
        var messages = answer["errors"]!.AsArray().Select(error => error!["message"]!.ToString()).ToList();
        messages.Count.ShouldBe(5);
        messages[0].ShouldBe("Variable \"$input\" got invalid value 1 at \"input.text\"; Expected type \"String\". String cannot represent a non string value: 1");
        messages[1].ShouldBe("Variable \"$input\" got invalid value \"SOFT\" at \"input.binding\"; Value \"SOFT\" does not exist in \"Binding\" enum.");
        messages.ShouldContain(message => message.Contains("Field \"extra\" is not defined by type \"EchoInput\".", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{}", "Variable \"$input\" of required type \"EchoInput!\" was not provided.")]
    [InlineData("""{"input":null}""", "Variable \"$input\" of non-null type \"EchoInput!\" must not be null.")]
    [InlineData("""{"input":[]}""", "Variable \"$input\" got invalid value []; Expected type \"EchoInput\" to be an object.")]
    public async Task A_variable_that_does_not_fit_is_refused(string variables, string message) =>
        (await host.PostAsync(Echo, JsonDocument.Parse(variables)))["errors"]![0]!["message"]!.ToString().ShouldBe(message);

    [Theory]
    [InlineData("""{"byTitle":"x"}""", "title x")]
    [InlineData("""{"byPages":4}""", "pages 4")]
    public async Task Exactly_one_field_of_a_oneOf_input_is_taken(string choice, string expected) =>
        (await host.DataAsync("query($c: Choice!) { choose(choice: $c) }", new { c = JsonDocument.Parse(choice) }))
            .ShouldBe($$$"""{"choose":"{{{expected}}}"}""");

    [Theory]
    [InlineData("{}", "Exactly one key must be specified for OneOf type \"Choice\".")]
    [InlineData("""{"byTitle":"x","byPages":1}""", "Exactly one key must be specified for OneOf type \"Choice\".")]
    [InlineData("""{"byTitle":null}""", "Field \"byTitle\" must be non-null.")]
    public async Task Anything_else_for_a_oneOf_input_is_refused(string choice, string reason) =>
        (await host.PostAsync("query($c: Choice!) { choose(choice: $c) }", new { c = JsonDocument.Parse(choice) }))["errors"]![0]!["message"]!
            .ToString().ShouldEndWith(reason);

    [Fact]
    public async Task Json_goes_through_as_it_is()
    {
        (await host.DataAsync("query($v: JSON!) { json(value: $v) }", new { v = new { a = new object?[] { 1, "x", null } } }))
            .ShouldBe("""{"json":{"a":[1,"x",null]}}""");
        (await host.DataAsync("query($v: Int) { json(value: { a: [1, $v, true], b: \"x\" }) }", new { v = 5 }))
            .ShouldBe("""{"json":{"a":[1,5,true],"b":"x"}}""");
    }

    [Fact]
    public async Task A_text_that_a_custom_scalar_refuses_is_no_value_of_it()
    {
        var answer = await host.PostAsync("query($v: Long) { hello }", new { v = "x" });
        answer["errors"].ShouldNotBeNull();
    }

    private async Task<EchoInput> EchoAsync(string query, object? variables = null)
    {
        var answer = await host.PostAsync(query, variables);
        answer["errors"].ShouldBeNull(answer.ToJsonString());
        return JsonSerializer.Deserialize<EchoInput>(answer["data"]!["echo"]!.ToString())!;
    }
}
