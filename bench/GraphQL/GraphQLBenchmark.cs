namespace Bench.GraphQL;

/// <summary>Measures what the library claims of its speed, each figure beside its goal.</summary>
public static class GraphQLBenchmark
{
    public static async Task<int> RunAsync(TimeSpan round)
    {
        // First, while nothing else runs: a start needs every core.
        await FirstAnswers.ReportAsync();
        Console.WriteLine();

        using var ceiling = ServerProcess.Start(Servers.Ceiling);
        using var library = ServerProcess.Start(Servers.Library);
        using var mercurius = ServerProcess.StartMercurius(out var missing);
        if (!await SameAnswers.CheckAsync(ceiling, library, mercurius))
            return 1;

        await Allocations.ReportAsync(ceiling, library);
        Console.WriteLine();
        await Throughput.ReportAsync(ceiling, library, mercurius, round);
        if (missing is not null)
            Console.WriteLine($"Mercurius is left out: {missing}.");
        Console.WriteLine();
        ColdDocuments.Report();
        return 0;
    }

    /// <summary>What a line says of its goal.</summary>
    public static string Goal(string goal, bool isMet) => $"goal {goal}: {(isMet ? "met" : "missed")}";
}
