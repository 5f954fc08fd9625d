using System.Diagnostics;
using System.Globalization;
using System.Text;
using GraphQL;
using GraphQL.Planning;
using GraphQL.TypeSystem;
using Microsoft.Extensions.DependencyInjection;

namespace Bench.GraphQL;

/// <summary>How long a document of 60 fields takes that was never seen before: read, validated and planned.</summary>
public static class ColdDocuments
{
    private const int Documents = 2000;

    public static void Report()
    {
        var services = new ServiceCollection();
        services.AddGraphQLServer().AddTypes(typeof(ReferenceQueries), typeof(CompanyType), typeof(EmployeeType));
        using var provider = services.BuildServiceProvider();
        var store = new DocumentStore(provider.GetRequiredService<Schema>(), provider.GetRequiredService<GraphQLOptions>());
        var times = new List<double>();
        for (var number = 0; number < Documents; number++)
        {
            var document = Encoding.UTF8.GetBytes(Document(number));
            var begin = Stopwatch.GetTimestamp();
            var prepared = store.Get(document, out _)!;
            prepared.PlanOf(prepared.Find(null, out _)!);
            times.Add(Stopwatch.GetElapsedTime(begin).TotalMicroseconds);
        }

        var warm = times.Skip(Documents / 2).Order().ToList();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"a new document of 60 fields: {warm[warm.Count / 2]:N0} µs (median), {warm[warm.Count * 99 / 100]:N0} µs (99 of 100)"));
    }

    private static string Document(int number)
    {
        var text = new StringBuilder("{ ");
        for (var index = 0; index < 5; index++)
        {
            text.Append(CultureInfo.InvariantCulture, $"a{number}x{index}: items {{ id sku name category price quantity active createdAt owner {{ id name }} }} ");
        }

        return text.Append("hello b: hello c: hello d: hello }").ToString();
    }
}
