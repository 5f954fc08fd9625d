using Experiments.Statistics;

namespace Experiments.Analysis;

/// <summary>What is known of an experiment at a moment.</summary>
/// <param name="ComputedAt">When it was computed.</param>
/// <param name="FactsUntil">Exposures and facts up to here are in it: the stop of an experiment that has ended.</param>
/// <param name="UnitsInSeveralArms">Units seen in more than one arm; they are left out of every figure.</param>
/// <param name="Analysis">The figures.</param>
public sealed record ExperimentResults(DateTimeOffset ComputedAt, DateTimeOffset FactsUntil, long UnitsInSeveralArms, AnalysisResult Analysis);

/// <summary>How one metric stood in one arm on a day, as last computed on it.</summary>
/// <param name="Metric">The metric's key.</param>
/// <param name="Variant">The arm.</param>
/// <param name="At">When.</param>
/// <param name="Lift">The lift against control.</param>
/// <param name="Lower">The lower end of its interval.</param>
/// <param name="Upper">The upper end.</param>
public sealed record TimelinePoint(string Metric, string Variant, DateTimeOffset At, double Lift, double Lower, double Upper);

/// <summary>A limit that an experiment has passed.</summary>
/// <param name="Metric">The guardrail's metric.</param>
/// <param name="Variant">The arm that does the harm.</param>
/// <param name="MaximumHarm">The limit, as a part of control.</param>
/// <param name="At">When it was found out.</param>
/// <param name="Reason">What was found, in plain words.</param>
public sealed record GuardrailBreach(string Metric, string Variant, decimal MaximumHarm, DateTimeOffset At, string Reason);
