using Experiments.Database;
using Experiments.Lifecycle;
using Experiments.Statistics;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Experiments.Analysis;

/// <summary>Keeps the newest results of each experiment and one point a day.</summary>
internal sealed class ResultStore(IDbContextFactory<ExperimentsDbContext> contexts, NpgsqlDataSource dataSource)
{
    internal async Task<IReadOnlyDictionary<long, ExperimentResults>> NewestAsync(IReadOnlyCollection<long> experiments, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var rows = await context.Results.AsNoTracking().Where(row => experiments.Contains(row.ExperimentId)).ToListAsync(cancellation);
        return rows.ToDictionary(
            row => row.ExperimentId,
            row => new ExperimentResults(row.ComputedAt, row.FactsUntil, row.UnitsInSeveralArms, Mapping.FromJson<AnalysisResult>(row.Analysis)));
    }

    /// <summary>Results and points in one transaction; older results never take the place of newer ones.</summary>
    internal async Task KeepAsync(long experiment, ExperimentResults results, CancellationToken cancellation)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using (var write = new NpgsqlCommand(
            """
            INSERT INTO experiments.result (experiment_id, computed_at, facts_until, units_in_several_arms, analysis) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (experiment_id) DO UPDATE SET computed_at = excluded.computed_at, facts_until = excluded.facts_until,
              units_in_several_arms = excluded.units_in_several_arms, analysis = excluded.analysis
            WHERE result.computed_at <= excluded.computed_at
            """, connection, transaction))
        {
            write.Parameters.Add(new NpgsqlParameter<long> { TypedValue = experiment });
            write.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = results.ComputedAt });
            write.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = results.FactsUntil });
            write.Parameters.Add(new NpgsqlParameter<long> { TypedValue = results.UnitsInSeveralArms });
            write.Parameters.Add(new NpgsqlParameter { Value = Mapping.ToJson(results.Analysis), NpgsqlDbType = NpgsqlDbType.Jsonb });
            await write.ExecuteNonQueryAsync(cancellation);
        }

        var points = Points(results).ToArray();
        await using (var write = new NpgsqlCommand(
            """
            INSERT INTO experiments.timeline_point (experiment_id, metric, variant, day, at, lift, lower, upper)
            SELECT $1, p.metric, p.variant, ($2 AT TIME ZONE 'UTC')::date, $2, p.lift, p.lower, p.upper
            FROM unnest($3, $4, $5, $6, $7) AS p (metric, variant, lift, lower, upper)
            ON CONFLICT (experiment_id, metric, variant, day) DO UPDATE SET at = excluded.at, lift = excluded.lift, lower = excluded.lower, upper = excluded.upper
            WHERE timeline_point.at <= excluded.at
            """, connection, transaction))
        {
            write.Parameters.Add(new NpgsqlParameter<long> { TypedValue = experiment });
            write.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = results.FactsUntil });
            write.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. points.Select(point => point.Metric)] });
            write.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. points.Select(point => point.Variant)] });
            write.Parameters.Add(new NpgsqlParameter<double[]> { TypedValue = [.. points.Select(point => point.Lift)] });
            write.Parameters.Add(new NpgsqlParameter<double[]> { TypedValue = [.. points.Select(point => point.Lower)] });
            write.Parameters.Add(new NpgsqlParameter<double[]> { TypedValue = [.. points.Select(point => point.Upper)] });
            await write.ExecuteNonQueryAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
    }

    internal async Task<ILookup<long, TimelinePoint>> TimelinesAsync(IReadOnlyCollection<long> experiments, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var rows = await context.TimelinePoints.AsNoTracking().Where(row => experiments.Contains(row.ExperimentId))
            .OrderBy(row => row.Day).ThenBy(row => row.Variant).ToListAsync(cancellation);
        return rows.ToLookup(row => row.ExperimentId, row => new TimelinePoint(row.Metric, row.Variant, row.At, row.Lift, row.Lower, row.Upper));
    }

    private static IEnumerable<TimelinePoint> Points(ExperimentResults results)
        => from metric in results.Analysis.Metrics
           from arm in metric.Arms
           where arm is { Lift: not null, Lower: not null, Upper: not null }
           select new TimelinePoint(metric.Metric.Key, arm.Variant, results.FactsUntil, arm.Lift!.Value, arm.Lower!.Value, arm.Upper!.Value);
}
