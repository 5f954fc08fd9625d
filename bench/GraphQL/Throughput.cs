namespace Bench.GraphQL;

/// <summary>
/// Requests per second of processor time that the server's process used: steadier than requests per second on a machine that does other
/// things too.
/// </summary>
public static class Throughput
{
    private const int Rounds = 5;
    private const double TimesMercurius = 2;
    private static readonly double[] Shares = [0.6, 0.7, 0.6];

    public static async Task ReportAsync(ServerProcess ceiling, ServerProcess library, ServerProcess? mercurius, TimeSpan round)
    {
        ServerProcess[] servers = mercurius is null ? [ceiling, library] : [ceiling, library, mercurius];
        Console.WriteLine($"Requests per second of the server's processor time, median of {Rounds} interleaved rounds of {round.TotalSeconds:N0} s; answers identical.");
        Console.WriteLine("Kestrel answers on the thread that read the request, as Node does, for the ceiling and for graphql alike.");
        Console.WriteLine($"{"",-14}{"ceiling",9}{"graphql",9}{"mercurius",11}");
        foreach (var ((name, document), goal) in ReferenceData.Queries.Zip(Shares))
        {
            var rates = await RatesAsync(servers, document, round);
            var share = rates[1] / rates[0];
            var line = $"{name,-14}{rates[0],9:N0}{rates[1],9:N0}";
            line += mercurius is null ? $"{"-",11}" : $"{rates[2],11:N0}";
            line += $"   {share:N2} of the ceiling ({GraphQLBenchmark.Goal($">= {goal}", share >= goal)})";
            if (mercurius is not null)
                line += $"; {rates[1] / rates[2]:N1} x Mercurius ({GraphQLBenchmark.Goal($">= {TimesMercurius}", rates[1] / rates[2] >= TimesMercurius)})";
            Console.WriteLine(line);
        }
    }

    private static async Task<double[]> RatesAsync(ServerProcess[] servers, string document, TimeSpan round)
    {
        var clients = Array.ConvertAll(servers, server => new LoadClient(server.Port, document));
        foreach (var client in clients)
            await client.RunAsync(round);

        var rates = Array.ConvertAll(servers, _ => new double[Rounds]);
        for (var number = 0; number < Rounds; number++)
        {
            for (var index = 0; index < servers.Length; index++)
            {
                var before = servers[index].ProcessorTime;
                var count = await clients[index].RunAsync(round);
                rates[index][number] = count / (servers[index].ProcessorTime - before).TotalSeconds;
            }
        }

        return Array.ConvertAll(rates, Statistics.Median);
    }
}
