using System.Numerics;
using Experiments.Statistics;

namespace Experiments.Tests.Statistics;

public sealed class ArmEstimateTests
{
    [Fact]
    public void Variances_of_amounts_near_a_milliard_cents_keep_their_digits()
    {
        // 1e9, 1e9 + 1, 1e9 + 2 over and over: the variance is that of 0, 1, 2.
        decimal[] values = [.. Enumerable.Range(0, 3_000).Select(index => 1_000_000_000m + index % 3)];
        var small = ArmEstimate.Of(ArmStatistics.OfValues(values.Select(value => value - 1_000_000_000m)))!;
        var large = ArmEstimate.Of(ArmStatistics.OfValues(values))!;

        large.Variance.ShouldBe(small.Variance, 1e-15);
        large.Mean.ShouldBe(1_000_000_001, 1e-6);
    }

    [Fact]
    public void Sums_beyond_decimal_are_exact_too()
    {
        var units = 5_000_000L;
        var value = BigInteger.Pow(10, 15);
        // Half of them 10^15, half of them 10^15 + 2.
        var half = units / 2;
        var statistics = new ArmStatistics(units, half * value + half * (value + 2), half * value * value + half * (value + 2) * (value + 2));

        ArmEstimate.Of(statistics)!.Variance.ShouldBe(units / (units - 1.0), 1e-12);
    }

    [Fact]
    public void Neither_the_order_of_units_nor_of_merging_matters()
    {
        var random = new Random(3);
        (decimal Value, decimal Denominator)[] units = [.. Enumerable.Range(0, 500).Select(_ => ((decimal)random.Next(0, 100_000) / 100, (decimal)random.Next(0, 9)))];
        var whole = ArmStatistics.OfRatios(units);
        random.Shuffle(units);
        var parts = units.Chunk(37).Select(ArmStatistics.OfRatios).ToArray();

        ArmStatistics.Total(parts).ShouldBe(whole);
        ArmStatistics.Total(parts.Reverse()).ShouldBe(whole);
        (parts[0] + (parts[1] + parts[2])).ShouldBe(parts[0] + parts[1] + parts[2]);
        (whole + ArmStatistics.Empty).ShouldBe(whole);
    }

    [Fact]
    public void A_ratio_with_a_denominator_of_one_is_a_mean()
    {
        decimal[] values = [3, 1, 4, 1, 5, 9, 2, 6];
        var (mean, ratio) = (ArmEstimate.Of(ArmStatistics.OfValues(values))!, ArmEstimate.Of(ArmStatistics.OfRatios(values.Select(value => (value, 1m))))!);

        ratio.Mean.ShouldBe(mean.Mean);
        ratio.Variance.ShouldBe(mean.Variance, 1e-12);
    }

    [Fact]
    public void A_ratio_between_columns_in_proportion_has_no_variance()
        => ArmEstimate.Of(ArmStatistics.OfRatios([(2, 1), (4, 2), (10, 5), (0, 0)]))!.ShouldSatisfyAllConditions(
            estimate => estimate.Mean.ShouldBe(2),
            estimate => estimate.Variance.ShouldBe(0, 1e-12));

    [Fact]
    public void What_has_no_estimate_is_null_and_never_not_a_number()
    {
        ArmEstimate.Of(ArmStatistics.Empty).ShouldBeNull();
        ArmEstimate.Of(ArmStatistics.OfRatios([(5, 0), (3, 0)])).ShouldBeNull();
        ArmEstimate.Of(new ArmStatistics(2, BigInteger.Pow(10, 400), BigInteger.Pow(10, 900))).ShouldBeNull();
        ArmEstimate.Of(ArmStatistics.OfValues([7]))!.Variance.ShouldBe(0);
        Difference.Between(new ArmEstimate(1, 7, 0), new ArmEstimate(5, 7, 1)).ShouldBeNull();
        Difference.Between(new ArmEstimate(5, 7, 0), new ArmEstimate(5, 7, 0))!.PValue.ShouldBe(1);
        Difference.Between(new ArmEstimate(5, 7, 1e300), new ArmEstimate(5, 7, 1e300)).ShouldBeNull();
        RelativeLift.Between(new ArmEstimate(5, 0, 1), new ArmEstimate(5, 7, 1)).ShouldBeNull();
    }

    [Fact]
    public void Numbers_are_read_as_a_database_writes_them()
    {
        Exact.Parse("-12.3400").ShouldBe(-12.34m);
        Exact.Parse("1.5e3").ShouldBe(1_500L);
        Exact.Parse("25E-4").ShouldBe(0.0025m);
        Exact.Parse("79228162514264337593543950335123").ToDouble().ShouldBe(7.922816251426433e31, 1e17);
        ((Exact)(-0.1m) * 3 + 0.3m).Sign.ShouldBe(0);
        Exact.Quotient(1, 3).ShouldBe(1 / 3.0);
        ((Exact)decimal.MaxValue).ToDouble().ShouldBe((double)decimal.MaxValue);
        Should.Throw<FormatException>(() => Exact.Parse("NaN"));
    }
}
