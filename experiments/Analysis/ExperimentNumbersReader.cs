using Experiments.Lifecycle;
using Experiments.Statistics;
using Npgsql;

namespace Experiments.Analysis;

/// <summary>What was counted in one pass over an experiment's exposures and facts.</summary>
/// <param name="Units">Units of each arm, by variant.</param>
/// <param name="InSeveralArms">Units that were seen in more than one arm.</param>
/// <param name="Metrics">The sums of each metric in each arm, by metric and variant.</param>
internal sealed record CountedExperiment(
    IReadOnlyDictionary<string, long> Units,
    long InSeveralArms,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, ArmStatistics>> Metrics);

/// <summary>A unit of an experiment that has few.</summary>
internal sealed record CountedUnit(string Unit, bool InSeveralArms, IReadOnlyDictionary<string, UnitOutcome> Metrics);

/// <summary>Runs the statement and reads its rows.</summary>
internal static class ExperimentNumbersReader
{
    internal static async Task<CountedExperiment> ByArmAsync(
        NpgsqlConnection connection, AnalysisStatement statement, AnalysisWindow window, CancellationToken cancellation)
    {
        var units = new Dictionary<string, long>(StringComparer.Ordinal);
        var metrics = statement.Plans.ToDictionary(plan => plan.Metric.Key, _ => new Dictionary<string, ArmStatistics>(StringComparer.Ordinal), StringComparer.Ordinal);
        var crossed = 0L;
        await using var command = Command(connection, statement.ByArm(), window);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var variant = reader.GetString(0);
            var count = reader.GetInt64(1);
            crossed += reader.GetInt64(2);
            units.Add(variant, count);
            var column = 3;
            foreach (var plan in statement.Plans)
                metrics[plan.Metric.Key].Add(variant, Statistics(plan, count, () => Exact.Parse(reader.GetString(column++))));
        }

        return new CountedExperiment(
            units,
            crossed,
            metrics.ToDictionary(metric => metric.Key, metric => (IReadOnlyDictionary<string, ArmStatistics>)metric.Value, StringComparer.Ordinal));
    }

    internal static async Task<IReadOnlyList<CountedUnit>> ByUnitAsync(
        NpgsqlConnection connection, AnalysisStatement statement, AnalysisWindow window, CancellationToken cancellation)
    {
        var units = new List<CountedUnit>();
        await using var command = Command(connection, statement.ByUnit(), window);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var metrics = statement.Plans.Index().ToDictionary(
                plan => plan.Item.Metric.Key,
                plan => new UnitOutcome(reader.GetDecimal(2 + 2 * plan.Index), reader.GetDecimal(3 + 2 * plan.Index)),
                StringComparer.Ordinal);
            units.Add(new CountedUnit(reader.GetString(0), reader.GetBoolean(1), metrics));
        }

        return units;
    }

    // The order of MetricPlan.Sums.
    internal static ArmStatistics Statistics(MetricPlan plan, long units, Func<Exact> next)
    {
        var (sum, squares) = (next(), next());
        var (before, beforeSquares, products) = (next(), next(), next());
        if (plan.Denominator is null)
            return new ArmStatistics(units, sum, squares, null, new CovariateSums(before, beforeSquares, products));
        var below = new DenominatorSums(next(), next(), next());
        return new ArmStatistics(units, sum, squares, below, new CovariateSums(before, beforeSquares, products, next()));
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, AnalysisWindow window)
    {
        // The statement's own timeout ends it.
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = window.Experiment });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = window.Until });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = window.From });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. window.LeftOut] });
        return command;
    }
}

/// <summary>What of an experiment is counted.</summary>
/// <param name="Experiment">Its number.</param>
/// <param name="From">The beginning of the days before the first exposure.</param>
/// <param name="Until">Exposures and facts after this do not count.</param>
/// <param name="LeftOut">Units that are no part of it: those an override was set for.</param>
internal sealed record AnalysisWindow(long Experiment, DateTimeOffset From, DateTimeOffset Until, IReadOnlyCollection<string> LeftOut);
