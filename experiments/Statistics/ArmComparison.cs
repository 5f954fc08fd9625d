namespace Experiments.Statistics;

/// <summary>
/// A treatment beside control after CUPED. The difference is of adjusted estimates; the lift divides it by control's own estimate, which the
/// adjustment leaves where it was on average.
/// </summary>
internal sealed class ArmComparison(ArmEstimate control, ArmEstimate treatment, double theta)
{
    /// <summary>Below this many units in an arm its variance is too uncertain for intervals that rest on many units.</summary>
    internal const int MinimumUnits = 5;

    private readonly ArmEstimate _adjusted = Cuped.Adjust(treatment, theta);

    internal double Units => (double)control.Units + treatment.Units;

    internal double Difference => _adjusted.Mean - Cuped.Adjust(control, theta).Mean;

    internal double? Lift => control.Mean > 0 && double.IsFinite(Difference / control.Mean) ? Difference / control.Mean : null;

    /// <summary>The variance of the treatment's adjusted estimate less <paramref name="times"/> control's estimate and the correction's own part.</summary>
    internal double VarianceAgainst(double times)
        => (_adjusted.Variance / treatment.Units)
            + Math.Max(0, times * times * control.Variance - 2 * times * theta * control.Covariance + theta * theta * control.CovariateVariance) / control.Units;

    /// <summary>The standard error of the difference; null where too few units or none that differ make it meaningless.</summary>
    internal double? DifferenceError => Usable(Math.Sqrt(VarianceAgainst(1)));

    /// <summary>
    /// The standard error of the lift by the delta method, and no smaller than control's spread alone makes it: a treatment that falls towards 0
    /// takes its variance with it, and a handful of units without the fact would look like certainty.
    /// </summary>
    internal double? LiftError => Lift is { } lift ? Usable(Math.Sqrt(Math.Max(VarianceAgainst(1 + lift), VarianceAgainst(1))) / control.Mean) : null;

    /// <summary>
    /// The treatment less <paramref name="times"/> control, in its standard errors: linear in both, so that no ratio is formed and control may be 0.
    /// See Fieller, Some problems in interval estimation (Journal of the Royal Statistical Society B 16, 1954).
    /// </summary>
    internal double? Against(double times)
        => control.Mean >= 0 && Usable(Math.Sqrt(VarianceAgainst(times))) is { } error ? (Difference + (1 - times) * control.Mean) / error : null;

    /// <summary>The relations of treatment to control that are within so many standard errors; null where control is not that far from 0.</summary>
    internal Interval? Relations(double standardErrors)
    {
        if (DifferenceError is null || control.Mean <= 0)
            return null;
        var squared = standardErrors * standardErrors;
        var total = Difference + control.Mean;
        var quadratic = control.Mean * control.Mean - squared * control.Variance / control.Units;
        var half = total * control.Mean - squared * theta * control.Covariance / control.Units;
        var constant = total * total - squared * (_adjusted.Variance / treatment.Units + theta * theta * control.CovariateVariance / control.Units);
        if (quadratic <= 0)
            return null;
        var root = Math.Sqrt(Math.Max(0, half * half - quadratic * constant));
        return double.IsFinite(root) ? new Interval((half - root) / quadratic, (half + root) / quadratic) : null;
    }

    private double? Usable(double error)
        => error > 0 && double.IsFinite(error) && Math.Min(control.Units, treatment.Units) >= MinimumUnits ? error : null;
}
