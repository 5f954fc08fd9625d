using Experiments.Lifecycle;

namespace Experiments.Statistics;

/// <summary>The numbers of an experiment with few units, whose arms were drawn within blocks of alike units.</summary>
/// <param name="Arms">Its arms with their planned weights; exactly one is control.</param>
/// <param name="Units">The draw: every unit of the blocks in use, each once.</param>
/// <param name="Metrics">Each metric's numbers, once.</param>
/// <param name="Guardrails">Limits on metrics that are among <paramref name="Metrics"/>.</param>
public sealed record FewUnitsNumbers(
    IReadOnlyList<ExperimentArm> Arms,
    IReadOnlyList<DesignUnit> Units,
    IReadOnlyList<FewUnitsMetric> Metrics,
    IReadOnlyList<Guardrail> Guardrails);

/// <summary>One drawn unit.</summary>
/// <param name="Unit">Its key.</param>
/// <param name="Block">The block of alike units within which chance dealt the arms.</param>
/// <param name="Variant">The arm it drew.</param>
/// <param name="Included">False for one that is left out of results; it stays where it is while the others are drawn anew.</param>
public sealed record DesignUnit(string Unit, int Block, string Variant, bool Included = true);

/// <summary>One metric's numbers.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Role">What it is there for.</param>
/// <param name="Outcomes">What each unit came to, by its key. A unit that is missing came to nothing.</param>
public sealed record FewUnitsMetric(Metric Metric, MetricRole Role, IReadOnlyDictionary<string, UnitOutcome> Outcomes);

/// <summary>What one unit came to.</summary>
/// <param name="Value">Its value; 1 or 0 for a proportion.</param>
/// <param name="Denominator">For a ratio, what values are divided by.</param>
public readonly record struct UnitOutcome(decimal Value, decimal Denominator = 0);
