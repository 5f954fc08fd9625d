namespace Experiments.Statistics;

/// <summary>
/// Controlled experiments by using pre-experiment data: the part of an estimate that a covariate from before explains is taken out, which
/// changes no expectation, for chance dealt the covariate alike to all arms, and leaves less variance. See Deng, Xu, Kohavi and Walker,
/// Improving the Sensitivity of Online Controlled Experiments by Utilizing Pre-Experiment Data (WSDM 2013).
/// </summary>
public static class Cuped
{
    /// <summary>
    /// <c>theta = cov(y, x) / var(x)</c> over the units of all arms as one sample. Arms with a theta of their own each would let an effect leak
    /// into the correction. 0 where there is no covariate, or it varies not at all. For a ratio, y is a unit's contribution to it.
    /// </summary>
    public static double Theta(IEnumerable<ArmStatistics> arms)
    {
        ArgumentNullException.ThrowIfNull(arms);
        return ArmEstimate.Of(ArmStatistics.Total(arms)) is { CovariateVariance: > 0 } all ? all.Covariance / all.CovariateVariance : 0;
    }

    /// <summary>The estimate <c>y - theta x</c>, with variance <c>v_y - 2 theta c_xy + theta^2 v_x</c>. Its mean is comparable between arms alone.</summary>
    public static ArmEstimate Adjust(ArmEstimate arm, double theta)
    {
        ArgumentNullException.ThrowIfNull(arm);
        return new ArmEstimate(
            arm.Units,
            arm.Mean - theta * arm.CovariateMean,
            Math.Max(0, arm.Variance - 2 * theta * arm.Covariance + theta * theta * arm.CovariateVariance));
    }
}
