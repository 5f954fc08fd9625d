using System.Diagnostics;
using GraphQL.Tests.Sample;

namespace GraphQL.Tests.Execution;

public sealed class ErrorReporterTests
{
    [Fact]
    public async Task The_log_has_the_id_the_operation_the_path_and_the_user_but_no_variables()
    {
        await using var host = await SampleHost.StartAsync();
        var answer = await host.PostAsync("query Sequels($greeting: String!) { books { next: sequel { broken } } people { greet(greeting: $greeting) } }", new { greeting = "s3cret" }, "ada");
        var id = answer["errors"]![0]!["message"]!.ToString().Split("(id ")[1].TrimEnd('.', ')');
        var text = host.Log.Errors.Select(entry => entry.Text).ShouldHaveSingleItem();
        text.ShouldBe($"GraphQL operation Sequels failed at books.next.broken for user ada; the client was given id {id}");
    }

    [Fact]
    public async Task The_id_is_the_one_of_the_trace_where_there_is_one()
    {
        await using var host = await SampleHost.StartAsync();
        var trace = ActivityTraceId.CreateRandom();
        host.Client.DefaultRequestHeaders.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
        var answer = await host.PostAsync("{ books { broken } }");
        answer["errors"]![0]!["message"]!.ToString().ShouldBe($"Internal error (id {trace}).");
    }
}
