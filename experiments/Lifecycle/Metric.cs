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

/// <summary>Things that happened to units: a view of the host with the columns at (timestamptz) and value (numeric), and one that names the unit for each kind of unit it concerns.</summary>
/// <param name="Key">Kebab-case.</param>
/// <param name="ViewName">The view, with its schema.</param>
/// <param name="Description">For people.</param>
public sealed record Fact(string Key, string ViewName, string Description);
