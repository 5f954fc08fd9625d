using MathNet.Numerics.RootFinding;

namespace Experiments.Statistics;

/// <summary>
/// How many units an arm needs for an effect of a given size to show, with two arms of equal size and a two-sided test at one look:
/// <c>n = (z_(1-alpha/2) + z_power)^2 (v_a + v_b) / d^2</c>. See Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions (2003), chapter 4.
/// </summary>
public static class SampleSizePlanning
{
    /// <summary>Units per arm for a proportion; round up. Null where no proportion is that much above or below the baseline.</summary>
    /// <param name="baseline">Control's proportion, above 0 and below 1.</param>
    /// <param name="relativeEffect">The effect as a part of the baseline; not 0.</param>
    /// <param name="alpha">The chance of seeing an effect where there is none.</param>
    /// <param name="power">The chance of seeing this effect.</param>
    public static double? ForProportion(double baseline, double relativeEffect, double alpha = 0.05, double power = 0.8)
    {
        var treated = baseline * (1 + relativeEffect);
        return baseline is > 0 and < 1 && treated is >= 0 and <= 1
            ? Units(baseline * (1 - baseline) + treated * (1 - treated), treated - baseline, alpha, power)
            : null;
    }

    /// <summary>Units per arm for a mean or a ratio; round up. Null where the mean is 0, of which nothing is a part.</summary>
    /// <param name="mean">Control's mean or ratio.</param>
    /// <param name="standardDeviation">Of one unit; for a ratio, of one unit's contribution: the root of <see cref="ArmEstimate.Variance"/>.</param>
    /// <param name="relativeEffect">The effect as a part of the mean; not 0.</param>
    /// <param name="alpha">The chance of seeing an effect where there is none.</param>
    /// <param name="power">The chance of seeing this effect.</param>
    public static double? ForMean(double mean, double standardDeviation, double relativeEffect, double alpha = 0.05, double power = 0.8)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(standardDeviation);
        return mean == 0 ? null : Units(2 * standardDeviation * standardDeviation, mean * relativeEffect, alpha, power);
    }

    /// <summary>As <see cref="ForMean"/>, with the noncentral t instead of the normal distribution: a unit more, which matters where units are few.</summary>
    public static double? ForMeanByStudent(double mean, double standardDeviation, double relativeEffect, double alpha = 0.05, double power = 0.8)
    {
        if (ForMean(mean, standardDeviation, relativeEffect, alpha, power) is not { } normal)
            return null;
        if (normal == 0)
            return 2;
        var effect = Math.Abs(mean * relativeEffect) / standardDeviation;
        double Missing(double units)
        {
            var degrees = 2 * units - 2;
            var bound = Distributions.StudentTwoSidedQuantile(alpha, degrees);
            var delta = effect * Math.Sqrt(units / 2);
            return Distributions.NoncentralStudentUpperTail(bound, degrees, delta) + Distributions.NoncentralStudentUpperTail(bound, degrees, -delta) - power;
        }

        // Below two units an arm there is no variance to go by.
        return Missing(2) >= 0 ? 2 : Brent.FindRoot(Missing, 2, 2 * normal + 100, 1e-10, 1_000);
    }

    /// <summary>The chance of seeing an effect with so many units in each arm: a test at one look, in either direction.</summary>
    /// <param name="effect">The difference between the arms, in the metric's own unit.</param>
    /// <param name="unitVariances">The sum of both arms' variances of one unit: <c>p_a (1 - p_a) + p_b (1 - p_b)</c>, or twice the variance of a mean.</param>
    /// <param name="unitsPerArm">In each arm; above 0.</param>
    /// <param name="alpha">The chance of seeing an effect where there is none.</param>
    public static double Power(double effect, double unitVariances, double unitsPerArm, double alpha = 0.05)
    {
        AlwaysValid.CheckLevel(alpha);
        ArgumentOutOfRangeException.ThrowIfNegative(unitVariances);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(unitsPerArm);
        if (unitVariances == 0)
            return effect == 0 ? alpha : 1;
        var shift = effect / Math.Sqrt(unitVariances / unitsPerArm);
        var bound = Distributions.NormalUpperQuantile(alpha / 2);
        return Distributions.NormalLowerTail(shift - bound) + Distributions.NormalLowerTail(-shift - bound);
    }

    /// <summary>The smallest difference, in the metric's own unit, that so many units in each arm show with the given power.</summary>
    public static double DetectableEffect(double unitVariances, double unitsPerArm, double alpha = 0.05, double power = 0.8)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(unitVariances);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(unitsPerArm);
        return Reach(alpha, power) * Math.Sqrt(unitVariances / unitsPerArm);
    }

    /// <summary>
    /// What a plan for one look comes to when every look is allowed: units per arm with which the always-valid interval excludes 0 with the same
    /// power at the last look. Somewhat more than for one look; effects larger than planned are seen much earlier.
    /// </summary>
    /// <param name="unitsPerArm">The plan for one look, from one of the other methods, with the same alpha and power.</param>
    /// <param name="alpha">The chance of seeing an effect where there is none, at any look.</param>
    /// <param name="power">The chance of seeing the planned effect.</param>
    /// <param name="tuningUnits">Where the interval is tightest.</param>
    public static double ForEveryLook(double unitsPerArm, double alpha = 0.05, double power = 0.8, double tuningUnits = AlwaysValid.TuningUnits)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(unitsPerArm);
        var (reach, quantile) = (Reach(alpha, power), Distributions.NormalUpperQuantile(1 - power));
        var units = unitsPerArm;
        // The interval's reach in standard errors changes slowly with the units, so that this settles within a few rounds.
        for (var round = 0; round < 200 && units > 0; round++)
        {
            var relation = (AlwaysValid.StandardErrors(2 * units, alpha, tuningUnits) + quantile) / reach;
            var next = unitsPerArm * relation * relation;
            if (Math.Abs(next - units) <= 1e-9 * next)
                return next;
            units = next;
        }

        return units;
    }

    private static double Units(double unitVariances, double effect, double alpha, double power)
    {
        if (effect == 0 || !double.IsFinite(effect))
            throw new ArgumentOutOfRangeException(nameof(effect), effect, "No number of units shows an effect of 0.");
        var reach = Reach(alpha, power);
        return reach * reach * unitVariances / (effect * effect);
    }

    private static double Reach(double alpha, double power)
    {
        AlwaysValid.CheckLevel(alpha);
        AlwaysValid.CheckLevel(power);
        return Distributions.NormalUpperQuantile(alpha / 2) + Distributions.NormalUpperQuantile(1 - power);
    }
}
