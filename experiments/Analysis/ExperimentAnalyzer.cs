using System.Globalization;
using Experiments.Database;
using Experiments.Lifecycle;
using Experiments.Statistics;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Experiments.Analysis;

/// <summary>Counts an experiment in one pass and gives the numbers to the statistics.</summary>
internal sealed class ExperimentAnalyzer(IDbContextFactory<ExperimentsDbContext> contexts, NpgsqlDataSource dataSource, ExperimentsOptions options)
{
    /// <summary>The figures as of an instant, or of the experiment's end where that was before.</summary>
    internal async Task<ExperimentResults> AnalyzeAsync(Experiment experiment, DateTimeOffset now, CancellationToken cancellation)
    {
        var until = experiment.StoppedAt < now ? experiment.StoppedAt.Value : now;
        var (metrics, views, drawn, leftOut) = await ConfigurationAsync(experiment, cancellation);

        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await SettleAsync(connection, options, cancellation);
        var facts = views.Keys.Order(StringComparer.Ordinal).ToList();
        var known = await FactViews.ReadAsync(connection, [.. views.Values], cancellation);
        var statement = new AnalysisStatement(
            experiment.Unit,
            [.. facts.Select(fact => known[views[fact]])],
            [.. metrics.Select(metric => MetricPlan.Of(metric.Metric, facts.IndexOf))],
            leavesOut: leftOut.Count > 0);
        var window = new AnalysisWindow(experiment.Id, experiment.StartedAt!.Value.AddDays(-AnalysisStatement.DaysBefore), until, leftOut);

        if (drawn.Count > 0)
        {
            var units = await ExperimentNumbersReader.ByUnitAsync(connection, statement, window, cancellation);
            return new ExperimentResults(now, until, units.Count(unit => unit.InSeveralArms), RandomizationAnalysis.Of(FewUnits(experiment, metrics, drawn, units, leftOut)));
        }

        var counted = await ExperimentNumbersReader.ByArmAsync(connection, statement, window, cancellation);
        var numbers = new ExperimentNumbers(
            experiment.Arms,
            counted.Units,
            [.. metrics.Select(metric => new MetricNumbers(metric.Metric, metric.Role, counted.Metrics[metric.Metric.Key]))],
            experiment.Guardrails);
        return new ExperimentResults(now, until, counted.InSeveralArms, ExperimentAnalysis.Of(numbers));
    }

    /// <summary>A pass over millions of rows: with memory to sort and hash in, on every worker the server lends, and an end.</summary>
    internal static async Task SettleAsync(NpgsqlConnection connection, ExperimentsOptions options, CancellationToken cancellation)
    {
        await using var settle = new NpgsqlCommand(string.Create(CultureInfo.InvariantCulture, $"""
            SET LOCAL statement_timeout = {(long)options.AnalysisTimeout.TotalMilliseconds};
            SET LOCAL work_mem = '{options.AnalysisMemoryMegabytes}MB';
            SET TRANSACTION READ ONLY;
            """), connection);
        settle.CommandTimeout = 0;
        await settle.ExecuteNonQueryAsync(cancellation);
    }

    // Units that nothing was recorded of yet were drawn all the same: they belong to the design with nothing to their name.
    private static FewUnitsNumbers FewUnits(
        Experiment experiment,
        IReadOnlyList<(Metric Metric, MetricRole Role)> metrics,
        IReadOnlyList<StratifiedDraw.Assigned> drawn,
        IReadOnlyList<CountedUnit> units,
        IReadOnlyCollection<string> leftOut)
    {
        var gone = units.Where(unit => unit.InSeveralArms).Select(unit => unit.Unit).Concat(leftOut).ToHashSet(StringComparer.Ordinal);
        return new FewUnitsNumbers(
            experiment.Arms,
            [.. drawn.Select(unit => new DesignUnit(unit.Unit, unit.Block, unit.Variant, !gone.Contains(unit.Unit)))],
            [.. metrics.Select(metric => new FewUnitsMetric(metric.Metric, metric.Role, units.ToDictionary(unit => unit.Unit, unit => unit.Metrics[metric.Metric.Key], StringComparer.Ordinal)))],
            experiment.Guardrails);
    }

    private async Task<Configuration> ConfigurationAsync(Experiment experiment, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var roles = Roles(experiment);
        var keys = roles.Select(role => role.Metric).ToArray();
        var known = await context.Metrics.AsNoTracking().Where(row => keys.Contains(row.Key)).ToDictionaryAsync(row => row.Key, row => row.ToMetric(), StringComparer.Ordinal, cancellation);
        var facts = known.Values.SelectMany(metric => new[] { metric.NumeratorFact, metric.DenominatorFact }).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        var views = await context.Facts.AsNoTracking().Where(row => facts.Contains(row.Key)).ToDictionaryAsync(row => row.Key, row => row.ViewName, StringComparer.Ordinal, cancellation);
        var assignments = await context.Experiments.AsNoTracking().Where(row => row.Id == experiment.Id).SelectMany(row => row.Assignments).ToListAsync(cancellation);
        var drawn = StratifiedDraw.InUse(
            [.. assignments.Select(row => new StratifiedDraw.Assigned(row.Unit, row.Variant, row.Block, row.BlockRank, row.Volume))],
            experiment.Traffic);
        var leftOut = await context.Database
            .SqlQuery<string>($"SELECT unit AS \"Value\" FROM experiments.overridden_unit WHERE experiment_id = {experiment.Id}")
            .ToListAsync(cancellation);
        return new Configuration([.. roles.Select(role => (known[role.Metric], role.Role))], views, [.. drawn], leftOut);
    }

    // Each metric once, in the first of its roles.
    private static (string Metric, MetricRole Role)[] Roles(Experiment experiment)
        =>
        [
            .. experiment.SecondaryMetrics.Select(metric => (Metric: metric, Role: MetricRole.Secondary))
                .Prepend((Metric: experiment.PrimaryMetric, Role: MetricRole.Primary))
                .Concat(experiment.Guardrails.Select(guardrail => (Metric: guardrail.Metric, Role: MetricRole.Guardrail)))
                .DistinctBy(metric => metric.Metric, StringComparer.Ordinal),
        ];

    private sealed record Configuration(
        IReadOnlyList<(Metric Metric, MetricRole Role)> Metrics,
        IReadOnlyDictionary<string, string> Views,
        IReadOnlyList<StratifiedDraw.Assigned> Drawn,
        IReadOnlyCollection<string> LeftOut);
}
