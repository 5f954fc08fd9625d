namespace Experiments.Statistics;

/// <summary>
/// Whether the arms have as many units as planned: Pearson's chi-squared of observed against planned sizes. A mismatch means that assignment
/// or logging is broken, and no figure of the experiment can be trusted; see Fabijan and others, Diagnosing Sample Ratio Mismatch (KDD 2019).
/// </summary>
public static class SampleRatio
{
    /// <summary>The level below which it is an alarm: low, for the question is asked every hour.</summary>
    public const double MismatchBelow = 0.001;

    /// <summary>The check.</summary>
    /// <param name="observed">Units seen in each arm.</param>
    /// <param name="weights">The planned weights, in any unit. An arm with weight 0 counts neither in the statistic nor in its degrees of freedom.</param>
    /// <param name="mismatchBelow">The p-value below which it is a mismatch.</param>
    /// <exception cref="ArgumentException">The lists differ in length, or a number in them is negative.</exception>
    public static SampleRatioTest Check(IReadOnlyList<long> observed, IReadOnlyList<double> weights, double mismatchBelow = MismatchBelow)
    {
        ArgumentNullException.ThrowIfNull(observed);
        ArgumentNullException.ThrowIfNull(weights);
        if (observed.Count != weights.Count)
            throw new ArgumentException($"{observed.Count} arms have {weights.Count} weights.", nameof(weights));
        if (observed.Any(units => units < 0) || weights.Any(weight => !double.IsFinite(weight) || weight < 0))
            throw new ArgumentException("Units and weights are not negative.", nameof(observed));

        var planned = Enumerable.Range(0, weights.Count).Where(arm => weights[arm] > 0).ToArray();
        var units = planned.Sum(arm => (double)observed[arm]);
        var weight = planned.Sum(arm => weights[arm]);
        var expected = weights.Select(own => own > 0 ? units * own / weight : 0).ToArray();
        var degrees = Math.Max(0, planned.Length - 1);
        var chiSquared = units == 0 ? 0 : planned.Sum(arm => (observed[arm] - expected[arm]) * (observed[arm] - expected[arm]) / expected[arm]);
        var logarithm = degrees == 0 ? 0 : Distributions.LogChiSquaredUpperTail(chiSquared, degrees);
        var pValue = degrees == 0 ? 1 : Distributions.ChiSquaredUpperTail(chiSquared, degrees);
        return new SampleRatioTest(chiSquared, degrees, pValue, logarithm, pValue < mismatchBelow, expected);
    }
}

/// <summary>The outcome of a sample ratio check.</summary>
/// <param name="ChiSquared">The statistic.</param>
/// <param name="DegreesOfFreedom">Arms with a weight, less one.</param>
/// <param name="PValue">How likely a statistic at least as large is when assignment works; 0 where it is below what a double can hold.</param>
/// <param name="LogPValue">Its natural logarithm, finite also where the p-value is 0.</param>
/// <param name="Mismatch">Whether it is an alarm.</param>
/// <param name="Expected">The units expected in each arm, in the order given.</param>
public sealed record SampleRatioTest(double ChiSquared, int DegreesOfFreedom, double PValue, double LogPValue, bool Mismatch, IReadOnlyList<double> Expected);
