using System.Diagnostics;
using System.Text.Json;
using Experiments;
using Experiments.Analysis;
using Experiments.Lifecycle;
using Marketplace.Api.EmbeddedPostgres;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Bench.Experiments;

/// <summary>
/// A whole analysis (days before for CUPED, units in several arms, exact sums of squares and products, statistics, results kept) beside the plain SQL
/// aggregate of the same exposures and facts: units, sum and sum of squares by arm. Both with the same memory, warm, in turns.
/// </summary>
internal static class AnalysisSpeed
{
    private const string Database = "analysis";
    private const int Exposures = 5_000_000;
    private const int Facts = 20_000_000;
    private const int Rounds = 3;
    private const double MostTimes = 1.5;

    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    // What an analyst would type. The facts before a unit's exposure are read and thrown away, as they are in the analysis without being used.
    private static readonly string Bare = """
        SELECT a.variant, a.units, s.sum, s.squares
        FROM (SELECT variant, count(*) AS units FROM experiments.exposure WHERE experiment_id = $1 GROUP BY variant) a
        JOIN (SELECT variant, sum(total), sum(total * total) AS squares
              FROM (SELECT e.number, e.variant, sum(f.value) AS total
                    FROM experiments.exposure e JOIN marketplace.fact_bench f ON f.account_id = e.number AND f.at >= e.at
                    WHERE e.experiment_id = $1 GROUP BY e.number, e.variant) u
              GROUP BY variant) s ON s.variant = a.variant
        """;

    public static async Task ReportAsync(BenchCluster cluster)
    {
        await cluster.CreateMigratedAsync(Database);
        await using var source = NpgsqlDataSource.Create(cluster.ConnectionString(Database, PostgresRoles.Application));
        await using var services = Services(source);
        var experiment = await FillAsync(cluster, services);
        var options = services.GetRequiredService<ExperimentsOptions>();
        var bare = new List<double>();
        var whole = new List<double>();
        for (var round = 0; round <= Rounds; round++)
        {
            var begin = Stopwatch.GetTimestamp();
            await RunBareAsync(source, options, experiment);
            var between = Stopwatch.GetTimestamp();
            await services.GetRequiredService<ExperimentResultsService>().ComputeAsync("bench", CancellationToken.None);
            // The first round reads everything from disk.
            if (round > 0)
            {
                bare.Add(Stopwatch.GetElapsedTime(begin, between).TotalSeconds);
                whole.Add(Stopwatch.GetElapsedTime(between).TotalSeconds);
            }
        }

        var times = Statistics.Median(whole.Zip(bare, (analysis, aggregate) => analysis / aggregate));
        Console.WriteLine($"Analysis of {Exposures / 1_000_000} million exposures and {Facts / 1_000_000} million facts: {Statistics.Median(whole):N1} s, the bare SQL aggregate {Statistics.Median(bare):N1} s, "
            + $"{times:N2} times it ({ExperimentsBenchmark.Goal($"<= {MostTimes} times", times <= MostTimes)})");
        Console.WriteLine();
    }

    private static async Task RunBareAsync(NpgsqlDataSource source, ExperimentsOptions options, long experiment)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await ExperimentAnalyzer.SettleAsync(connection, options, CancellationToken.None);
        await using var command = new NpgsqlCommand(Bare, connection, transaction) { CommandTimeout = 0 };
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = experiment });
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
        }
    }

    private static ServiceProvider Services(NpgsqlDataSource source)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new BenchClock());
        services.AddExperiments(_ => source, options => options.AnalysisTimeout = TimeSpan.FromHours(1));
        return services.BuildServiceProvider();
    }

    private static async Task<long> FillAsync(BenchCluster cluster, ServiceProvider services)
    {
        var begin = Stopwatch.GetTimestamp();
        await cluster.RunAsync(Database, """
            CREATE TABLE marketplace.bench (account_id bigint NOT NULL, at timestamptz NOT NULL, value bigint NOT NULL);
            CREATE VIEW marketplace.fact_bench AS SELECT account_id, at, value FROM marketplace.bench;
            GRANT SELECT ON marketplace.fact_bench TO marketplace_app
            """);
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ReferenceDataWriter>().EnsureAsync(
            new ReferenceData(
                [new Fact("bench", "marketplace.fact_bench", "Something that was spent.")],
                [new Metric("bench", "Spent", MetricKind.Mean, HigherIsBetter: true, "bench")],
                [new NewFlag("bench", "Measured.", [new("a", Json("1")), new("b", Json("2"))], true, "a", "a")],
                [new NewExperiment("bench", "Measured", "It is fast.", "bench", ExperimentUnit.Account, [new("a", 50, true), new("b", 50, false)], "bench")]),
            CancellationToken.None);
        var started = (await scope.ServiceProvider.GetRequiredService<ExperimentService>().StartAsync(new ExperimentChange("bench", 1, "bench", "Measured."), CancellationToken.None)).Value
            ?? throw new InvalidOperationException("The experiment did not start.");
        ((BenchClock)services.GetRequiredService<TimeProvider>()).Now = Start.AddDays(60);
        // Accounts by turns in one arm and the other; each with four facts spread over the month before and the month after.
        await cluster.RunAsync(Database, $"""
            SET statement_timeout = 0;
            INSERT INTO experiments.exposure (experiment_id, unit, variant, at)
            SELECT {started.Id}, rtrim(translate(encode(convert_to('Account:' || n, 'UTF8'), 'base64'), '+/', '-_'), '='), CASE n % 2 WHEN 0 THEN 'a' ELSE 'b' END,
                   timestamptz '{Start:O}' + make_interval(secs => (n * 7919 % 2419200))
            FROM generate_series(1, {Exposures}::bigint) n;
            INSERT INTO marketplace.bench (account_id, at, value)
            SELECT n * 2654435761 % {Exposures} + 1, timestamptz '{Start:O}' + make_interval(secs => (n * 104729 % 4838400)) - interval '28 days' + interval '14 days', n * 31 % 97
            FROM generate_series(1, {Facts}::bigint) n
            """);
        await cluster.RunAsync(Database, "VACUUM ANALYZE experiments.exposure");
        await cluster.RunAsync(Database, "VACUUM ANALYZE marketplace.bench");
        Console.Error.WriteLine($"Filled in {Stopwatch.GetElapsedTime(begin).TotalSeconds:N0} s.");
        return started.Id;
    }

    private static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);

    /// <summary>At the start, until the month after it is over.</summary>
    private sealed class BenchClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = Start;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
