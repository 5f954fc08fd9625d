namespace Experiments.Statistics;

/// <summary>
/// What one arm's statistics say of a metric: an estimate, and how much a single unit's contribution to it varies, so that the estimate's
/// own variance is <c>Variance / Units</c>.
/// </summary>
/// <param name="Units">How many units.</param>
/// <param name="Mean">The mean of values; for a ratio, the sum of values over the sum of denominators. In the metric's own unit.</param>
/// <param name="Variance">Of one unit's contribution, with <c>n - 1</c> in the denominator; 0 below two units.</param>
/// <param name="Covariance">Of a unit's contribution with its covariate; 0 without one.</param>
/// <param name="CovariateMean">Of the covariate; 0 without one.</param>
/// <param name="CovariateVariance">Of the covariate; 0 without one.</param>
public sealed record ArmEstimate(
    long Units,
    double Mean,
    double Variance,
    double Covariance = 0,
    double CovariateMean = 0,
    double CovariateVariance = 0)
{
    /// <summary>The standard error of <see cref="Mean"/>.</summary>
    public double StandardError => Units == 0 ? 0 : Math.Sqrt(Variance / Units);

    /// <summary>
    /// The estimate from sums. Mean: <c>S / n</c> and <c>(n Q - S^2) / (n (n - 1))</c>, subtracted exactly. Ratio, by the delta method with
    /// <c>r = S_y / S_x</c>: <c>(v_y - 2 r c_xy + r^2 v_x) / (S_x / n)^2</c>; see Deng, Knoblich and Lu, Applying the Delta Method in Metric
    /// Analytics (KDD 2018), section 3. A ratio over nothing is null, and so is an estimate from no units
    /// or from sums beyond the range of doubles.
    /// </summary>
    public static ArmEstimate? Of(ArmStatistics statistics)
    {
        ArgumentNullException.ThrowIfNull(statistics);
        var units = statistics.Units;
        if (units <= 0)
            return null;

        double Spread(Exact products, Exact left, Exact right)
            => units < 2 ? 0 : Exact.Quotient(units * products - left * right, (Exact)units * (units - 1));

        var variance = Math.Max(0, Spread(statistics.SumOfSquares, statistics.Sum, statistics.Sum));
        var before = statistics.Covariate;
        var withCovariate = before is null ? 0 : Spread(before.SumOfProducts, statistics.Sum, before.Sum);
        var covariateMean = before is null ? 0 : Exact.Quotient(before.Sum, units);
        var covariateVariance = before is null ? 0 : Math.Max(0, Spread(before.SumOfSquares, before.Sum, before.Sum));
        if (statistics.Denominator is not { } below)
            return Finite(new ArmEstimate(units, Exact.Quotient(statistics.Sum, units), variance, withCovariate, covariateMean, covariateVariance));
        if (below.Sum.Sign == 0)
            return null;

        var ratio = Exact.Quotient(statistics.Sum, below.Sum);
        var denominator = Exact.Quotient(below.Sum, units);
        var denominators = Spread(below.SumOfSquares, below.Sum, below.Sum);
        var between = Spread(below.SumOfProducts, statistics.Sum, below.Sum);
        var contribution = Math.Max(0, (variance - 2 * ratio * between + ratio * ratio * denominators) / (denominator * denominator));
        var denominatorCovariance = before is null ? 0 : Spread(before.SumOfDenominatorProducts, below.Sum, before.Sum);
        return Finite(new ArmEstimate(units, ratio, contribution, (withCovariate - ratio * denominatorCovariance) / denominator, covariateMean, covariateVariance));
    }

    // Sums beyond what a double can hold have no estimate here.
    private static ArmEstimate? Finite(ArmEstimate estimate)
        => double.IsFinite(estimate.Mean + estimate.Variance + estimate.Covariance + estimate.CovariateMean + estimate.CovariateVariance) ? estimate : null;
}
