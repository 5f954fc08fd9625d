using System.Net.Http.Json;

namespace Bench.GraphQL;

/// <summary>Bytes that the server's process allocates for a request, everything of ASP.NET Core included.</summary>
public static class Allocations
{
    private const int Requests = 5_000;

    // The smallest object has 24 bytes: a value that cost an allocation, even one in ten, would show.
    private const double MostPerValue = 1;

    private static readonly (string Name, string Document) One = ("1 scalar", "{ items { id } }");
    private static readonly (string Name, string Document) Eight = ("8 scalars", "{ items { id sku name category price quantity active createdAt } }");

    public static async Task ReportAsync(ServerProcess ceiling, ServerProcess library)
    {
        Console.WriteLine($"Bytes allocated per request, over {Requests:N0} requests");
        Console.WriteLine($"{"",-14}{"ceiling",9}{"graphql",9}{"length of the answer",23}");
        foreach (var (name, document) in ReferenceData.Queries)
        {
            var (bytes, length) = await PerRequestAsync(library, document);
            Console.WriteLine($"{name,-14}{(await PerRequestAsync(ceiling, document)).Bytes,9:N0}{bytes,9:N0}{length,23:N0}");
        }

        var (one, lengthOfOne) = await PerRequestAsync(library, One.Document);
        var (eight, lengthOfEight) = await PerRequestAsync(library, Eight.Document);
        Console.WriteLine($"{One.Name,-14}{"",9}{one,9:N0}{lengthOfOne,23:N0}   of each of 100 objects");
        Console.WriteLine($"{Eight.Name,-14}{"",9}{eight,9:N0}{lengthOfEight,23:N0}");
        var perValue = (eight - one) / (7 * ReferenceData.Items.Length);
        Console.WriteLine($"{perValue:N3} bytes for each of the 700 values more ({GraphQLBenchmark.Goal("none", perValue < MostPerValue)})");
    }

    private static async Task<(double Bytes, int Length)> PerRequestAsync(ServerProcess server, string document)
    {
        using var http = new HttpClient();
        var client = new LoadClient(server.Port, document);
        var allocated = new Uri($"http://127.0.0.1:{server.Port}/allocated");

        // Until the compiler has replaced what it compiled in haste, and every pool is full.
        await client.RunAsync(TimeSpan.FromSeconds(1));
        client.Ask(Requests);
        var before = await http.GetFromJsonAsync<long>(allocated);
        var answer = client.Ask(Requests);
        return ((await http.GetFromJsonAsync<long>(allocated) - before) / (double)Requests, answer.Length);
    }
}
