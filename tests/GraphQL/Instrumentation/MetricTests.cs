using GraphQL.Tests.Sample;
using GraphQL.Tests.Subscriptions;
using GraphQL.Tests.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQL.Tests.Instrumentation;

public sealed class MetricTests : IAsyncLifetime
{
    private SampleHost host = null!;

    public async ValueTask InitializeAsync() => host = await SampleHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task The_duration_of_a_request_is_recorded_with_its_type_and_error()
    {
        using var heard = new Listening(host);

        await host.PostAsync("{ hello }");
        await host.PostAsync("mutation { count(fail: true) }");
        await host.PostAsync("{ goodbye }");

        var durations = heard.Of("graphql.server.request.duration");
        durations.Select(one => one.Tags).ShouldBe(
        [
            "graphql.operation.type=query",
            "graphql.operation.type=mutation error.type=NO",
            "error.type=GRAPHQL_VALIDATION_FAILED",
        ]);
        durations.ShouldAllBe(one => one.Value > 0 && one.Value < 60);
        heard.Of("graphql.server.response.error_count").Select(one => one.Value).ShouldBe([0, 1, 1]);
    }

    [Fact]
    public async Task Every_phase_has_a_duration()
    {
        using var heard = new Listening(host);

        await host.PostAsync("query ($value: JSON!) { json(value: $value) }", new { value = 1 });

        heard.Of("graphql.server.processing.duration").Select(one => one.Tags).ShouldBe(
        [
            "graphql.processing.type=parse",
            "graphql.processing.type=validate",
            "graphql.processing.type=variable_coercion graphql.operation.type=query",
            "graphql.processing.type=plan graphql.operation.type=query",
            "graphql.processing.type=execute graphql.operation.type=query",
        ]);
    }

    [Fact]
    public async Task What_is_being_answered_is_counted_up_and_down()
    {
        using var heard = new Listening(host);

        await host.PostAsync("{ hello }");

        heard.Of("graphql.server.request.active").Select(one => (one.Value, one.Tags)).ShouldBe([(1, "graphql.operation.type=query"), (-1, "graphql.operation.type=query")]);
    }

    [Fact]
    public async Task Requests_on_a_socket_are_measured_like_any_other_also_those_that_are_refused()
    {
        using var heard = new Listening(host);
        using var socket = await SocketClient.ConnectAsync(host);

        await socket.SubscribeAsync("1", "{ hello }");
        await socket.ReceiveAsync();
        (await socket.ReceiveAsync()).ShouldContain("complete");
        await socket.SubscribeAsync("2", "{ goodbye }");
        (await socket.ReceiveAsync()).ShouldContain("error");

        await Eventually.HoldsAsync(() => heard.Of("graphql.server.request.duration").Count == 2);
        heard.Of("graphql.server.request.duration").Select(one => one.Tags).ShouldBe(["graphql.operation.type=query", "error.type=GRAPHQL_VALIDATION_FAILED"]);
        heard.Of("graphql.server.request.refused").Select(one => one.Tags).ShouldBe(["error.type=GRAPHQL_VALIDATION_FAILED"]);
    }

    [Fact]
    public async Task Documents_are_found_or_not()
    {
        using var heard = new Listening(host);

        await host.PostAsync("query Once { hello }");
        await host.PostAsync("query Once { hello }");

        heard.Of("graphql.server.document_cache.lookups").Select(one => one.Tags).ShouldBe(["graphql.document_cache.result=miss", "graphql.document_cache.result=hit"]);
    }

    [Fact]
    public async Task Refusals_are_counted_by_reason()
    {
        using var heard = new Listening(host);

        await host.PostAsync("{ hello ");
        await host.PostAsync("{ hello }", operationName: "Other");
        await host.PostAsync("{ hello }");

        heard.Of("graphql.server.request.refused").Select(one => one.Tags).ShouldBe(["error.type=GRAPHQL_PARSE_FAILED", "error.type=BAD_REQUEST"]);
    }

    [Fact]
    public async Task What_operations_cost_is_recorded()
    {
        using var heard = new Listening(host);

        await host.PostAsync("{ books { title } }");

        var cost = heard.Of("graphql.server.operation.cost").ShouldHaveSingleItem();
        cost.Tags.ShouldBe("graphql.operation.type=query");
        cost.Value.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Messages_that_a_slow_subscription_lost_are_counted()
    {
        await using var small = await SampleHost.StartAsync(options => options.TopicBufferSize = 2);
        using var heard = new Listening(small);
        var hub = small.Services.GetRequiredService<TopicHub>();
        await using var slow = await hub.SubscribeAsync("news", CancellationToken.None);

        for (var index = 0; index < 5; index++)
            hub.Deliver("news", "one more");

        heard.Of("graphql.server.topic.dropped").ShouldHaveSingleItem().Value.ShouldBe(3);
    }

    [Fact]
    public async Task Each_event_of_a_subscription_is_measured_while_the_stream_counts_as_active()
    {
        using var heard = new Listening(host);

        var active = 0.0;
        await foreach (var _ in host.RunAsync("subscription { countUp(to: 2) }"))
            active = heard.Of("graphql.server.stream.active")[^1].Value;

        active.ShouldBe(1);
        heard.Of("graphql.server.stream.active")[^1].Value.ShouldBe(0);
        heard.Of("graphql.server.subscription.event_count").Select(one => (one.Value, one.Tags)).ShouldBe([(1, "graphql.operation.type=subscription"), (1, "graphql.operation.type=subscription")]);
        heard.Of("graphql.server.subscription.event.duration").Count.ShouldBe(2);
        heard.Spans.Count(span => span.DisplayName == "GraphQL Subscription Event").ShouldBe(2);
    }

    [Fact]
    public async Task A_client_cannot_make_series_by_inventing_operation_names()
    {
        await using var named = await SampleHost.StartAsync(options => options.Instrumentation.OperationNames.Add("Known"));
        using var heard = new Listening(named);

        await named.PostAsync("query Known { hello }");
        for (var index = 0; index < 20; index++)
            await named.PostAsync($"query Invented{index} {{ hello }}");
        await named.PostAsync("{ hello }");

        heard.Of("graphql.server.request.duration").Select(one => one.Tags).Distinct().ShouldBe(
        [
            "graphql.operation.type=query graphql.operation.name=Known",
            "graphql.operation.type=query graphql.operation.name=other",
            "graphql.operation.type=query",
        ]);
    }
}
