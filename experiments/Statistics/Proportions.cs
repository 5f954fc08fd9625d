namespace Experiments.Statistics;

/// <summary>
/// Two proportions compared by counts. The test pools both arms, as under no effect they are one sample; the intervals do not. Newcombe's
/// interval for the difference is made of Wilson's for each arm, and stays honest near 0 and 1, where the plain one (Wald's) does not.
/// </summary>
/// <param name="Control">Control's proportion.</param>
/// <param name="Treatment">Treatment's proportion.</param>
/// <param name="Difference">Treatment less control.</param>
/// <param name="Statistic">The difference over its pooled standard error; 0 where all units of both arms are alike.</param>
/// <param name="PValue">Two-sided, for a single look.</param>
/// <param name="StandardError">Of the difference, not pooled.</param>
/// <param name="Wald">The difference and so many standard errors to each side.</param>
/// <param name="Newcombe">Method 10 of Newcombe, Interval estimation for the difference between independent proportions (Statistics in Medicine 17, 1998).</param>
/// <param name="ControlInterval">Wilson's interval for control.</param>
/// <param name="TreatmentInterval">Wilson's interval for treatment.</param>
/// <param name="Lift">The difference as a part of control's proportion; null where that is 0.</param>
public sealed record Proportions(
    double Control,
    double Treatment,
    double Difference,
    double Statistic,
    double PValue,
    double StandardError,
    Interval Wald,
    Interval Newcombe,
    Interval ControlInterval,
    Interval TreatmentInterval,
    double? Lift)
{
    /// <summary>Compares them; null where an arm has no units.</summary>
    /// <param name="control">The arm that is compared with: as many units, as many of them with the fact.</param>
    /// <param name="treatment">The arm in question.</param>
    /// <param name="alpha">One less the intervals' confidence.</param>
    /// <exception cref="ArgumentOutOfRangeException">More units have the fact than there are.</exception>
    public static Proportions? Compare((long Units, long Successes) control, (long Units, long Successes) treatment, double alpha = 0.05)
    {
        if (control.Units == 0 || treatment.Units == 0)
            return null;
        var (first, second) = (Share(control), Share(treatment));
        double n = control.Units, m = treatment.Units;
        var pooled = ((double)control.Successes + treatment.Successes) / (n + m);
        var underNull = Math.Sqrt(pooled * (1 - pooled) * (1 / n + 1 / m));
        var difference = second - first;
        var statistic = underNull == 0 ? 0 : difference / underNull;
        var standardError = Math.Sqrt(first * (1 - first) / n + second * (1 - second) / m);
        var (one, other) = (Wilson(control.Successes, control.Units, alpha), Wilson(treatment.Successes, treatment.Units, alpha));
        return new Proportions(
            first,
            second,
            difference,
            statistic,
            Distributions.NormalTwoSided(statistic),
            standardError,
            Interval.Around(difference, standardError * Distributions.NormalUpperQuantile(alpha / 2)),
            new Interval(
                difference - Math.Sqrt(Square(second - other.Lower) + Square(one.Upper - first)),
                difference + Math.Sqrt(Square(other.Upper - second) + Square(first - one.Lower))),
            one,
            other,
            first == 0 ? null : difference / first);
    }

    /// <summary>
    /// Wilson's score interval: the proportions from which this one is no surprise. See Wilson, Probable inference, the law of succession, and
    /// statistical inference (Journal of the American Statistical Association 22, 1927). All of 0 to 1 where there are no units.
    /// </summary>
    public static Interval Wilson(long successes, long units, double alpha = 0.05)
    {
        AlwaysValid.CheckLevel(alpha);
        if (units == 0)
            return new Interval(0, 1);
        var share = Share((units, successes));
        var z = Distributions.NormalUpperQuantile(alpha / 2);
        double n = units, weight = 1 + z * z / n;
        var interval = Interval.Around((share + z * z / (2 * n)) / weight, z * Math.Sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / weight);
        // None or all: the interval ends there exactly, whatever rounding says.
        return new Interval(successes == 0 ? 0 : interval.Lower, successes == units ? 1 : interval.Upper);
    }

    private static double Square(double value) => value * value;

    private static double Share((long Units, long Successes) arm) => arm.Successes >= 0 && arm.Successes <= arm.Units
        ? (double)arm.Successes / arm.Units
        : throw new ArgumentOutOfRangeException(nameof(arm), $"{arm.Successes} of {arm.Units} units is no proportion.");
}

/// <summary>A range of values that the data are compatible with.</summary>
/// <param name="Lower">Its lower end.</param>
/// <param name="Upper">Its upper end.</param>
public readonly record struct Interval(double Lower, double Upper)
{
    /// <summary>As far to one side as to the other.</summary>
    public static Interval Around(double centre, double halfWidth) => new(centre - halfWidth, centre + halfWidth);

    /// <summary>Whether it holds the value, its ends included.</summary>
    public bool Contains(double value) => Lower <= value && value <= Upper;
}
