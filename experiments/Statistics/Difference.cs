namespace Experiments.Statistics;

/// <summary>The difference between a treatment's estimate and a control's, in the metric's own unit.</summary>
/// <param name="Estimate">Treatment less control.</param>
/// <param name="StandardError">Of the estimate; 0 where no unit differs from another.</param>
/// <param name="DegreesOfFreedom">By Welch and Satterthwaite; null where the standard error is 0.</param>
/// <param name="Statistic">The estimate over its standard error; null where that is infinite.</param>
/// <param name="PValue">Two-sided, for a single look.</param>
/// <param name="Lower">Lower end of the interval for a single look.</param>
/// <param name="Upper">Its upper end.</param>
public sealed record Difference(double Estimate, double StandardError, double? DegreesOfFreedom, double? Statistic, double PValue, double Lower, double Upper)
{
    /// <summary>
    /// Welch's t-test, for means, for ratios by the delta method, and for both after CUPED. See Welch, The generalization of Student's problem
    /// when several different population variances are involved (Biometrika 34, 1947). Null below two units in either arm,
    /// and where variances are beyond the range of doubles.
    /// </summary>
    /// <param name="control">The arm that is compared with.</param>
    /// <param name="treatment">The arm in question.</param>
    /// <param name="alpha">One less the interval's confidence.</param>
    public static Difference? Between(ArmEstimate control, ArmEstimate treatment, double alpha = 0.05)
    {
        ArgumentNullException.ThrowIfNull(control);
        ArgumentNullException.ThrowIfNull(treatment);
        if (control.Units < 2 || treatment.Units < 2)
            return null;
        var (first, second) = (control.Variance / control.Units, treatment.Variance / treatment.Units);
        if (!double.IsFinite((first + second) * (first + second)))
            return null;
        var squares = first * first / (control.Units - 1) + second * second / (treatment.Units - 1);
        return Of(treatment.Mean - control.Mean, Math.Sqrt(first + second), squares > 0 ? (first + second) * (first + second) / squares : null, alpha);
    }

    internal static Difference Of(double estimate, double standardError, double? degrees, double alpha)
    {
        if (standardError == 0 || degrees is not { } freedom)
            return new Difference(estimate, standardError, null, estimate == 0 ? 0 : null, estimate == 0 ? 1 : 0, estimate, estimate);
        var statistic = estimate / standardError;
        var halfWidth = standardError * Distributions.StudentTwoSidedQuantile(alpha, freedom);
        return new Difference(estimate, standardError, freedom, statistic, Distributions.StudentTwoSided(statistic, freedom), estimate - halfWidth, estimate + halfWidth);
    }
}
