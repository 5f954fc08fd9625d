using Bench.GraphQL;

namespace Bench.Experiments;

/// <summary>Measures what the experiment engine claims of its speed, each figure beside its goal; or one part of it.</summary>
public static class ExperimentsBenchmark
{
    public static async Task<int> RunAsync(string[] parts)
    {
        bool Wanted(string part) => parts.Length == 0 || parts.Contains(part, StringComparer.Ordinal);

        if (Wanted("evaluation"))
            EvaluationSpeed.Report();
        if (!Wanted("ofrep") && !Wanted("toggle") && !Wanted("analysis"))
            return 0;

        await using var cluster = await BenchCluster.StartAsync();
        if (Wanted("ofrep"))
            await OfrepSpeed.ReportAsync(cluster);
        if (Wanted("toggle"))
            await TogglePropagation.ReportAsync(cluster);
        if (Wanted("analysis"))
            await AnalysisSpeed.ReportAsync(cluster);
        return 0;
    }

    internal static string Goal(string goal, bool isMet) => GraphQLBenchmark.Goal(goal, isMet);
}
