namespace Experiments.Statistics;

/// <summary>A treatment's difference from control as a part of control: 0.05 is five percent more.</summary>
/// <param name="Estimate">The difference over control's estimate.</param>
/// <param name="StandardError">By the delta method.</param>
/// <param name="DegreesOfFreedom">Those of the difference.</param>
/// <param name="PValue">Two-sided, for a single look.</param>
/// <param name="Lower">Lower end of the interval for a single look.</param>
/// <param name="Upper">Its upper end.</param>
public sealed record RelativeLift(double Estimate, double StandardError, double? DegreesOfFreedom, double PValue, double Lower, double Upper)
{
    /// <summary>
    /// <c>m_b / m_a - 1</c> with variance <c>(s_b^2 / n_b + (m_b / m_a)^2 s_a^2 / n_a) / m_a^2</c>: the arms are independent, and the lift is
    /// linear in both means to first order. See Deng, Knoblich and Lu (KDD 2018), section 2. Null below two units in either arm, and where
    /// control's estimate is 0, for nothing is a part of nothing.
    /// </summary>
    public static RelativeLift? Between(ArmEstimate control, ArmEstimate treatment, double alpha = 0.05)
    {
        if (Difference.Between(control, treatment, alpha) is not { } difference || control.Mean == 0)
            return null;
        var relation = treatment.Mean / control.Mean;
        var variance = (treatment.Variance / treatment.Units + relation * relation * control.Variance / control.Units) / (control.Mean * control.Mean);
        var lift = difference.Estimate / control.Mean;
        if (!double.IsFinite(lift) || !double.IsFinite(variance))
            return null;
        var result = Difference.Of(lift, Math.Sqrt(variance), difference.DegreesOfFreedom, alpha);
        return new RelativeLift(lift, result.StandardError, result.DegreesOfFreedom, result.PValue, result.Lower, result.Upper);
    }
}
