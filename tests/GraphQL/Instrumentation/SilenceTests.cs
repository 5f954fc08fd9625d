using System.Diagnostics;
using System.Security.Claims;
using GraphQL.Execution;
using GraphQL.Instrumentation;
using GraphQL.Requests;
using GraphQL.Tests.Sample;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQL.Tests.Instrumentation;

/// <summary>Nothing is measured when nobody listens.</summary>
public sealed class SilenceTests : IAsyncLifetime
{
    private readonly CountingTime time = new();
    private SampleHost host = null!;

    public async ValueTask InitializeAsync() => host = await SampleHost.StartAsync(build: server => server.Services.AddSingleton<TimeProvider>(time));

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Nobody_looks_at_the_clock_unless_somebody_listens()
    {
        await AskAsync();
        time.Reads.ShouldBe(0);

        using (new Listening(host))
            await AskAsync();
        var whileHeard = time.Reads;
        whileHeard.ShouldBeGreaterThan(0);

        await AskAsync();
        time.Reads.ShouldBe(whileHeard);
    }

    [Fact]
    public void Every_place_that_would_measure_allocates_nothing_in_silence()
    {
        var instruments = host.Services.GetRequiredService<Instruments>();
        Probe(instruments);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var index = 0; index < 1_000; index++)
            Probe(instruments);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void A_request_costs_no_more_memory_after_somebody_listened_than_before()
    {
        var document = "{ hello }"u8.ToArray();
        using var output = new PooledBuffer(4_096);
        var context = new RequestContext(new DefaultHttpContext { RequestServices = host.Services }, new ClaimsPrincipal(), CancellationToken.None) { OwnServices = host.Services };
        for (var index = 0; index < 50; index++)
            Run(context, document, output);

        var silent = Allocated(context, document, output);
        long heard;
        using (new Listening(host))
        {
            Run(context, document, output);
            heard = Allocated(context, document, output);
        }

        Run(context, document, output);
        // Less is possible: code that the runtime has compiled anew meanwhile may keep on the stack what it allocated before.
        Allocated(context, document, output).ShouldBeLessThanOrEqualTo(silent);
        heard.ShouldBeGreaterThan(silent);
    }

    private static void Probe(Instruments instruments)
    {
        using var phase = instruments.Begin(Phase.Parse);
        instruments.LookedUp(true);
        instruments.Refused(ErrorCodes.BadRequest);
        if (phase is not null || instruments.IsListening || instruments.TracesResolvers)
            throw new UnreachableException();
    }

    // The least of several times: a collection that falls between, for other tests' sake, empties the pools that a request borrows from.
    private long Allocated(RequestContext context, byte[] document, PooledBuffer output)
    {
        var least = long.MaxValue;
        for (var time = 0; time < 10; time++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Run(context, document, output);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    private void Run(RequestContext context, byte[] document, PooledBuffer output)
    {
        output.Truncate(0);
        var run = host.Services.GetRequiredService<RequestRunner>().RunAsync(context, new GraphQLRequest(document, null, default), AllowedOperations.Queries, output).AsTask();
        run.IsCompletedSuccessfully.ShouldBeTrue();
        run.Result.ShouldBe(RequestOutcome.Executed);
    }

    private async Task AskAsync()
    {
        await host.DataAsync("query ($value: JSON!) { json(value: $value) }", new { value = 1 });
        await host.DataAsync("{ books { author { name } } }");
        await host.PostAsync("{ nothing }");
    }
}
