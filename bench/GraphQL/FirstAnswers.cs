using System.Diagnostics;

namespace Bench.GraphQL;

/// <summary>From the start of a process to its first answer, for the library and for Kestrel alone.</summary>
public static class FirstAnswers
{
    private const int Starts = 9;
    private const double MostBeyond = 300;

    public static async Task ReportAsync()
    {
        var (name, document) = ReferenceData.Queries[1];
        var kestrel = new List<double>();
        var library = new List<double>();
        for (var number = 0; number <= Starts; number++)
        {
            var (first, second) = (await MillisecondsAsync(Servers.Ceiling, document), await MillisecondsAsync(Servers.Library, document));
            if (number == 0)
                continue; // it reads the files from the disk
            kestrel.Add(first);
            library.Add(second);
        }

        var beyond = Statistics.Median(library) - Statistics.Median(kestrel);
        Console.WriteLine($"From process start to the first answer ({name}), median of {Starts}: "
            + $"Kestrel alone {Statistics.Median(kestrel):N0} ms, graphql {Statistics.Median(library):N0} ms");
        Console.WriteLine($"{beyond:N0} ms beyond Kestrel ({GraphQLBenchmark.Goal($"<= {MostBeyond}", beyond <= MostBeyond)})");
    }

    private static async Task<double> MillisecondsAsync(string name, string document)
    {
        var begin = Stopwatch.GetTimestamp();
        using var server = ServerProcess.Start(name);
        await server.FirstAnswerAsync(document);
        return Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
    }
}
