using GraphQL.Tests.Sample;

namespace GraphQL.Tests.Requests;

public sealed class IntrospectionPolicyTests : IAsyncLifetime
{
    private SampleHost host = null!;

    public async ValueTask InitializeAsync() => host = await SampleHost.StartAsync(options => options.IntrospectionPolicy = "staff");

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData("{ hello __schema { queryType { name } } }", "__schema")]
    [InlineData("{ ...F } fragment F on Query { t: __type(name: \"Book\") { name } }", "__type")]
    public async Task Only_those_for_whom_the_policy_holds_may_ask_for_the_schema(string query, string field)
    {
        // The document is kept after the first request; who asks is looked at each time.
        for (var time = 0; time < 2; time++)
        {
            var refused = await host.PostAsync(query);
            refused.AsObject().ContainsKey("data").ShouldBeFalse();
            refused["errors"]!.AsArray().Single()!["message"]!.ToString()
                .ShouldBe($"GraphQL introspection has been disabled, but the requested query contained the field \"{field}\".");
            (await host.PostAsync(query, user: "guest"))["errors"].ShouldNotBeNull();
            (await host.PostAsync(query, user: "staff"))["errors"].ShouldBeNull();
        }
    }

    [Fact]
    public async Task Names_are_suggested_to_those_alone()
    {
        (await host.PostAsync("{ helo }"))["errors"]![0]!["message"]!.ToString().ShouldBe("Cannot query field \"helo\" on type \"Query\".");
        (await host.PostAsync("{ helo }", user: "staff"))["errors"]![0]!["message"]!.ToString().ShouldContain("Did you mean \"hello\"");
    }

    [Fact]
    public async Task Everything_else_is_for_everybody() => (await host.DataAsync("{ __typename hello }")).ShouldBe("""{"__typename":"Query","hello":"world"}""");

    [Fact]
    public async Task Without_a_policy_the_option_decides_for_all()
    {
        await using var closed = await SampleHost.StartAsync(options => options.EnableIntrospection = false);
        (await closed.PostAsync("{ __schema { queryType { name } } }", user: "staff"))["errors"].ShouldNotBeNull();
        (await closed.PostAsync("{ helo }", user: "staff"))["errors"]![0]!["message"]!.ToString().ShouldNotContain("Did you mean");
    }
}
