using System.Security.Claims;
using System.Text;
using GraphQL.Execution;
using GraphQL.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQL.Tests.Execution;

public sealed class ParallelTests
{
    private const string Query = "{ a: wait b: wait c: wait d: wait e: wait f: wait }";

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task So_many_run_at_once_as_the_options_allow(int allowed)
    {
        var gate = new Gate(allowed);
        using var output = new PooledBuffer();
        await RunAsync(gate, allowed, output, TestContext.Current.CancellationToken);
        Encoding.UTF8.GetString(output.Written.Span).ShouldBe("""{"data":{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1}}""");
        gate.Most.ShouldBe(allowed);
        gate.Running.ShouldBe(0);
    }

    [Fact]
    public async Task Nothing_runs_on_when_the_client_has_left()
    {
        using var left = new CancellationTokenSource();
        var gate = new Gate(int.MaxValue);
        using var output = new PooledBuffer();
        var running = RunAsync(gate, 2, output, left.Token);
        gate.Running.ShouldBe(2);
        await left.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => running);
        gate.Running.ShouldBe(0);
        gate.Begun.ShouldBe(2);
    }

    [Fact]
    public void Fewer_than_one_is_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new GraphQLOptions { MaximumParallelism = 0 });

    private static async Task RunAsync(Gate gate, int allowed, PooledBuffer output, CancellationToken aborted)
    {
        var services = new ServiceCollection();
        services.AddSingleton(gate);
        services.AddGraphQLServer(options => options.MaximumParallelism = allowed).AddTypes(typeof(WaitQueries));
        await using var provider = services.BuildServiceProvider();
        var context = new RequestContext(new DefaultHttpContext(), new ClaimsPrincipal(), aborted) { OwnServices = provider };
        await provider.GetRequiredService<RequestRunner>().RunAsync(
            context, new GraphQLRequest(Encoding.UTF8.GetBytes(Query), null, default), AllowedOperations.Queries, output);
    }

    [QueryType]
    public static class WaitQueries
    {
        [Parallel]
        public static Task<int> WaitAsync(Gate gate, CancellationToken cancellation) => gate.EnterAsync(cancellation);
    }

    /// <summary>Lets resolvers go on once so many are inside; counts them.</summary>
    public sealed class Gate(int expected)
    {
        private readonly TaskCompletionSource full = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int running;
        private int most;
        private int begun;

        public int Running => running;

        public int Most => most;

        public int Begun => begun;

        public async Task<int> EnterAsync(CancellationToken cancellation)
        {
            Interlocked.Increment(ref begun);
            var now = Interlocked.Increment(ref running);
            lock (full)
                most = Math.Max(most, now);
            if (now >= expected)
                full.TrySetResult();
            try
            {
                await full.Task.WaitAsync(cancellation);
                return 1;
            }
            finally
            {
                Interlocked.Decrement(ref running);
            }
        }
    }
}
