using System.Globalization;
using Experiments.Lifecycle;

namespace Experiments.Analysis;

/// <summary>One fact's column of a unit: what it did after its exposure, or in the days before.</summary>
/// <param name="Fact">The fact's place among the facts of the statement.</param>
/// <param name="Before">Before the exposure.</param>
/// <param name="Whether">Only whether there was any, 1 or 0; otherwise the sum of values.</param>
internal readonly record struct UnitFigure(int Fact, bool Before, bool Whether)
{
    internal string Column => string.Create(CultureInfo.InvariantCulture, $"{(Before ? "before" : "after")}{(Whether ? "_any" : "")}_{Fact}");
}

/// <summary>Which figures of a unit a metric is made of, and which sums of them over units are asked for.</summary>
internal sealed record MetricPlan(Metric Metric, UnitFigure Value, UnitFigure? Denominator, UnitFigure Covariate)
{
    /// <summary>In the order in which <see cref="ExperimentNumbersReader"/> reads them.</summary>
    internal IEnumerable<string> Sums
    {
        get
        {
            yield return Value.Column;
            yield return Product(Value, Value);
            yield return Covariate.Column;
            yield return Product(Covariate, Covariate);
            yield return Product(Value, Covariate);
            if (Denominator is not { } denominator)
                yield break;
            yield return denominator.Column;
            yield return Product(denominator, denominator);
            yield return Product(Value, denominator);
            yield return Product(denominator, Covariate);
        }
    }

    internal IEnumerable<UnitFigure> Figures => Denominator is { } denominator ? [Value, denominator, Covariate] : [Value, Covariate];

    internal static MetricPlan Of(Metric metric, Func<string, int> place)
    {
        var whether = metric.Kind == MetricKind.Proportion;
        var value = place(metric.NumeratorFact);
        return new MetricPlan(
            metric,
            new UnitFigure(value, Before: false, whether),
            metric.DenominatorFact is { } denominator ? new UnitFigure(place(denominator), Before: false, Whether: false) : null,
            new UnitFigure(value, Before: true, whether));
    }

    private static string Product(UnitFigure left, UnitFigure right) => $"{left.Column} * {right.Column}";
}
