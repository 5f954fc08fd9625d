namespace Experiments.Statistics;

/// <summary>
/// Intervals and p-values that hold at every look at once, however often someone looks: the asymptotic confidence sequence of Waudby-Smith,
/// Arbour, Sinha, Kennedy and Ramdas (Time-uniform central limit theory and asymptotic confidence sequences, Annals of Statistics 52, 2024,
/// theorem 2.2), from Robbins' normal mixture. It is tightest near a number of units that is chosen beforehand. An estimate with standard
/// error s from n units in both arms together counts as a mean of n values with variance <c>n s^2</c>.
/// </summary>
public static class AlwaysValid
{
    /// <summary>Units, of both arms together, near which intervals are tightest.</summary>
    public const double TuningUnits = 5_000;

    /// <summary><c>rho = sqrt((-2 ln alpha + ln(-2 ln alpha + 1)) / N)</c>: what makes the interval tightest at N units.</summary>
    public static double Rho(double alpha, double tuningUnits = TuningUnits)
    {
        CheckLevel(alpha);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tuningUnits);
        return Math.Sqrt((-2 * Math.Log(alpha) + Math.Log(1 - 2 * Math.Log(alpha))) / tuningUnits);
    }

    /// <summary>How many standard errors an interval reaches to each side: <c>sqrt(2 (n rho^2 + 1) ln(sqrt(n rho^2 + 1) / alpha) / (n rho^2))</c>.</summary>
    /// <param name="units">Of both arms together.</param>
    /// <param name="alpha">The chance that the truth is ever outside.</param>
    /// <param name="tuningUnits">Where it is tightest.</param>
    public static double StandardErrors(double units, double alpha = 0.05, double tuningUnits = TuningUnits)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(units);
        var rho = Rho(alpha, tuningUnits);
        var information = units * rho * rho;
        return Math.Sqrt(2 * (information + 1) * (Math.Log(information + 1) / 2 - Math.Log(alpha)) / information);
    }

    /// <summary>The logarithm of the evidence against no effect: <c>n rho^2 z^2 / (2 (n rho^2 + 1)) - ln(n rho^2 + 1) / 2</c>, with z the estimate over its standard error.</summary>
    public static double LogEvidence(double z, double units, double alpha = 0.05, double tuningUnits = TuningUnits)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(units);
        var rho = Rho(alpha, tuningUnits);
        var information = units * rho * rho;
        return information * z * z / (2 * (information + 1)) - Math.Log(information + 1) / 2;
    }

    /// <summary>The p-value to match: at most alpha exactly where the interval does not hold 0. One over the evidence, at most 1.</summary>
    public static double PValue(double z, double units, double alpha = 0.05, double tuningUnits = TuningUnits)
        => Math.Min(1, Math.Exp(-LogEvidence(z, units, alpha, tuningUnits)));

    /// <summary>The variance of the normal mixture over effects that the interval stands for: <c>rho^2 n s^2</c>, in the estimate's unit squared.</summary>
    public static double MixtureVariance(double standardError, double units, double alpha = 0.05, double tuningUnits = TuningUnits)
    {
        var rho = Rho(alpha, tuningUnits);
        return rho * rho * units * standardError * standardError;
    }

    internal static void CheckLevel(double alpha)
    {
        if (alpha is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "A level is between 0 and 1.");
    }
}
