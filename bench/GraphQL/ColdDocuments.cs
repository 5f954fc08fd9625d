using System.Diagnostics;
using System.Globalization;
using System.Text;
using GraphQL;
using GraphQL.Language;
using GraphQL.Planning;
using GraphQL.TypeSystem;
using GraphQL.Validation;
using Microsoft.Extensions.DependencyInjection;

namespace Bench.GraphQL;

/// <summary>How long a document of 60 fields takes that was never seen before: read, validated and planned.</summary>
public static class ColdDocuments
{
    private const int Documents = 10_000;
    private const double MostMicroseconds = 200;

    public static void Report()
    {
        var services = new ServiceCollection();
        services.AddGraphQLServer().AddTypes(typeof(ReferenceQueries), typeof(CompanyType), typeof(EmployeeType));
        using var provider = services.BuildServiceProvider();
        var schema = provider.GetRequiredService<Schema>();
        var store = new DocumentStore(schema, provider.GetRequiredService<GraphQLOptions>());
        var times = new List<double>();
        var parts = (Read: new List<double>(), Validate: new List<double>());
        for (var number = 0; number < Documents; number++)
        {
            var document = Encoding.UTF8.GetBytes(Document(number));
            times.Add(Microseconds(() =>
            {
                var prepared = store.Get(document, out _)!;
                prepared.PlanOf(prepared.Find(null, out _)!, VariableValues.None, out _);
            }));
            DocumentNode parsed = null!;
            parts.Read.Add(Microseconds(() => parsed = GraphQLParser.Parse(document)));
            parts.Validate.Add(Microseconds(() => DocumentValidator.Validate(schema, parsed)));
        }

        var median = Statistics.Median(Warm(times));
        Console.WriteLine($"A document of 60 fields never seen before: {median:N0} µs (median), {Statistics.Quantile(Warm(times), 0.99):N0} µs (99 of 100); "
            + $"of these, parsing {Statistics.Median(Warm(parts.Read)):N0} µs, validation {Statistics.Median(Warm(parts.Validate)):N0} µs "
            + $"({GraphQLBenchmark.Goal($"< {MostMicroseconds}", median < MostMicroseconds)})");
    }

    private static IEnumerable<double> Warm(List<double> times) => times.Skip(Documents / 2);

    private static double Microseconds(Action action)
    {
        var begin = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(begin).TotalMicroseconds;
    }

    private static string Document(int number)
    {
        var text = new StringBuilder("{ ");
        for (var index = 0; index < 5; index++)
            text.Append(CultureInfo.InvariantCulture, $"a{number}x{index}: items {{ id sku name category price quantity active createdAt owner {{ id name }} }} ");
        return text.Append('}').ToString();
    }
}
