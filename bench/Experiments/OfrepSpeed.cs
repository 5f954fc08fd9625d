using System.Text;
using System.Text.Json.Nodes;
using Bench.GraphQL;

namespace Bench.Experiments;

/// <summary>
/// All of 50 flags for one context, each divided in two by a hash, over HTTP: by the protocol of OpenFeature from the host, by the front-end API from
/// unleash-server. Requests are counted per second of processor time that the server's process used.
/// </summary>
internal static class OfrepSpeed
{
    public const int Flags = 50;
    private const string Database = "flags";
    private const int Rounds = 5;
    private const double TimesUnleash = 10;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(3);

    public static async Task ReportAsync(BenchCluster cluster)
    {
        await cluster.CreateMigratedAsync(Database);
        using var node = await HostProcess.StartAsync(cluster, Database, answersWhereItReads: true);
        await cluster.RunAsync(Database, CreateFlags);
        var ours = new LoadClient(node.Port, Bulk(node.Port, await node.ApiKeyAsync(), ""));
        var answer = JsonNode.Parse(ours.Ask())!;
        Check("the host", answer["flags"]!.AsArray().Count(flag => ((string)flag!["key"]!).StartsWith("bench-", StringComparison.Ordinal) && (string)flag["reason"]! == "SPLIT"));

        using var unleash = await UnleashProcess.StartAsync(cluster);
        LoadClient? theirs = null;
        if (unleash.Process is { } running)
        {
            theirs = new LoadClient(running.Port, running.Request);
            Check("unleash-server", JsonNode.Parse(theirs.Ask())!["toggles"]!.AsArray().Count);
        }

        var (mine, other) = (new List<double>(), new List<double>());
        for (var round = -1; round < Rounds; round++)
        {
            var (first, second) = (await RateAsync(ours, () => node.ProcessorTime), theirs is null ? 0 : await RateAsync(theirs, () => unleash.Process!.ProcessorTime));
            if (round < 0)
                continue; // compilers of both
            mine.Add(first);
            other.Add(second);
        }

        var rate = Statistics.Median(mine);
        Console.WriteLine($"{Flags} flags for one context: requests per second of the server's processor time, median of {Rounds} interleaved rounds of {Round.TotalSeconds:N0} s");
        Console.WriteLine($"the host (OFREP)                {rate,10:N0}   {1e6 / rate:N0} µs each");
        if (theirs is null)
        {
            Console.WriteLine($"unleash-server is left out: {unleash.Missing}.");
        }
        else
        {
            var unleashRate = Statistics.Median(other);
            Console.WriteLine($"unleash-server (front-end API)  {unleashRate,10:N0}   {1e6 / unleashRate:N0} µs each");
            Console.WriteLine($"{rate / unleashRate:N1} x unleash-server ({ExperimentsBenchmark.Goal($">= {TimesUnleash}", rate / unleashRate >= TimesUnleash)})");
        }

        Console.WriteLine();
    }

    /// <summary>Flags of two variants, each half by a seed of its own, as a product manager's definitions are stored.</summary>
    private static string CreateFlags => $$"""
        insert into experiments.flag (key, description, enabled, definition, version, updated_at)
        select 'bench-' || n, 'Measured', true, jsonb_build_object('id', 'bench-' || n, 'enabled', true,
            'variants', jsonb_build_array(jsonb_build_object('name', 'a', 'configuration_value', 'value-a'), jsonb_build_object('name', 'b', 'configuration_value', 'value-b')),
            'allocation', jsonb_build_object('seed', 'bench-' || n, 'default_when_enabled', 'a', 'default_when_disabled', 'a',
                'percentile', jsonb_build_array(jsonb_build_object('variant', 'a', 'from', 0, 'to', 50), jsonb_build_object('variant', 'b', 'from', 50, 'to', 100)))), 1, now()
        from generate_series(1, {{Flags}}) n;
        update experiments.state_version set version = version + 1;
        """;

    private static void Check(string server, int flags)
    {
        if (flags != Flags)
            throw new InvalidOperationException($"{server} evaluates {flags} flags, not {Flags}.");
    }

    private static byte[] Bulk(int port, string secret, string more)
    {
        var body = """{"context":{"targetingKey":"QWNjb3VudDoxMjM0NTY","country":"US","plan":"FREELANCER_PLUS"}}"""u8;
        var head = $"POST /ofrep/v1/evaluate/flags HTTP/1.1\r\nHost: localhost:{port}\r\nAccept: application/json\r\nAuthorization: Bearer {secret}\r\n{more}"
            + $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }

    private static async Task<double> RateAsync(LoadClient client, Func<TimeSpan> processorTime)
    {
        var before = processorTime();
        var count = await client.RunAsync(Round);
        return count / (processorTime() - before).TotalSeconds;
    }
}
