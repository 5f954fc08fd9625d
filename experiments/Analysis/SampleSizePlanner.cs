using System.Globalization;
using Experiments.Database;
using Experiments.Lifecycle;
using Experiments.Statistics;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Experiments.Analysis;

/// <summary>How many units an experiment would need.</summary>
/// <param name="Baseline">The metric of the units seen in the last 28 days.</param>
/// <param name="UnitsPerArm">Units in each arm, so that results which anybody may look at at any time show the effect; of few units, which are drawn, for one look.</param>
/// <param name="Days">How long that takes at the recent rate; null where units are few and no more will come.</param>
public sealed record SampleSizePlan(double Baseline, int UnitsPerArm, int? Days);

/// <summary>Plans from recent history: the units that anything happened to in the last 28 days stand for those to come.</summary>
public sealed class SampleSizePlanner
{
    private const int DaysOfHistory = 28;
    private const int MostArms = 20;
    private readonly IDbContextFactory<ExperimentsDbContext> contexts;
    private readonly NpgsqlDataSource dataSource;
    private readonly IEnumerable<IUnitInventory> inventories;
    private readonly TimeProvider clock;
    private readonly ExperimentsOptions options;

    internal SampleSizePlanner(
        IDbContextFactory<ExperimentsDbContext> contexts, NpgsqlDataSource dataSource, IEnumerable<IUnitInventory> inventories, TimeProvider clock, ExperimentsOptions options)
        => (this.contexts, this.dataSource, this.inventories, this.clock, this.options) = (contexts, dataSource, inventories, clock, options);

    /// <summary>Units per arm for a test of this size and power as results judge it: at every look, or at one where units are drawn. Several treatments share the level.</summary>
    /// <param name="metric">A metric's key.</param>
    /// <param name="unit">What is to be assigned.</param>
    /// <param name="minimumRelativeEffect">The smallest effect that shall not be missed, as a part of the baseline; above or below 0.</param>
    /// <param name="arms">With control; 2 to 20.</param>
    /// <param name="alpha">Above 0 and below 1.</param>
    /// <param name="power">Above <paramref name="alpha"/> and below 1.</param>
    /// <param name="cancellation">Ends the reading of history.</param>
    /// <returns>The plan, <see cref="NotFound"/> (the metric) or <see cref="Invalid"/> (the argument at fault, or a metric without history).</returns>
    public async Task<Outcome<SampleSizePlan>> PlanAsync(
        string metric, ExperimentUnit unit, decimal minimumRelativeEffect, int arms, double alpha, double power, CancellationToken cancellation)
    {
        if (minimumRelativeEffect is 0 or < -1 or > 100)
            return new Invalid("minimumRelativeEffect", "An effect is a part of the baseline, -1 to 100 and not 0: 0.05 is five percent more.");
        if (arms is < 2 or > MostArms)
            return new Invalid("arms", $"A comparison has 2 to {MostArms} arms.");
        if (alpha is not (> 0 and < 1))
            return new Invalid("alpha", "Alpha is a chance above 0 and below 1.");
        if (power is not < 1 || !(power > alpha))
            return new Invalid("power", "Power is a chance above alpha and below 1.");

        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var row = await context.Metrics.AsNoTracking().SingleOrDefaultAsync(candidate => candidate.Key == metric, cancellation);
        if (row is null)
            return new NotFound("metric", metric);
        var facts = await context.Facts.AsNoTracking().OrderBy(fact => fact.Key).ToListAsync(cancellation);
        var history = await HistoryAsync(row.ToMetric(), unit, facts, cancellation);
        if (history is null)
            return new Invalid("unit", $"The facts of '{metric}' do not say which {ScreamingSnake.Write(unit)} they belong to.");
        if (ArmEstimate.Of(history) is not { Mean: > 0 } estimate)
            return new Invalid("metric", $"There is nothing to plan from: the last {DaysOfHistory} days hold no facts of '{metric}'.");

        var level = alpha / (arms - 1);
        var effect = (double)minimumRelativeEffect;
        var needed = row.Kind == MetricKind.Proportion
            ? estimate.Mean < 1 ? SampleSizePlanning.ForProportion(estimate.Mean, effect, level, power) : null
            : SampleSizePlanning.ForMean(estimate.Mean, Math.Sqrt(estimate.Variance), effect, level, power);
        if (needed is not { } units)
            return new Invalid("minimumRelativeEffect", string.Create(CultureInfo.InvariantCulture, $"No proportion is that much away from {estimate.Mean:0.####}."));
        var drawn = inventories.Any(inventory => inventory.Unit == unit);
        // Two are the least that show any variance at all.
        var perArm = Math.Max(2, Math.Ceiling(drawn ? units : SampleSizePlanning.ForEveryLook(units, level, power)));
        if (perArm > int.MaxValue)
            return new Invalid("minimumRelativeEffect", "So small an effect needs more than two thousand million units in each arm.");
        var days = Math.Ceiling(perArm * arms * DaysOfHistory / history.Units);
        var come = !drawn && days <= int.MaxValue;
        return new SampleSizePlan(estimate.Mean, (int)perArm, come ? (int)days : null);
    }

    private async Task<ArmStatistics?> HistoryAsync(Metric metric, ExperimentUnit unit, IReadOnlyList<FactRow> facts, CancellationToken cancellation)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await ExperimentAnalyzer.SettleAsync(connection, options, cancellation);
        var views = await FactViews.ReadAsync(connection, [.. facts.Select(fact => fact.ViewName)], cancellation);
        var places = facts.Index().ToDictionary(fact => fact.Item.Key, fact => fact.Index, StringComparer.Ordinal);
        if (new[] { metric.NumeratorFact, metric.DenominatorFact }.OfType<string>().Any(fact => !views[facts[places[fact]].ViewName].UnitColumns.ContainsKey(unit)))
            return null;

        var plan = MetricPlan.Of(metric, fact => places[fact]);
        await using var command = new NpgsqlCommand(Statement(plan, unit, [.. facts.Select(fact => views[fact.ViewName])]), connection, transaction) { CommandTimeout = 0 };
        var now = clock.Now();
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now.AddDays(-DaysOfHistory) });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        var column = 1;
        // The plan has a covariate where an analysis has the days before; history has none.
        return ExperimentNumbersReader.Statistics(plan, reader.GetInt64(0), () => Exact.Parse(reader.GetString(column++))) with { Covariate = null };
    }

    private static string Statement(MetricPlan plan, ExperimentUnit unit, IReadOnlyList<FactView> views)
    {
        var facts = views.Index().Where(view => view.Item.UnitColumns.ContainsKey(unit)).Select(view => string.Create(CultureInfo.InvariantCulture, $"""
            SELECT {view.Index} AS fact, v.{view.Item.UnitColumns[unit].Name}::text AS unit, v.value::numeric AS value
            FROM {view.Item.Name} v WHERE v.at > $1 AND v.at <= $2 AND v.{view.Item.UnitColumns[unit].Name} IS NOT NULL
            """));
        return $"""
            SELECT count(*){string.Concat(plan.Sums.Select(sum => $", coalesce(sum({sum}), 0)::text"))}
            FROM (SELECT h.unit{string.Concat(plan.Figures.Distinct().Select(Figure))} FROM ({string.Join(" UNION ALL ", facts)}) h GROUP BY h.unit) u
            """;
    }

    private static string Figure(UnitFigure figure)
    {
        var fact = figure.Fact.ToString(CultureInfo.InvariantCulture);
        return figure switch
        {
            { Before: true } => $", 0::numeric AS {figure.Column}",
            { Whether: true } => $", CASE WHEN bool_or(h.fact = {fact}) THEN 1 ELSE 0 END AS {figure.Column}",
            _ => $", sum(h.value) FILTER (WHERE h.fact = {fact}) AS {figure.Column}",
        };
    }
}
