using System.Diagnostics;
using System.Text;
using Bench.GraphQL;

namespace Bench.Experiments;

/// <summary>From sending a change to one node until another node evaluates by it; both are the real host.</summary>
internal static class TogglePropagation
{
    private const string Database = "toggle";
    private const string Flag = "interview-reward";
    private const int Experiments = 40;
    private const double MostMilliseconds = 100;

    public static async Task ReportAsync(BenchCluster cluster)
    {
        await cluster.CreateMigratedAsync(Database);
        using var first = await HostProcess.StartAsync(cluster, Database, answersWhereItReads: true);
        using var second = await HostProcess.StartAsync(cluster, Database, answersWhereItReads: true);
        var reads = new LoadClient(second.Port, Read(second.Port, await first.ApiKeyAsync()));
        var manager = await first.StaffAsync();
        var times = new List<double>();
        for (var number = 0; number < Experiments; number++)
        {
            var key = $"toggle-{number}";
            await first.MutateAsync("createExperiment", "experiment { version }", new
            {
                key, name = key, hypothesis = "It is seen.", flagKey = Flag, unit = "ACCOUNT", primaryMetric = "proposals",
                arms = new object[] { new { variant = "split", weight = "50", control = true }, new { variant = "randomized", weight = "50" } },
            }, manager);
            times.Add(await SeenAsync(reads, "SPLIT", () => first.MutateAsync("startExperiment", "experiment { version }", new { key, expectedVersion = 1, reason = "On." }, manager)));
            times.Add(await SeenAsync(reads, "STATIC", () => first.MutateAsync("stopExperiment", "experiment { version }", new { key, expectedVersion = 2, reason = "Off." }, manager)));
        }

        // The first few are the compilers'.
        var warm = times.Skip(times.Count / 4).ToArray();
        var median = Statistics.Median(warm);
        Console.WriteLine($"A change sent to one node and evaluated by another, {warm.Length} times: {median:N1} ms (median), {Statistics.Quantile(warm, 0.95):N1} ms (95 of 100), "
            + $"the change itself included ({ExperimentsBenchmark.Goal($"median <= {MostMilliseconds} ms", median <= MostMilliseconds)})");
        Console.WriteLine();
    }

    private static async Task<double> SeenAsync(LoadClient reads, string reason, Func<Task> change)
    {
        var begin = Stopwatch.GetTimestamp();
        var changing = change();
        var expected = $"\"reason\":\"{reason}\"";
        while (!reads.Ask().Contains(expected, StringComparison.Ordinal))
        {
            if (Stopwatch.GetElapsedTime(begin) > TimeSpan.FromSeconds(30))
                throw new TimeoutException("The second node does not see the change.");
            await Task.Delay(1);
        }

        var time = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        await changing;
        return time;
    }

    private static byte[] Read(int port, string secret)
    {
        var body = """{"context":{"targetingKey":"QWNjb3VudDox"}}"""u8;
        var head = $"POST /ofrep/v1/evaluate/flags/{Flag} HTTP/1.1\r\nHost: localhost:{port}\r\nAuthorization: Bearer {secret}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }
}
