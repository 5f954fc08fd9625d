using System.Security.Claims;
using System.Text;
using GraphQL.Execution;
using GraphQL.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GraphQL.Tests.Execution;

/// <summary>Resolvers that fail while others run beside them.</summary>
public sealed class ParallelFailureTests
{
    [Theory]
    [InlineData("fail")]
    [InlineData("failBeside")]
    public async Task A_resolver_that_fails_leaves_those_beside_it_to_end(string field)
    {
        var hold = new Hold();
        using var output = new PooledBuffer();
        await RunAsync($"{{ a: hold f: {field} b: hold }}", hold, 3, output);
        Encoding.UTF8.GetString(output.Written.Span).ShouldStartWith("""{"data":{"a":1,"f":null,"b":1},"errors":[{"message":"Internal error""");
        hold.Begun.ShouldBe(2);
        hold.Running.ShouldBe(0);
    }

    [Fact]
    public async Task An_operation_that_breaks_waits_for_what_runs()
    {
        var hold = new Hold();
        using var output = new PooledBuffer();
        await Should.ThrowAsync<AggregateException>(() =>
            RunAsync("{ a: hold b: hold c: hold f: fail }", hold, 1, output, services => services.AddSingleton<ILoggerProvider, BrokenLog>()));
        hold.Begun.ShouldBeGreaterThan(0);
        hold.Running.ShouldBe(0);
    }

    private static async Task RunAsync(string query, Hold hold, int allowed, PooledBuffer output, Action<IServiceCollection>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton(hold);
        services.AddLogging();
        configure?.Invoke(services);
        services.AddGraphQLServer(options => options.MaximumParallelism = allowed).AddTypes(typeof(HoldQueries));
        await using var provider = services.BuildServiceProvider();
        var context = new RequestContext(new DefaultHttpContext(), new ClaimsPrincipal(), TestContext.Current.CancellationToken) { OwnServices = provider };
        await provider.GetRequiredService<RequestRunner>().RunAsync(
            context, new GraphQLRequest(Encoding.UTF8.GetBytes(query), null, default), AllowedOperations.Queries, output);
    }

    [QueryType]
    public static class HoldQueries
    {
        [Parallel]
        public static Task<int> HoldAsync(Hold hold) => hold.StayAsync();

        public static Task<int?> FailAsync(Hold hold) => hold.FailAsync();

        [Parallel]
        public static Task<int?> FailBesideAsync(Hold hold) => hold.FailAsync();
    }

    /// <summary>Resolvers that stay until another one has failed, and some turns longer.</summary>
    public sealed class Hold
    {
        private readonly TaskCompletionSource inside = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int begun;
        private int running;

        public int Begun => begun;

        public int Running => running;

        public async Task<int> StayAsync()
        {
            Interlocked.Increment(ref begun);
            Interlocked.Increment(ref running);
            inside.TrySetResult();
            await failed.Task;
            for (var turn = 0; turn < 100; turn++)
                await Task.Yield();
            Interlocked.Decrement(ref running);
            return 1;
        }

        public async Task<int?> FailAsync()
        {
            await inside.Task;
            failed.TrySetResult();
            throw new InvalidOperationException("It does not work.");
        }
    }

    /// <summary>What an error is written to is itself broken: nothing in the operation can answer for that.</summary>
    private sealed class BrokenLog : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                throw new IOException("The disk is full.");
        }

        public void Dispose()
        {
        }
    }
}
