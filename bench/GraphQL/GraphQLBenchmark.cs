using System.Diagnostics;
using System.Net.Sockets;

namespace Bench.GraphQL;

/// <summary>Compares the GraphQL library with the ceiling in requests per second of the server's processor time.</summary>
public static class GraphQLBenchmark
{
    private const int CeilingPort = 4171;
    private const int LibraryPort = 4172;
    private const int Rounds = 3;

    public static async Task<int> RunAsync(int seconds = 3)
    {
        using var ceiling = Servers.Start("ceiling", CeilingPort);
        using var library = Servers.Start("graphql", LibraryPort);
        try
        {
            await WaitForAsync(CeilingPort);
            await WaitForAsync(LibraryPort);
            Console.WriteLine($"{"query",-14}{"ceiling",12}{"graphql",12}{"share",8}   (requests per second of processor time, best of {Rounds})");
            foreach (var (name, document) in ReferenceData.Queries)
                await CompareAsync(name, document, ceiling, library, TimeSpan.FromSeconds(seconds));
            ColdDocuments.Report();
            return 0;
        }
        finally
        {
            ceiling.Kill();
            library.Kill();
        }
    }

    private static async Task CompareAsync(string name, string document, Process ceiling, Process library, TimeSpan time)
    {
        var ceilingLoad = new LoadClient(CeilingPort, document);
        var libraryLoad = new LoadClient(LibraryPort, document);
        var (expected, actual) = (await ceilingLoad.AskAsync(), await libraryLoad.AskAsync());
        if (expected != actual)
            throw new InvalidOperationException($"The answers differ:{Environment.NewLine}{expected}{Environment.NewLine}{actual}");

        await ceilingLoad.RunAsync(time);
        await libraryLoad.RunAsync(time);
        var (best, rate) = (0.0, 0.0);
        for (var round = 0; round < Rounds; round++)
        {
            best = Math.Max(best, await RateAsync(ceilingLoad, ceiling, time));
            rate = Math.Max(rate, await RateAsync(libraryLoad, library, time));
        }

        Console.WriteLine($"{name,-14}{best,12:N0}{rate,12:N0}{rate / best,8:N2}");
    }

    private static async Task<double> RateAsync(LoadClient load, Process server, TimeSpan time)
    {
        server.Refresh();
        var before = server.TotalProcessorTime;
        var count = await load.RunAsync(time);
        server.Refresh();
        return count / (server.TotalProcessorTime - before).TotalSeconds;
    }

    private static async Task WaitForAsync(int port)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", port);
                return;
            }
            catch (SocketException) when (attempt < 200)
            {
                await Task.Delay(50);
            }
        }
    }
}
