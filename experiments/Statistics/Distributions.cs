using MathNet.Numerics;

namespace Experiments.Statistics;

/// <summary>Tails and quantiles. Tails are computed as such, never as one less the other side, so that small p-values keep their digits.</summary>
internal static class Distributions
{
    internal static double NormalDensity(double z) => Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);

    internal static double NormalLowerTail(double z) => SpecialFunctions.Erfc(-z / Math.Sqrt(2)) / 2;

    internal static double NormalTwoSided(double z) => SpecialFunctions.Erfc(Math.Abs(z) / Math.Sqrt(2));

    /// <summary>The z above which this much of the distribution lies.</summary>
    internal static double NormalUpperQuantile(double tail) => Math.Sqrt(2) * SpecialFunctions.ErfcInv(2 * tail);

    internal static double ChiSquaredUpperTail(double statistic, double degrees)
        => statistic <= 0 ? 1 : Math.Exp(LogChiSquaredUpperTail(statistic, degrees));

    internal static double LogChiSquaredUpperTail(double statistic, double degrees)
    {
        if (statistic <= 0)
            return 0;
        double shape = degrees / 2, at = statistic / 2;
        if (at < shape + 1)
            return SpecialFunctions.GammaLowerRegularized(shape, at) is var below && below < 1 ? SpecialFunctions.Log1p(-below) : double.NegativeInfinity;

        // Legendre's continued fraction, by Lentz's method, kept as a logarithm: far tails are below the smallest double.
        var term = at + 1 - shape;
        double upper = 1e300, lower = 1 / term, fraction = lower;
        for (var step = 1; step < 10_000; step++)
        {
            var factor = step * (shape - step);
            term += 2;
            lower = 1 / (factor * lower + term);
            upper = term + factor / upper;
            fraction *= lower * upper;
            if (Math.Abs(lower * upper - 1) < 1e-16)
                break;
        }

        return shape * Math.Log(at) - at - SpecialFunctions.GammaLn(shape) + Math.Log(fraction);
    }

    /// <summary>Student's t, both tails: the regularized incomplete beta of nu / (nu + t^2).</summary>
    internal static double StudentTwoSided(double t, double degrees)
    {
        if (t == 0)
            return 1;
        if (double.IsInfinity(t))
            return 0;
        // Abramowitz and Stegun 26.7.8, wrong by the order of 1 / nu^2; the fraction below would need as many steps as the root of nu.
        if (degrees > 1e6)
            return NormalTwoSided(t * (1 - 1 / (4 * degrees)) / Math.Sqrt(1 + t * t / (2 * degrees)));
        double a = degrees / 2, ratio = t * t / degrees, x = 1 / (1 + ratio);
        // x^a (1 - x)^(1/2) / B(a, 1/2). The library's own incomplete beta subtracts logarithms of gamma functions, which loses digits when there are
        // many degrees of freedom.
        var front = Math.Exp(-a * SpecialFunctions.Log1p(ratio) + 0.5 * (Math.Log(ratio) - SpecialFunctions.Log1p(ratio)) + LogGammaStep(a)) / Math.Sqrt(Math.PI);
        return x < (a + 1) / (a + 2.5)
            ? front * BetaFraction(a, 0.5, x) / a
            : 1 - front * BetaFraction(0.5, a, ratio * x) / 0.5;
    }

    /// <summary>The t beyond which, on both sides, this much of the distribution lies.</summary>
    internal static double StudentTwoSidedQuantile(double tails, double degrees)
    {
        // Newton on the logarithms of t and of the tails, between which the relation is nearly straight.
        var t = NormalUpperQuantile(tails / 2);
        for (var step = 0; step < 100; step++)
        {
            var at = StudentTwoSided(t, degrees);
            var change = (Math.Log(at) - Math.Log(tails)) * at / (2 * StudentDensity(t, degrees) * t);
            t *= Math.Exp(Math.Clamp(change, -2, 2));
            if (Math.Abs(change) < 1e-15)
                break;
        }

        return t;
    }

    /// <summary>
    /// The chance that a noncentral t exceeds a bound: the mean of Phi(delta - bound w) over w = sqrt(chi-squared / nu), by Gauss and Legendre.
    /// </summary>
    internal static double NoncentralStudentUpperTail(double bound, double degrees, double delta)
    {
        var spread = 12 / Math.Sqrt(2 * degrees);
        var (from, to) = (Math.Max(1e-9, 1 - spread), 1 + spread);
        // The density of w is nu^(nu/2) w^(nu-1) exp(-nu w^2 / 2) / (2^(nu/2-1) Gamma(nu/2)); only its shape is computed, and its own integral divides.
        double Shape(double w) => Math.Exp((degrees - 1) * Math.Log(w) - degrees * (w * w - 1) / 2);
        var above = MathNet.Numerics.Integration.GaussLegendreRule.Integrate(w => NormalLowerTail(delta - bound * w) * Shape(w), from, to, 512);
        return above / MathNet.Numerics.Integration.GaussLegendreRule.Integrate(Shape, from, to, 512);
    }

    private static double StudentDensity(double t, double degrees)
        => Math.Exp(LogGammaStep(degrees / 2) - (degrees + 1) / 2 * SpecialFunctions.Log1p(t * t / degrees)) / Math.Sqrt(degrees * Math.PI);

    /// <summary>ln Gamma(a + 1/2) - ln Gamma(a); for large a by its series, where the difference itself would cancel.</summary>
    private static double LogGammaStep(double a)
    {
        if (a < 40)
            return SpecialFunctions.GammaLn(a + 0.5) - SpecialFunctions.GammaLn(a);
        var inverse = 1 / a;
        var square = inverse * inverse;
        return 0.5 * Math.Log(a) - inverse * (1 / 8.0 - square * (1 / 192.0 - square * (1 / 640.0 - square * 17 / 14336.0)));
    }

    private static double BetaFraction(double a, double b, double x)
    {
        const double tiny = 1e-300;
        double upper = 1, lower = 1 - (a + b) * x / (a + 1);
        lower = 1 / (Math.Abs(lower) < tiny ? tiny : lower);
        var fraction = lower;
        for (var m = 1; m < 100_000; m++)
        {
            var even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            lower = 1 + even * lower;
            upper = 1 + even / upper;
            lower = 1 / (Math.Abs(lower) < tiny ? tiny : lower);
            upper = Math.Abs(upper) < tiny ? tiny : upper;
            fraction *= lower * upper;
            var odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            lower = 1 + odd * lower;
            upper = 1 + odd / upper;
            lower = 1 / (Math.Abs(lower) < tiny ? tiny : lower);
            upper = Math.Abs(upper) < tiny ? tiny : upper;
            var change = lower * upper;
            fraction *= change;
            if (Math.Abs(change - 1) < 1e-16)
                break;
        }

        return fraction;
    }
}
