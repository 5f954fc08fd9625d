using System.Diagnostics;
using GraphQL.Tests.Sample;

namespace GraphQL.Tests.Instrumentation;

public sealed class SpanTests : IAsyncLifetime
{
    private SampleHost host = null!;

    public async ValueTask InitializeAsync() => host = await SampleHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task An_operation_is_a_span_by_the_conventions()
    {
        using var heard = new Listening(host);

        await host.DataAsync("query Titles { books { title } }");

        var span = heard.Operation;
        span.DisplayName.ShouldBe("query");
        span.GetTagItem("graphql.operation.type").ShouldBe("query");
        span.GetTagItem("graphql.operation.name").ShouldBe("Titles");
        span.GetTagItem("graphql.processing.type").ShouldBe("request");
        span.GetTagItem("graphql.document").ShouldBeNull();
        span.Status.ShouldBe(ActivityStatusCode.Unset);
        span.GetTagItem("error.type").ShouldBeNull();
    }

    [Fact]
    public async Task A_new_document_is_parsed_validated_and_planned_once()
    {
        using var heard = new Listening(host);

        await host.DataAsync("query Echoes($value: JSON!) { json(value: $value) }", new { value = 1 });
        var first = heard.Spans;
        await host.DataAsync("query Echoes($value: JSON!) { json(value: $value) }", new { value = 2 });

        first.Select(span => span.GetTagItem("graphql.processing.type")).ShouldBe(["parse", "validate", "variable_coercion", "plan", "execute", "request"]);
        var operation = first[^1];
        first.SkipLast(1).Select(span => span.Parent).ShouldAllBe(parent => parent == operation);
        heard.Spans.Skip(first.Count).Select(span => span.DisplayName).ShouldBe(["GraphQL Variable Coercion", "GraphQL Operation Execution", "query"]);
    }

    [Theory]
    [InlineData("{ hello ", "GRAPHQL_PARSE_FAILED", "GraphQL Document Parsing", "GraphQL Operation")]
    [InlineData("{ goodbye }", "GRAPHQL_VALIDATION_FAILED", "GraphQL Document Validation", "GraphQL Operation")]
    [InlineData("query ($value: JSON!) { json(value: $value) }", "BAD_USER_INPUT", "GraphQL Variable Coercion", "query")]
    public async Task A_refused_request_is_an_error_in_its_phase_and_as_a_whole(string query, string code, string phase, string operation)
    {
        using var heard = new Listening(host);

        await host.PostAsync(query);

        foreach (var name in (string[])[phase, operation])
        {
            var span = heard.Spans.Single(span => span.DisplayName == name);
            span.Status.ShouldBe(ActivityStatusCode.Error);
            span.GetTagItem("error.type").ShouldBe(code);
        }
    }

    [Fact]
    public async Task A_failed_field_is_an_event_with_its_path_and_without_its_message()
    {
        using var heard = new Listening(host);

        await host.PostAsync("{ books { brokenMaybe } }");

        heard.Operation.Status.ShouldBe(ActivityStatusCode.Error);
        heard.Operation.GetTagItem("error.type").ShouldBe("BROKEN");
        heard.Operation.GetTagItem("graphql.error.count").ShouldBe(1);
        var failure = heard.Operation.Events.ShouldHaveSingleItem();
        failure.Name.ShouldBe("graphql.error");
        failure.Tags.ToDictionary().ShouldBe(new Dictionary<string, object?> { ["graphql.error.code"] = "BROKEN", ["graphql.field.path"] = "books[2].brokenMaybe" }, ignoreOrder: true);
    }

    [Fact]
    public async Task Error_events_are_few_and_their_count_is_whole()
    {
        var fields = string.Join(' ', Enumerable.Range(0, 12).Select(index => $"a{index}: private"));
        using var heard = new Listening(host);

        await host.PostAsync($"{{ {fields} }}");

        heard.Operation.Events.Count().ShouldBe(10);
        heard.Operation.GetTagItem("graphql.error.count").ShouldBe(12);
    }

    [Fact]
    public async Task Documents_and_messages_are_told_where_the_host_chose_so()
    {
        await using var open = await SampleHost.StartAsync(options => options.Instrumentation.IncludeDocument = true);
        using var heard = new Listening(open);

        await open.PostAsync("{ books { brokenMaybe } }");

        heard.Operation.GetTagItem("graphql.document").ShouldBe("{ books { brokenMaybe } }");
        heard.Operation.Events.Single().Tags.ShouldContain(new KeyValuePair<string, object?>("graphql.error.message", "Broken."));
    }

    [Fact]
    public async Task Resolvers_have_no_span_unless_the_host_chose_so()
    {
        using var heard = new Listening(host);

        await host.DataAsync("{ books { author { name } } }");

        heard.Spans.ShouldNotContain(span => (string?)span.GetTagItem("graphql.processing.type") == "resolve");
    }

    [Fact]
    public async Task A_resolver_has_one_span_a_level_with_the_number_of_its_parents()
    {
        await using var traced = await SampleHost.StartAsync(options => options.Instrumentation.TraceResolvers = true);
        using var heard = new Listening(traced);

        await traced.PostAsync("{ volumes: books { title writer: author { name } stock } __schema { queryType { name } } }");

        var spans = heard.Spans.Where(span => (string?)span.GetTagItem("graphql.processing.type") == "resolve").ToList();
        spans.Select(span => (span.DisplayName, span.GetTagItem("graphql.selection.name"), span.GetTagItem("graphql.selection.parent_count"), span.GetTagItem("error.type")))
            .ShouldBe([("Query.books", "volumes", 1, null), ("Book.author", "writer", 4, null), ("Book.stock", "stock", 4, "NOT_COUNTED")]);
        spans.ShouldAllBe(span => span.Parent!.DisplayName == "GraphQL Operation Execution");
    }

    [Fact]
    public async Task A_span_is_named_after_an_operation_that_the_host_knows()
    {
        await using var named = await SampleHost.StartAsync(options => options.Instrumentation.OperationNames.Add("Known"));
        using var heard = new Listening(named);

        await named.DataAsync("query Known { hello }");
        await named.DataAsync("query Unknown { hello }");

        heard.Spans.Where(span => span.Kind == ActivityKind.Server).Select(span => span.DisplayName).ShouldBe(["query Known", "query"]);
    }
}
