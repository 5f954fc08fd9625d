using System.Text.Json.Nodes;
using GraphQL.Subscriptions;
using GraphQL.Tests.Sample;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQL.Tests.Subscriptions;

public sealed class SubscriptionRunnerTests : IAsyncLifetime
{
    private SampleHost host = null!;

    public async ValueTask InitializeAsync() => host = await SampleHost.StartAsync(build: server => server.AddInterceptor<Notes>());

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Each_event_of_a_stream_is_a_response()
    {
        (await host.AllAsync("subscription { n: countUp(to: 2) }")).ShouldBe(["""{"data":{"n":1}}""", """{"data":{"n":2}}"""]);
        host.Library.Calls.ShouldBe(["counting", "counted"]);
    }

    [Fact]
    public async Task A_stream_of_objects_is_selected_from_like_any_field()
    {
        var responses = host.RunAsync("subscription { bookNamed { title author { name } } }").GetAsyncEnumerator();
        var next = responses.MoveNextAsync();
        await UntilAsync(() => Hub.SubscriptionCount == 1);
        Hub.Deliver("books", "2");
        (await next).ShouldBeTrue();
        responses.Current.ShouldBe("""{"data":{"bookNamed":{"title":"Invisible Cities","author":{"name":"Italo"}}}}""");
        host.Library.Calls.ShouldBe(["begin Subscription 1", "book.author:1", "end"]);
        await responses.DisposeAsync();
        Hub.SubscriptionCount.ShouldBe(0);
    }

    [Fact]
    public async Task A_resolver_takes_its_events_from_another_method_and_the_arguments_of_both()
    {
        host.Schema.Subscription!.GetField("said")!.Arguments.Select(argument => argument.Name).ShouldBe(["greeting", "topic"]);
        var responses = host.RunAsync("""subscription { said(topic: "news", greeting: "I heard") }""").GetAsyncEnumerator();
        var next = responses.MoveNextAsync();
        await UntilAsync(() => Hub.SubscriptionCount == 1);
        Hub.Deliver("news", "rain");
        await next;
        responses.Current.ShouldBe("""{"data":{"said":"I heard: rain"}}""");
        await responses.DisposeAsync();
        host.Library.Calls.ShouldContain("left news");
    }

    [Fact]
    public async Task Each_event_runs_in_a_scope_and_between_interceptors_of_its_own_and_the_source_in_one_for_all()
    {
        var responses = await host.AllAsync("subscription { bookReturned { title } }");
        responses[0].ShouldBe("""{"data":{"bookReturned":{"title":"The Dispossessed"}}}""");
        JsonNode.Parse(responses[1])!["errors"]![0]!["extensions"]!["code"]!.ToString().ShouldBe("INTERNAL_SERVER_ERROR");
        responses[2].ShouldBe("""{"data":{"bookReturned":{"title":"The Lathe of Heaven"}}}""");
        responses.Count.ShouldBe(3);
        host.Library.Calls.ShouldBe(
        [
            "waiting in 1",
            "begin Subscription 1", "returned by ada in 2", "end",
            "begin Subscription 1", "returned by nobody in 3", "end",
            "begin Subscription 1", "returned by italo in 4", "end",
            "the scope is still there",
        ]);
        host.Log.Errors.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_id_among_the_arguments_of_the_source_is_decoded()
    {
        (await host.AllAsync($$"""subscription { bookReturned(book: "{{GlobalId.Encode("Book", new BookId(4))}}") { title } }"""))[0]
            .ShouldBe("""{"data":{"bookReturned":{"title":"Anonymous"}}}""");
        var refused = JsonNode.Parse((await host.AllAsync("""subscription { bookReturned(book: "x") { title } }""")).ShouldHaveSingleItem())!;
        refused["errors"]![0]!["extensions"]!["code"]!.ToString().ShouldBe("BAD_USER_INPUT");
    }

    [Fact]
    public async Task A_source_that_refuses_gives_one_response_with_its_error_and_no_data()
    {
        (await host.AllAsync("""subscription { heard: said(topic: "") }""")).ShouldBe(
            ["""{"errors":[{"message":"A topic has a name.","locations":[{"line":1,"column":16}],"path":["heard"],"extensions":{"code":"NO_TOPIC"}}]}"""]);
        host.Library.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_source_that_breaks_ends_the_stream_with_an_error_that_says_no_more_than_an_id()
    {
        var responses = host.RunAsync("""subscription { said(topic: "news") }""").GetAsyncEnumerator();
        var next = responses.MoveNextAsync();
        await UntilAsync(() => Hub.SubscriptionCount == 1);
        Hub.Deliver("news", "rain");
        Hub.Deliver("news", "break");
        await next;
        responses.Current.ShouldBe("""{"data":{"said":"Heard: rain"}}""");
        (await responses.MoveNextAsync()).ShouldBeTrue();
        responses.Current.ShouldStartWith("""{"errors":[{"message":"Internal error (id """);
        (await responses.MoveNextAsync()).ShouldBeFalse();
        host.Log.Errors.ShouldHaveSingleItem().Exception!.Message.ShouldBe("the bus is gone");
        Hub.SubscriptionCount.ShouldBe(0);
    }

    [Fact]
    public async Task Who_may_not_read_the_field_is_refused_before_anything_is_subscribed_to()
    {
        (await host.AllAsync("subscription { secrets }")).ShouldHaveSingleItem().ShouldContain("UNAUTHENTICATED");
        (await host.AllAsync("subscription { secrets }", "ada")).ShouldHaveSingleItem().ShouldContain("FORBIDDEN");
        (await host.AllAsync("subscription { secrets }", "staff")).ShouldBe(["""{"data":{"secrets":"secret"}}"""]);
    }

    [Fact]
    public async Task A_caller_who_leaves_ends_the_subscription_and_its_source()
    {
        using var leaving = new CancellationTokenSource();
        var responses = host.RunAsync("""subscription { said(topic: "news") }""", aborted: leaving.Token).GetAsyncEnumerator();
        var next = responses.MoveNextAsync();
        await UntilAsync(() => Hub.SubscriptionCount == 1);
        await leaving.CancelAsync();
        (await next).ShouldBeFalse();
        Hub.SubscriptionCount.ShouldBe(0);
        host.Library.Calls.ShouldContain("left news");
        host.Services.GetRequiredService<RunningStreams>().Operations.ShouldBe(0);
        host.Log.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_source_that_takes_too_long_to_begin_is_given_up()
    {
        await using var hasty = await SampleHost.StartAsync(options => options.ExecutionTimeout = TimeSpan.FromMilliseconds(50), server => server.AddTypes(typeof(SlowSubscriptions)));
        (await hasty.AllAsync("subscription { never }")).ShouldHaveSingleItem().ShouldContain("TIMEOUT");
    }

    private TopicHub Hub => host.Services.GetRequiredService<TopicHub>();

    private static Task UntilAsync(Func<bool> condition) => Eventually.HoldsAsync(condition);

    private sealed class Notes(Library library) : OperationInterceptor
    {
        public override ValueTask<IAsyncDisposable?> BeginAsync(OperationContext context, CancellationToken cancellation)
        {
            library.Note($"begin {context.Kind} {context.ResolverCount}");
            return new(new End(library));
        }

        private sealed class End(Library library) : IAsyncDisposable
        {
            public ValueTask DisposeAsync()
            {
                library.Note("end");
                return default;
            }
        }
    }
}

[SubscriptionType]
public static class SlowSubscriptions
{
    public static async Task<IAsyncEnumerable<int>> NeverAsync(CancellationToken cancellation)
    {
        await Task.Delay(Timeout.Infinite, cancellation);
        return AsyncEnumerable.Empty<int>();
    }
}
