using GraphQL.Tests.Sample;

namespace GraphQL.Tests.Execution;

public sealed class FailureTests : IAsyncLifetime
{
    private SampleHost host = null!;

    public async ValueTask InitializeAsync() => host = await SampleHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_failure_in_a_nullable_place_leaves_the_rest_alone()
    {
        var answer = await host.PostAsync("{ books { title brokenMaybe } }");
        answer["data"]!["books"]!.ToJsonString().ShouldBe(
            """
            [{"title":"The Dispossessed","brokenMaybe":"fine"},{"title":"Invisible Cities","brokenMaybe":"fine"},
            {"title":"The Lathe of Heaven","brokenMaybe":null},{"title":"Anonymous","brokenMaybe":"fine"}]
            """.ReplaceLineEndings(""));
        answer["errors"]!.ToJsonString().ShouldBe(
            """[{"message":"Broken.","locations":[{"line":1,"column":17}],"path":["books",2,"brokenMaybe"],"extensions":{"code":"BROKEN"}}]""");
    }

    [Fact]
    public async Task A_failure_in_a_non_null_place_goes_up_to_the_next_nullable_one()
    {
        var answer = await host.PostAsync("{ books { title sequel { title broken } } }");
        answer["data"]!["books"]!.ToJsonString().ShouldBe(
            """
            [{"title":"The Dispossessed","sequel":{"title":"Invisible Cities","broken":"fine"}},{"title":"Invisible Cities","sequel":null},
            {"title":"The Lathe of Heaven","sequel":{"title":"Anonymous","broken":"fine"}},{"title":"Anonymous","sequel":null}]
            """.ReplaceLineEndings(""));
        answer["errors"]!.AsArray().Count.ShouldBe(1);
        answer["errors"]![0]!["path"]!.ToJsonString().ShouldBe("""["books",1,"sequel","broken"]""");
    }

    [Fact]
    public async Task Null_may_reach_the_root()
    {
        var answer = await host.PostAsync("{ hello books { broken } }");
        answer["data"].ShouldBeNull();
        answer.AsObject().ContainsKey("data").ShouldBeTrue();
        answer["errors"]![0]!["path"]!.ToJsonString().ShouldBe("""["books",2,"broken"]""");
    }

    [Fact]
    public async Task All_failures_are_reported_not_only_the_first()
    {
        var answer = await host.PostAsync("{ a: books { sequel { broken } } b: books { brokenMaybe } }");
        answer["errors"]!.AsArray().Select(error => error!["path"]!.ToJsonString())
            .ShouldBe(["""["a",1,"sequel","broken"]""", """["b",2,"brokenMaybe"]"""]);
    }

    [Fact]
    public async Task Nulls_from_two_failures_both_find_their_place()
    {
        var answer = await host.PostAsync("{ books { sequel { stock broken sequel { title } } } }");
        answer["data"]!["books"]!.ToJsonString().ShouldBe(
            """[{"sequel":null},{"sequel":null},{"sequel":{"stock":40,"broken":"fine","sequel":null}},{"sequel":null}]""");
        answer["errors"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_unexpected_exception_is_masked_and_logged_under_its_id()
    {
        var answer = await host.PostAsync("{ books { sequel { broken } } }");
        var error = answer["errors"]![0]!;
        error["extensions"]!["code"]!.ToString().ShouldBe("INTERNAL_SERVER_ERROR");
        error["message"]!.ToString().ShouldNotContain("broken inside");
        var id = error["message"]!.ToString().Split("(id ")[1].TrimEnd('.', ')');
        host.Log.Errors.ShouldContain(entry => entry.Text.Contains(id, StringComparison.Ordinal) && entry.Exception!.Message == "broken inside");
    }

    [Fact]
    public async Task Null_where_none_may_be_names_the_field()
    {
        var answer = await host.PostAsync("""{ nodes(ids: []) { id } node(id: "%%%") { id } }""");
        answer["data"]!.ToJsonString().ShouldBe("""{"nodes":[],"node":null}""");
        answer["errors"]![0]!["extensions"]!["code"]!.ToString().ShouldBe("BAD_USER_INPUT");
    }

    [Fact]
    public async Task An_operation_that_takes_too_long_is_ended()
    {
        await using var impatient = await SampleHost.StartAsync(options => options.ExecutionTimeout = TimeSpan.FromMilliseconds(50));
        var answer = await impatient.PostAsync("{ slow }");
        answer["errors"]![0]!["extensions"]!["code"]!.ToString().ShouldBe("TIMEOUT");
        answer.AsObject().ContainsKey("data").ShouldBeFalse();
    }
}
