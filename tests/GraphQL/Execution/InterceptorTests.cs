using GraphQL.Tests.Sample;

namespace GraphQL.Tests.Execution;

public sealed class InterceptorTests
{
    [Fact]
    public async Task A_query_is_inside_one_scope_from_its_first_resolver_to_its_last_byte()
    {
        await using var host = await SampleHost.StartAsync(build: server => server.AddInterceptor<Notes>());
        await host.DataAsync("{ books { title author { name } shout } }");
        host.Library.Calls.ShouldBe(["begin Query 2", "books", "book.author:4", "end"]);
    }

    [Fact]
    public async Task A_query_without_resolvers_needs_no_scope()
    {
        await using var host = await SampleHost.StartAsync(build: server => server.AddInterceptor<Notes>());
        await host.DataAsync("{ hello __schema { queryType { fields { name } } } }");
        host.Library.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_root_field_of_a_mutation_has_a_scope_of_its_own()
    {
        await using var host = await SampleHost.StartAsync(build: server => server.AddInterceptor<Notes>());
        await host.DataAsync("mutation { a: count b: count }");
        host.Library.Calls.ShouldBe(["begin Mutation 2", "count", "end", "begin Mutation 2", "count", "end"]);
    }

    [Fact]
    public async Task A_scope_that_cannot_be_opened_is_an_internal_error()
    {
        await using var host = await SampleHost.StartAsync(build: server => server.AddInterceptor<Broken>());
        var answer = await host.PostAsync("{ books { title } }");
        answer["data"].ShouldBeNull();
        answer["errors"]![0]!["extensions"]!["code"]!.ToString().ShouldBe("INTERNAL_SERVER_ERROR");
        host.Log.Errors.Count.ShouldBe(1);
    }

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

    private sealed class Broken : OperationInterceptor
    {
        public override ValueTask<IAsyncDisposable?> BeginAsync(OperationContext context, CancellationToken cancellation) =>
            throw new InvalidOperationException("no database");
    }
}
