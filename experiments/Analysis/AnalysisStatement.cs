using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Experiments.Lifecycle;

namespace Experiments.Analysis;

/// <summary>
/// Writes the one statement that reads an experiment's numbers. A unit without facts adds nothing to any sum, so exposures meet facts in an inner
/// join, which PostgreSQL does in parallel; how many units there are is counted beside it. A missing figure is null, and null products add nothing.
/// Parameters: 1 the experiment, 2 the end of what counts, 3 the beginning of the days before, 4 units to leave out.
/// </summary>
internal sealed class AnalysisStatement
{
    /// <summary>How long before a unit's exposure its history for CUPED begins.</summary>
    internal const int DaysBefore = 28;

    private readonly ExperimentUnit unit;
    private readonly IReadOnlyList<FactView> facts;
    private readonly bool leavesOut;

    internal AnalysisStatement(ExperimentUnit unit, IReadOnlyList<FactView> facts, IReadOnlyList<MetricPlan> plans, bool leavesOut)
    {
        (this.unit, this.facts, this.leavesOut) = (unit, facts, leavesOut);
        Plans = plans;
    }

    internal IReadOnlyList<MetricPlan> Plans { get; }

    /// <summary>A row for each arm: its variant, its units, those in several arms, then every sum of every plan as text.</summary>
    internal string ByArm()
    {
        var sums = Plans.SelectMany(plan => plan.Sums).ToArray();
        var sql = new StringBuilder();
        sql.Append(CultureInfo.InvariantCulture, $"""
            WITH arms AS (
              SELECT e.variant, count(*) FILTER (WHERE NOT e.crossed) AS units, count(*) FILTER (WHERE e.crossed) AS crossed
              FROM experiments.exposure e WHERE {Exposed} GROUP BY e.variant
            ), sums AS (
              SELECT u.variant{Join(sums.Select((sum, index) => $", sum({sum}) AS s{index}"))}
              FROM ({PerUnit()}) u GROUP BY u.variant
            )
            SELECT a.variant, a.units, a.crossed{Join(sums.Select((_, index) => $", coalesce(s.s{index}, 0)::text"))}
            FROM arms a LEFT JOIN sums s ON s.variant = a.variant
            """);
        return sql.ToString();
    }

    /// <summary>A row for each unit that was exposed: the unit, whether it is in several arms, then value and denominator of every plan.</summary>
    internal string ByUnit() => string.Create(CultureInfo.InvariantCulture, $"""
        WITH units AS ({PerUnit("x.unit")})
        SELECT e.unit, e.crossed{Join(Plans.Select(plan => $", coalesce(u.{plan.Value.Column}, 0)::numeric, {(plan.Denominator is { } below ? $"coalesce(u.{below.Column}, 0)" : "0")}::numeric"))}
        FROM experiments.exposure e LEFT JOIN units u ON u.key = e.unit
        WHERE {Exposed}
        """);

    private string Exposed => leavesOut ? "e.experiment_id = $1 AND e.at <= $2 AND e.unit <> ALL ($4)" : "e.experiment_id = $1 AND e.at <= $2 AND $4::text[] IS NOT NULL";

    private string PerUnit(string? key = null)
    {
        // Numbers are much the faster to group by; keys are needed where a view names its units by them.
        key ??= facts.All(view => view.UnitColumns.TryGetValue(unit, out var column) && column.IsNumber) ? "x.number" : "x.unit";
        var figures = Plans.SelectMany(plan => plan.Figures).Distinct().Select(Figure);
        var joins = facts.Index()
            .Where(fact => fact.Item.UnitColumns.ContainsKey(unit))
            .GroupBy(fact => fact.Item.UnitColumns[unit].IsNumber)
            .Select(group => $"""
                SELECT {key} AS key, x.variant, x.at AS exposed_at, f.fact, f.at, f.counts_from, f.value
                FROM exposed x JOIN ({string.Join(" UNION ALL ", group.Select(fact => Facts(fact.Index, fact.Item)))}) f
                  ON f.unit = {(group.Key ? "x.number" : "x.unit")}
                WHERE f.at >= x.at - interval '{24 * DaysBefore} hours'{(group.Key ? $" AND x.unit ^@ '{Prefix(unit)}'" : "")}
                """)
            .DefaultIfEmpty("SELECT x.unit AS key, x.variant, x.at AS exposed_at, 0 AS fact, x.at, x.at AS counts_from, 0 AS value FROM exposed x WHERE false");
        return $"""
            WITH exposed AS NOT MATERIALIZED (
              SELECT e.unit, e.number, e.variant, e.at FROM experiments.exposure e WHERE {Exposed} AND NOT e.crossed
            )
            SELECT h.key, h.variant{Join(figures)}
            FROM ({string.Join(" UNION ALL ", joins)}) h GROUP BY h.key, h.variant
            """;
    }

    private string Facts(int place, FactView view)
    {
        var column = view.UnitColumns[unit].Name;
        return string.Create(CultureInfo.InvariantCulture, $"""
            SELECT {place} AS fact, v.{column} AS unit, v.at, {(view.HasCause ? "coalesce(v.caused_at, v.at)" : "v.at")} AS counts_from, v.value{(facts.Count > 1 ? "::numeric" : "")} AS value
            FROM {view.Name} v WHERE v.at >= $3 AND v.at <= $2
            """);
    }

    private string Figure(UnitFigure figure)
    {
        var which = facts.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $"h.fact = {figure.Fact} AND ") : "";
        var when = figure.Before ? "h.at < h.exposed_at" : "h.counts_from >= h.exposed_at";
        return figure.Whether
            ? $", CASE WHEN bool_or({which}{when}) THEN 1 ELSE 0 END AS {figure.Column}"
            : $", sum(h.value) FILTER (WHERE {which}{when}) AS {figure.Column}";
    }

    /// <summary>
    /// What the keys of all accounts, or jobs, begin with: 'Account:' and a digit, as far as the digit does not matter. A job's 7 is not the account's. It is a condition
    /// beside the join, not a part of what is joined: there it would hide from the planner that a number names one unit, and the facts would be hashed.
    /// </summary>
    internal static string Prefix(ExperimentUnit unit)
    {
        var name = unit + ":";
        string Key(char digit) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(name + digit));
        var (low, high) = (Key('1'), Key('9'));
        return new string([.. low.Zip(high).TakeWhile(pair => pair.First == pair.Second).Select(pair => pair.First)]);
    }

    private static string Join(IEnumerable<string> parts) => string.Concat(parts);
}
