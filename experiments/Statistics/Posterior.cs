namespace Experiments.Statistics;

/// <summary>
/// What is believed of an effect after the data: normal, from a normal likelihood and a normal or flat prior, so in closed form. For people who
/// ask "how likely is it better, and what do I lose if it is not"; always-valid intervals decide, this explains.
/// </summary>
/// <param name="Mean">Of the effect, in the estimate's unit.</param>
/// <param name="StandardDeviation">Of the effect.</param>
public sealed record Posterior(double Mean, double StandardDeviation)
{
    /// <summary>Weighs the estimate against the prior by their precisions; without a prior the estimate stands as it is.</summary>
    /// <param name="estimate">The effect that was seen.</param>
    /// <param name="standardError">Of the estimate; not negative.</param>
    /// <param name="prior">What was believed before; null is flat: everything alike.</param>
    public static Posterior Of(double estimate, double standardError, Prior? prior = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(standardError);
        if (prior is null || standardError == 0)
            return new Posterior(estimate, standardError);
        if (prior.StandardDeviation == 0)
            return new Posterior(prior.Mean, 0);
        var (belief, data) = (1 / (prior.StandardDeviation * prior.StandardDeviation), 1 / (standardError * standardError));
        return new Posterior((belief * prior.Mean + data * estimate) / (belief + data), 1 / Math.Sqrt(belief + data));
    }

    /// <summary>The chance that the effect is above 0; for a metric where lower is better, one less that.</summary>
    public double ChanceToWin => StandardDeviation == 0 ? (1 + Math.Sign(Mean)) / 2.0 : Distributions.NormalLowerTail(Mean / StandardDeviation);

    /// <summary>What choosing the treatment loses on average: the mean of how far the effect is below 0.</summary>
    public double LossOfTreatment => Shortfall(Mean);

    /// <summary>What staying with control loses on average: the mean of how far the effect is above 0.</summary>
    public double LossOfControl => Shortfall(-Mean);

    /// <summary>The interval that holds the effect with the chance <c>1 - alpha</c>, with as much on either side.</summary>
    public Interval Interval(double alpha = 0.05)
    {
        AlwaysValid.CheckLevel(alpha);
        var halfWidth = StandardDeviation * Distributions.NormalUpperQuantile(alpha / 2);
        return Statistics.Interval.Around(Mean, halfWidth);
    }

    private double Shortfall(double mean) => StandardDeviation == 0
        ? Math.Max(0, -mean)
        : Math.Max(0, StandardDeviation * Distributions.NormalDensity(mean / StandardDeviation) - mean * Distributions.NormalLowerTail(-mean / StandardDeviation));
}

/// <summary>A normal belief about an effect before the data: a mean of 0 and a deviation of 0.3 says that lifts beyond 60 percent are rare.</summary>
/// <param name="Mean">Of the effect.</param>
/// <param name="StandardDeviation">Of the effect; not negative.</param>
public sealed record Prior(double Mean, double StandardDeviation);
