namespace Marketplace.Simulation.Truth;

/// <summary>What a metric is in truth under each arm, and what came out in this run.</summary>
/// <param name="Metric">The metric's key.</param>
/// <param name="Control">Its mean were everybody in the control arm.</param>
/// <param name="Treatment">Its mean were everybody in the other.</param>
/// <param name="Lift">Treatment over control, less one.</param>
/// <param name="LiftError">The standard error of that, for it comes from so many plays.</param>
/// <param name="SeenControl">The control arm's own value in this run.</param>
/// <param name="SeenTreatment">The other arm's.</param>
public sealed record TrueMetric(string Metric, double Control, double Treatment, double Lift, double LiftError, double SeenControl, double SeenTreatment)
{
    public double SeenLift => (SeenTreatment / SeenControl) - 1;
}

/// <param name="Key">The experiment.</param>
/// <param name="Control">Its arm that is compared with.</param>
/// <param name="Treatment">The other.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="StoppedAt">When it stopped; null while it runs.</param>
/// <param name="ControlUnits">How many units were exposed to the control arm in this run.</param>
/// <param name="TreatmentUnits">How many to the other.</param>
/// <param name="Metrics">Its metrics.</param>
public sealed record TrueExperiment(
    string Key, string Control, string Treatment, DateTimeOffset StartedAt, DateTimeOffset? StoppedAt, int ControlUnits, int TreatmentUnits, IReadOnlyList<TrueMetric> Metrics);
