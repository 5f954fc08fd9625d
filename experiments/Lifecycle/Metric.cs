namespace Experiments.Lifecycle;

/// <summary>A figure that is compared between arms: configuration over facts.</summary>
/// <param name="Key">Kebab-case.</param>
/// <param name="Name">For people.</param>
/// <param name="Kind">How it is computed.</param>
/// <param name="HigherIsBetter">Which direction is an improvement.</param>
/// <param name="NumeratorFact">The fact that is counted or summed.</param>
/// <param name="DenominatorFact">The fact it is divided by; given for <see cref="MetricKind.Ratio"/> alone.</param>
public sealed record Metric(string Key, string Name, MetricKind Kind, bool HigherIsBetter, string NumeratorFact, string? DenominatorFact = null);

/// <summary>How a metric is computed from facts.</summary>
public enum MetricKind
{
    /// <summary>The share of units with any such fact.</summary>
    Proportion,

    /// <summary>The sum of values per unit.</summary>
    Mean,

    /// <summary>A sum over another sum.</summary>
    Ratio,
}

/// <summary>
/// Things that happened to units: a view of the host, looked at when it is registered. Its columns: <c>at</c> (timestamptz), when it happened;
/// <c>value</c> (bigint, integer or numeric), how much of it; and one for each kind of unit it concerns: <c>account_id</c> and <c>job_id</c> (the number in
/// the unit's global id as bigint, or the whole unit key as text) and <c>category</c> (text). An experiment's facts are those of its unit's column.
/// <c>caused_at</c> (timestamptz) may name the instant of what this is a consequence of, the charge of a refund: it counts for a unit where that counts.
/// <c>treatments</c> (jsonb) may hold the arms that the host's books keep with it.
/// </summary>
/// <param name="Key">Kebab-case.</param>
/// <param name="ViewName">The view, with its schema.</param>
/// <param name="Description">For people.</param>
public sealed record Fact(string Key, string ViewName, string Description);
