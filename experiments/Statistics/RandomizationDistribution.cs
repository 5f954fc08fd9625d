using System.Numerics;
using Experiments.Lifecycle;

namespace Experiments.Statistics;

/// <summary>
/// The statistic of every assignment. An effect of <c>treated = relation * untreated</c> is taken out by multiplying treated outcomes with
/// <c>1 / relation</c>, in which every statistic is linear: one pass over the assignments serves all hypotheses.
/// </summary>
internal sealed class RandomizationDistribution
{
    private readonly BlockDesign _design;
    private readonly AnalysisOptions _options;
    private readonly List<(double Constant, double Slope, double Weight)> _statistics;
    private readonly double _weight;
    private readonly double _undefined;
    private readonly (double Constant, double Slope) _observed;
    private readonly (double Constant, double Slope) _magnitude;
    private readonly bool _sampled;

    private RandomizationDistribution(BlockDesign design, IReadOnlyList<UnitParts> units, UnitParts treated, AnalysisOptions options)
    {
        _design = design;
        _options = options;
        var total = units.Aggregate(default(UnitParts), (sum, unit) => sum + unit);
        _observed = Statistic(treated, total)!.Value;
        _magnitude = (units.Sum(unit => Math.Abs(unit.Untreated)) / total.Divisor, units.Sum(unit => Math.Abs(unit.Treated)) / total.Divisor);
        _sampled = design.Assignments > options.MaximumAssignments;
        _statistics = [];
        foreach (var way in _sampled ? Sample(units, treated) : design.All(units))
        {
            _weight += way.Weight;
            if (Statistic(way.Treated, total) is { } statistic)
                _statistics.Add((statistic.Constant, statistic.Slope, way.Weight));
            else
                _undefined += way.Weight;
        }

        Control = -_observed.Constant;
        Treatment = _observed.Slope;
    }

    internal double Control { get; }

    internal double Treatment { get; }

    internal static RandomizationDistribution? Of(
        IReadOnlyList<DesignUnit> units,
        string control,
        string treatment,
        IReadOnlyDictionary<string, UnitOutcome> outcomes,
        MetricKind kind,
        AnalysisOptions options)
    {
        UnitParts Parts(DesignUnit unit)
        {
            if (!unit.Included || (unit.Variant != control && unit.Variant != treatment))
                return default;
            var outcome = outcomes.GetValueOrDefault(unit.Unit);
            var divisor = kind == MetricKind.Ratio ? (double)outcome.Denominator : 1;
            return unit.Variant == treatment ? new UnitParts(0, (double)outcome.Value, divisor) : new UnitParts((double)outcome.Value, 0, divisor);
        }

        UnitParts[] parts = [.. units.Select(Parts)];
        var total = parts.Aggregate(default(UnitParts), (sum, unit) => sum + unit);
        var treated = parts.Where((_, index) => units[index].Variant == treatment).Aggregate(default(UnitParts), (sum, unit) => sum + unit);
        return Statistic(treated, total) is null ? null : new RandomizationDistribution(new BlockDesign(units, control, treatment), parts, treated, options);
    }

    internal RandomizationTest Test()
    {
        var (above, same, extreme) = Shares(1);
        double? lift = Control > 0 && double.IsFinite((Treatment - Control) / Control) ? (Treatment - Control) / Control : null;
        var smallest = _design.SmallestPValue;
        return new RandomizationTest(
            Control,
            Treatment,
            lift,
            extreme,
            Math.Clamp(1 - above - same / 2, 0, 1),
            lift is null ? (null, null) : (End(-1) - 1, End(1) - 1),
            _sampled ? Math.Max(smallest, 1 / _weight) : smallest,
            _design.Assignments,
            _sampled);
    }

    /// <summary>Whether the treatment is above (or below) so many times control, beyond what the level leaves to chance.</summary>
    internal bool Beyond(double relation, bool above)
        => relation > 0 && At(_observed, 1 / relation) is var statistic && (above ? statistic > 0 : statistic < 0) && Shares(1 / relation).Extreme <= _options.Alpha;

    // A relation's end: outwards in growing steps to the first one rejected, then halving what is between.
    private double? End(int direction)
    {
        if (Treatment <= 0)
            return null;
        var estimate = Math.Log(Treatment / Control);
        bool Rejected(double distance) => Shares(Math.Exp(-(estimate + direction * distance))).Extreme <= _options.Alpha;
        double inside = 0, outside = 1 / 1024.0;
        while (!Rejected(outside))
        {
            inside = outside;
            outside *= 2;
            if (outside > 32)
                return null;
        }

        while (outside - inside > 1e-10)
        {
            var middle = (inside + outside) / 2;
            if (Rejected(middle))
                outside = middle;
            else
                inside = middle;
        }

        return Math.Exp(estimate + direction * inside);
    }

    private (double Above, double Same, double Extreme) Shares(double factor)
    {
        var observed = At(_observed, factor);
        // Sums in another order differ in their last digits, and are ties all the same.
        var tolerance = 1e-11 * At(_magnitude, factor);
        double above = 0, same = 0, extreme = _undefined;
        foreach (var (constant, slope, weight) in _statistics)
        {
            var statistic = constant + slope * factor;
            if (statistic > observed + tolerance)
                above += weight;
            else if (statistic >= observed - tolerance)
                same += weight;
            if (Math.Abs(statistic) >= Math.Abs(observed) - tolerance)
                extreme += weight;
        }

        return (above / _weight, same / _weight, Math.Min(1, extreme / _weight));
    }

    private IEnumerable<Dealt> Sample(IReadOnlyList<UnitParts> units, UnitParts treated)
    {
        // The assignment that was drawn is one of the sample: so the p-value is valid whatever the sample's size.
        yield return new Dealt(treated, 1);
        var draws = new Draws(_options.Seed);
        for (var draw = 0; draw < _options.SampledAssignments; draw++)
            yield return _design.Draw(units, draws);
    }

    private static double At((double Constant, double Slope) line, double factor) => line.Constant + line.Slope * factor;

    private static (double Constant, double Slope)? Statistic(UnitParts treated, UnitParts total)
    {
        var rest = total - treated;
        return treated.Divisor > 0 && rest.Divisor > 0
            ? (treated.Untreated / treated.Divisor - rest.Untreated / rest.Divisor, treated.Treated / treated.Divisor - rest.Treated / rest.Divisor)
            : null;
    }
}
