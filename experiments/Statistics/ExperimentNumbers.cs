using Experiments.Lifecycle;

namespace Experiments.Statistics;

/// <summary>The numbers of an experiment with many units, whose arms chance dealt unit by unit.</summary>
/// <param name="Arms">Its arms with their planned weights; exactly one is control.</param>
/// <param name="Units">Units seen in each arm, by variant, without those seen in several. An arm that is missing has none.</param>
/// <param name="Metrics">Each metric's numbers, once.</param>
/// <param name="Guardrails">Limits on metrics that are among <paramref name="Metrics"/>.</param>
public sealed record ExperimentNumbers(
    IReadOnlyList<ExperimentArm> Arms,
    IReadOnlyDictionary<string, long> Units,
    IReadOnlyList<MetricNumbers> Metrics,
    IReadOnlyList<Guardrail> Guardrails);

/// <summary>One metric's numbers.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Role">What it is there for.</param>
/// <param name="Arms">Its sums in each arm, by variant, over all units seen in the arm. An arm that is missing has no units.</param>
public sealed record MetricNumbers(Metric Metric, MetricRole Role, IReadOnlyDictionary<string, ArmStatistics> Arms);

/// <summary>What a metric is there for. One that has several roles takes the first of them.</summary>
public enum MetricRole
{
    /// <summary>It decides. Its p-values are adjusted for several treatments (Holm).</summary>
    Primary,

    /// <summary>It is looked at besides. P-values are adjusted over all secondary metrics and treatments (Benjamini and Hochberg).</summary>
    Secondary,

    /// <summary>It is only to suffer no harm. Its p-values are not adjusted.</summary>
    Guardrail,
}

/// <summary>How figures are computed.</summary>
public sealed record AnalysisOptions
{
    /// <summary>The defaults.</summary>
    public static AnalysisOptions Default { get; } = new();

    /// <summary>The chance of a false alarm, over all looks: 0.05 unless set; between 0 and 1.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>The number of units, of both arms together, near which always-valid intervals are tightest: 5,000 unless set.</summary>
    public double TuningUnits { get; init; } = AlwaysValid.TuningUnits;

    /// <summary>What is believed of a relative lift beforehand; null, unless set, is flat.</summary>
    public Prior? Prior { get; init; }

    /// <summary>The p-value below which arm sizes are a mismatch: 0.001 unless set.</summary>
    public double MismatchBelow { get; init; } = SampleRatio.MismatchBelow;

    /// <summary>With few units, up to how many assignments all are gone through: 1,048,576 unless set.</summary>
    public int MaximumAssignments { get; init; } = RandomizationTest.DefaultMaximumAssignments;

    /// <summary>Beyond that, how many are drawn: 99,999 unless set, which with the one that happened makes a round number.</summary>
    public int SampledAssignments { get; init; } = RandomizationTest.DefaultDraws;

    /// <summary>What they are drawn by: always the same unless set, so that the same numbers give the same answer.</summary>
    public ulong Seed { get; init; } = 1;
}
