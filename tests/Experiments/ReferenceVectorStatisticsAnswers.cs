using System.Text.Json;
using Experiments.Statistics;

namespace Experiments.Tests;

/// <summary>What the code says to a case of statistics.json: every field that the file may ask of its category.</summary>
internal static class ReferenceVectorStatisticsAnswers
{
    internal static Dictionary<string, object?> Of(string id, string category, JsonElement input, JsonElement parameters)
        => category switch
        {
            "srm" => SampleRatioAnswers(input, parameters),
            "proportions" => ProportionAnswers(input, parameters),
            "means" => MeanAnswers(input, parameters),
            "ratio-delta" => RatioAnswers(input, parameters),
            "cuped" => CupedAnswers(input, parameters),
            "sequential" => SequentialAnswers(input, parameters),
            "bh-holm" => AdjustedAnswers(input, parameters),
            "bayes" => PosteriorAnswers(input, parameters),
            "power" => PlanningAnswers(input, parameters),
            "winsorize" => WinsorizedAnswers(input, parameters),
            _ => throw new InvalidOperationException($"Case {id} is of a category that is not known: {category}."),
        };

    /// <summary>
    /// An end of a t interval. The reference's quantile of t comes from a root finder that stops at 1e-8 of itself (in these cases up to 2.3e-10 off, by
    /// numerical integration; StudentQuantileTests hold ours to 1e-13), and an end near 0 is a small difference of large numbers. What an end
    /// means is that a hypothesis there has p = alpha: where the ends themselves differ, that is held to the file's tolerance.
    /// </summary>
    internal sealed record IntervalEnd(double Value, double Estimate, double StandardError, double Degrees, double Alpha)
    {
        internal double PValueAt(double value) => Distributions.StudentTwoSided((value - Estimate) / StandardError, Degrees);
    }

    private static object? End(Difference? difference, double? end, double alpha)
        => difference is { DegreesOfFreedom: { } degrees } ? new IntervalEnd(end!.Value, difference.Estimate, difference.StandardError, degrees, alpha) : end;

    private static object? End(RelativeLift? lift, double? end, double alpha)
        => lift is { DegreesOfFreedom: { } degrees } ? new IntervalEnd(end!.Value, lift.Estimate, lift.StandardError, degrees, alpha) : end;

    private static Dictionary<string, object?> SampleRatioAnswers(JsonElement input, JsonElement parameters)
    {
        var test = SampleRatio.Check(
            [.. input.GetProperty("observed").EnumerateArray().Select(units => units.GetInt64())],
            Numbers(input.GetProperty("weights")),
            parameters.TryGetProperty("alarmBelow", out var level) ? level.GetDouble() : SampleRatio.MismatchBelow);
        return new() { ["chi2"] = test.ChiSquared, ["df"] = (double)test.DegreesOfFreedom, ["p"] = test.PValue, ["logSf"] = test.LogPValue, ["alarm"] = test.Mismatch };
    }

    private static Dictionary<string, object?> ProportionAnswers(JsonElement input, JsonElement parameters)
    {
        static (long, long) Counts(JsonElement arm) => (arm.GetProperty("n").GetInt64(), arm.GetProperty("sum").GetInt64());
        var result = Proportions.Compare(Counts(input.GetProperty("a")), Counts(input.GetProperty("b")), Alpha(parameters));
        return new()
        {
            ["pA"] = result?.Control,
            ["pB"] = result?.Treatment,
            ["diff"] = result?.Difference,
            ["zPooled"] = result?.Statistic,
            ["pTwoSided"] = result?.PValue,
            ["seUnpooled"] = result?.StandardError,
            ["waldLo"] = result?.Wald.Lower,
            ["waldHi"] = result?.Wald.Upper,
            ["newcombeLo"] = result?.Newcombe.Lower,
            ["newcombeHi"] = result?.Newcombe.Upper,
            ["wilsonALo"] = result?.ControlInterval.Lower,
            ["wilsonAHi"] = result?.ControlInterval.Upper,
            ["wilsonBLo"] = result?.TreatmentInterval.Lower,
            ["wilsonBHi"] = result?.TreatmentInterval.Upper,
            ["liftRelative"] = result?.Lift,
        };
    }

    private static Dictionary<string, object?> MeanAnswers(JsonElement input, JsonElement parameters)
    {
        var answers = Compared(Mean(input.GetProperty("a")), Mean(input.GetProperty("b")), Alpha(parameters));
        (answers["meanA"], answers["meanB"]) = (answers["estimateA"], answers["estimateB"]);
        return answers;
    }

    private static Dictionary<string, object?> RatioAnswers(JsonElement input, JsonElement parameters)
    {
        static ArmStatistics Ratio(JsonElement arm)
        {
            var (above, below) = (arm.GetProperty("num"), arm.GetProperty("den"));
            return Mean(arm, above) with { Denominator = new DenominatorSums(Sum(below, "sum"), Sum(below, "sumSquares"), Sum(arm, "sumProducts")) };
        }

        var answers = Compared(Ratio(input.GetProperty("a")), Ratio(input.GetProperty("b")), Alpha(parameters));
        (answers["ratioA"], answers["ratioB"]) = (answers["estimateA"], answers["estimateB"]);
        return answers;
    }

    private static Dictionary<string, object?> CupedAnswers(JsonElement input, JsonElement parameters)
    {
        static ArmStatistics Paired(JsonElement arm)
        {
            var before = arm.GetProperty("pre");
            return Mean(arm, arm.GetProperty("post")) with { Covariate = new CovariateSums(Sum(before, "sum"), Sum(before, "sumSquares"), Sum(arm, "sumProducts")) };
        }

        var (control, treatment) = (Paired(input.GetProperty("a")), Paired(input.GetProperty("b")));
        var theta = Cuped.Theta([control, treatment]);
        var (first, second) = (ArmEstimate.Of(control)!, ArmEstimate.Of(treatment)!);
        var (adjusted, other) = (Cuped.Adjust(first, theta), Cuped.Adjust(second, theta));
        var plain = Difference.Between(first, second, Alpha(parameters))!.StandardError;
        var answers = Compared(adjusted, other, Alpha(parameters));
        answers["theta"] = theta;
        answers["adjMeanA"] = adjusted.Mean;
        answers["adjMeanB"] = other.Mean;
        answers["adjVarA"] = adjusted.Variance;
        answers["adjVarB"] = other.Variance;
        answers["seUnadjusted"] = plain;
        answers["varianceReduction"] = 1 - Math.Pow((double)answers["se"]! / plain, 2);
        return answers;
    }

    private static Dictionary<string, object?> SequentialAnswers(JsonElement input, JsonElement parameters)
    {
        var (alpha, tuning) = (Alpha(parameters), parameters.GetProperty("tuningN").GetDouble());
        var (control, treatment) = (ArmEstimate.Of(Mean(input.GetProperty("a")))!, ArmEstimate.Of(Mean(input.GetProperty("b")))!);
        var difference = Difference.Between(control, treatment, alpha)!;
        double units = control.Units + treatment.Units;
        var halfWidth = difference.StandardError * AlwaysValid.StandardErrors(units, alpha, tuning);
        var z = difference.StandardError == 0 ? 0 : difference.Estimate / difference.StandardError;
        return new()
        {
            ["rho"] = AlwaysValid.Rho(alpha, tuning),
            ["halfwidth"] = halfWidth,
            ["lo"] = difference.Estimate - halfWidth,
            ["hi"] = difference.Estimate + halfWidth,
            ["logEValue"] = AlwaysValid.LogEvidence(z, units, alpha, tuning),
            ["alwaysValidP"] = AlwaysValid.PValue(z, units, alpha, tuning),
            ["msprtTau2"] = AlwaysValid.MixtureVariance(difference.StandardError, units, alpha, tuning),
            ["fixedHalfwidth"] = difference.DegreesOfFreedom is { } degrees
                ? new IntervalEnd(difference.Upper - difference.Estimate, 0, difference.StandardError, degrees, alpha)
                : difference.Upper - difference.Estimate,
        };
    }

    private static Dictionary<string, object?> AdjustedAnswers(JsonElement input, JsonElement parameters)
    {
        var p = Numbers(input.GetProperty("p"));
        var (discoveries, holm) = (MultipleTesting.BenjaminiHochberg(p), MultipleTesting.Holm(p));
        return new()
        {
            ["bh"] = discoveries,
            ["holm"] = holm,
            ["bonferroni"] = MultipleTesting.Bonferroni(p),
            // At the level itself the reference rejects too.
            ["bhReject"] = discoveries.Select(adjusted => adjusted <= Alpha(parameters) + 1e-15),
            ["holmReject"] = holm.Select(adjusted => adjusted <= Alpha(parameters) + 1e-15),
        };
    }

    private static Dictionary<string, object?> PosteriorAnswers(JsonElement input, JsonElement parameters)
    {
        var prior = parameters.GetProperty("proper").GetBoolean() ? new Prior(parameters.GetProperty("priorMean").GetDouble(), parameters.GetProperty("priorSd").GetDouble()) : null;
        var posterior = Posterior.Of(input.GetProperty("effect").GetDouble(), input.GetProperty("se").GetDouble(), prior);
        var interval = posterior.Interval(Alpha(parameters));
        return new()
        {
            ["postMean"] = posterior.Mean,
            ["postSd"] = posterior.StandardDeviation,
            ["chanceToWin"] = posterior.ChanceToWin,
            ["lo"] = interval.Lower,
            ["hi"] = interval.Upper,
            ["riskOfControl"] = posterior.LossOfControl,
            ["riskOfTreatment"] = posterior.LossOfTreatment,
        };
    }

    private static Dictionary<string, object?> PlanningAnswers(JsonElement input, JsonElement parameters)
    {
        var (alpha, power, effect) = (Alpha(parameters), parameters.GetProperty("power").GetDouble(), input.GetProperty("relativeMde").GetDouble());
        if (input.TryGetProperty("baseline", out var share))
        {
            var baseline = share.GetDouble();
            var treated = baseline * (1 + effect);
            var units = SampleSizePlanning.ForProportion(baseline, effect, alpha, power);
            var variances = baseline * (1 - baseline) + treated * (1 - treated);
            return new()
            {
                ["nPerArmExact"] = units,
                ["nPerArm"] = Math.Ceiling(units!.Value),
                ["achievedPower"] = SampleSizePlanning.Power(treated - baseline, variances, Math.Ceiling(units.Value), alpha),
            };
        }

        var (mean, deviation) = (input.GetProperty("mean").GetDouble(), input.GetProperty("sd").GetDouble());
        var exact = SampleSizePlanning.ForMean(mean, deviation, effect, alpha, power)!.Value;
        var both = 2 * deviation * deviation;
        return new()
        {
            ["nPerArmExact"] = exact,
            ["nPerArm"] = Math.Ceiling(exact),
            ["nPerArmTTest"] = SampleSizePlanning.ForMeanByStudent(mean, deviation, effect, alpha, power),
            ["achievedPower"] = SampleSizePlanning.Power(mean * effect, both, Math.Ceiling(exact), alpha),
            ["powerAt10000"] = SampleSizePlanning.Power(mean * effect, both, 10_000, alpha),
            ["mdeAbsAt10000"] = SampleSizePlanning.DetectableEffect(both, 10_000, alpha, power),
            ["mdeRelAt10000"] = SampleSizePlanning.DetectableEffect(both, 10_000, alpha, power) / mean,
        };
    }

    private static Dictionary<string, object?> WinsorizedAnswers(JsonElement input, JsonElement parameters)
    {
        decimal[] values = [.. input.GetProperty("values").EnumerateArray().Select(value => value.GetDecimal())];
        var cap = Winsorizing.Cap(values, parameters.GetProperty("q").GetDouble());
        var capped = Winsorizing.Statistics(values, cap);
        return new() { ["cap"] = (double)cap, ["sum"] = capped.Sum.ToDouble(), ["sumSquares"] = capped.SumOfSquares.ToDouble() };
    }

    private static Dictionary<string, object?> Compared(ArmStatistics control, ArmStatistics treatment, double alpha)
        => Compared(ArmEstimate.Of(control), ArmEstimate.Of(treatment), alpha);

    private static Dictionary<string, object?> Compared(ArmEstimate? control, ArmEstimate? treatment, double alpha)
    {
        var difference = control is null || treatment is null ? null : Difference.Between(control, treatment, alpha);
        var lift = control is null || treatment is null ? null : RelativeLift.Between(control, treatment, alpha);
        return new()
        {
            ["estimateA"] = control?.Mean,
            ["estimateB"] = treatment?.Mean,
            ["varA"] = control?.Variance,
            ["varB"] = treatment?.Variance,
            ["diff"] = difference?.Estimate,
            ["se"] = difference?.StandardError,
            ["df"] = difference?.DegreesOfFreedom,
            ["t"] = difference?.Statistic,
            ["p"] = difference?.PValue,
            ["lo"] = End(difference, difference?.Lower, alpha),
            ["hi"] = End(difference, difference?.Upper, alpha),
            ["rel"] = lift?.Estimate,
            ["relSe"] = lift?.StandardError,
            ["relP"] = lift?.PValue,
            ["relLo"] = End(lift, lift?.Lower, alpha),
            ["relHi"] = End(lift, lift?.Upper, alpha),
        };
    }

    private static ArmStatistics Mean(JsonElement arm) => Mean(arm, arm);

    private static ArmStatistics Mean(JsonElement arm, JsonElement sums) => new(arm.GetProperty("n").GetInt64(), Sum(sums, "sum"), Sum(sums, "sumSquares"));

    private static Exact Sum(JsonElement element, string name) => Exact.Parse(element.GetProperty(name).GetRawText());

    private static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetDouble())];

    private static double Alpha(JsonElement parameters) => parameters.TryGetProperty("alpha", out var alpha) ? alpha.GetDouble() : 0.05;
}
