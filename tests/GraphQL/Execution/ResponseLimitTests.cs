using GraphQL.Tests.Sample;

namespace GraphQL.Tests.Execution;

/// <summary>A small request must not become an answer, or work, that memory does not hold.</summary>
public sealed class ResponseLimitTests
{
    private const string Multiplying = """
        { __schema { types { ...A } } }
        fragment A on __Type { a1: fields { type { ...B } } a2: fields { type { ...B } } a3: fields { type { ...B } } a4: fields { type { ...B } } }
        fragment B on __Type { b1: fields { name } b2: fields { name } b3: fields { name } b4: fields { name } }
        """;

    [Fact]
    public async Task Values_are_counted_before_they_are_resolved_also_those_of_introspection()
    {
        await using var host = await SampleHost.StartAsync(options => options.MaximumValues = 500);

        var answer = await host.PostAsync(Multiplying);

        answer["data"].ShouldBeNull();
        answer["errors"]![0]!["extensions"]!["code"]!.ToString().ShouldBe("RESPONSE_TOO_LARGE");
        (await host.PostAsync("{ hello }"))["errors"].ShouldBeNull();
    }

    [Fact]
    public async Task A_response_that_grows_too_long_ends_the_operation_and_nothing_of_it_is_sent()
    {
        await using var host = await SampleHost.StartAsync(options => options.MaximumResponseSize = 2_000);

        var answer = await host.PostAsync(Validation.IntrospectionText.Query);

        answer.ToJsonString().Length.ShouldBeLessThan(500);
        answer["errors"]![0]!["message"]!.ToString().ShouldBe("The response is larger than 2000 bytes. Ask for less at a time.");
    }

    [Fact]
    public async Task The_whole_introspection_stays_within_the_defaults()
    {
        await using var host = await SampleHost.StartAsync();

        (await host.PostAsync(Validation.IntrospectionText.Query))["errors"].ShouldBeNull();
    }
}
