using GraphQL.Tests.Sample;

namespace GraphQL.Tests.Execution;

public sealed class AuthorizationTests : IAsyncLifetime
{
    private SampleHost host = null!;

    public async ValueTask InitializeAsync() => host = await SampleHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Nobody_signed_in_is_told_to_sign_in()
    {
        var answer = await host.PostAsync("{ hello books { title cost } }");
        answer["data"]!["books"]![0]!.ToJsonString().ShouldBe("""{"title":"The Dispossessed","cost":null}""");
        answer["errors"]![0]!["extensions"]!["code"]!.ToString().ShouldBe("UNAUTHENTICATED");
    }

    [Fact]
    public async Task Somebody_without_the_policy_is_refused() =>
        (await host.PostAsync("{ books { cost } }", user: "ada"))["errors"]![0]!["extensions"]!["code"]!.ToString().ShouldBe("FORBIDDEN");

    [Fact]
    public async Task Somebody_with_the_policy_reads_the_field() =>
        (await host.DataAsync("{ books(binding: HARD_COVER) { cost } }", user: "staff")).ShouldBe("""{"books":[{"cost":1}]}""");

    [Fact]
    public async Task The_default_policy_asks_for_anybody()
    {
        (await host.DataAsync("{ private }", user: "ada")).ShouldBe("""{"private":"private"}""");
        (await host.PostAsync("{ private }"))["data"].ShouldBeNull();
    }

    [Fact]
    public void What_a_field_asks_for_can_be_read_from_the_schema()
    {
        host.Schema.Query!.GetField("private")!.Authorization!.Policies.ShouldBe([null]);
        host.Schema.Query.GetField("books")!.Authorization!.AllowsAnonymous.ShouldBeTrue();
        host.Schema.Query.GetField("hello")!.Authorization.ShouldBeNull();
    }
}
