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
    private const int Documents = 2000;

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
            var begin = Stopwatch.GetTimestamp();
            var prepared = store.Get(document, out _)!;
            prepared.PlanOf(prepared.Find(null, out _)!, VariableValues.None, out _);
            times.Add(Stopwatch.GetElapsedTime(begin).TotalMicroseconds);
            begin = Stopwatch.GetTimestamp();
            var parsed = GraphQLParser.Parse(document);
            parts.Read.Add(Stopwatch.GetElapsedTime(begin).TotalMicroseconds);
            begin = Stopwatch.GetTimestamp();
            DocumentValidator.Validate(schema, parsed);
            parts.Validate.Add(Stopwatch.GetElapsedTime(begin).TotalMicroseconds);
        }

        var warm = Warm(times);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"a new document of 60 fields: {warm[warm.Count / 2]:N0} µs (median), {warm[warm.Count * 99 / 100]:N0} µs (99 of 100)"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"of these, reading takes {Median(parts.Read):N0} µs and validation {Median(parts.Validate):N0} µs"));
    }

    private static List<double> Warm(List<double> times) => [.. times.Skip(Documents / 2).Order()];

    private static double Median(List<double> times) => Warm(times)[Documents / 4];

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
