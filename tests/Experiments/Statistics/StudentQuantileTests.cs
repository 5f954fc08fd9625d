using Experiments.Statistics;
using MathNet.Numerics.Integration;

namespace Experiments.Tests.Statistics;

public sealed class StudentQuantileTests
{
    public static TheoryData<double, double> Levels =>
        new(from degrees in new[] { 1, 1.5, 2, 4.41, 9, 39.5, 69.239, 80, 81, 1_000, 12_345.6, 800_000 }
            from tails in new[] { 0.9, 0.2, 0.1, 0.05, 0.01, 1e-4, 1e-9 }
            select (degrees, tails));

    [Theory]
    [MemberData(nameof(Levels))]
    public void A_quantile_has_its_tails_beyond_it(double degrees, double tails)
        => (Distributions.StudentTwoSided(Distributions.StudentTwoSidedQuantile(tails, degrees), degrees) / tails).ShouldBe(1, 1e-12);

    [Theory]
    [InlineData(4.41)]
    [InlineData(39.5)]
    [InlineData(69.23973334487025)]
    [InlineData(81.97)]
    [InlineData(2005.9)]
    [InlineData(800_000)]
    public void The_middle_between_quantiles_is_what_the_density_integrates_to(double degrees)
    {
        var quantile = Distributions.StudentTwoSidedQuantile(0.05, degrees);
        double Shape(double t) => Math.Exp(-(degrees + 1) / 2 * Math.Log(1 + t * t / degrees));
        // All of the line by t = tan(u), so that no gamma function is needed.
        var all = 2 * GaussLegendreRule.Integrate(u => Shape(Math.Tan(u)) / (Math.Cos(u) * Math.Cos(u)), 0, 1.2, 1024)
            + 2 * GaussLegendreRule.Integrate(u => Shape(Math.Tan(u)) / (Math.Cos(u) * Math.Cos(u)), 1.2, Math.PI / 2 - 1e-9, 1024);

        (2 * GaussLegendreRule.Integrate(Shape, 0, quantile, 512) / all).ShouldBe(0.95, 1e-12);
    }

    [Fact]
    public void One_and_two_degrees_of_freedom_have_closed_forms()
    {
        foreach (var t in new[] { 1e-3, 0.5, 1, 7, 1e3, 1e8 })
        {
            Distributions.StudentTwoSided(t, 1).ShouldBe(2 / Math.PI * Math.Atan(1 / t), 1e-14);
            (Distributions.StudentTwoSided(t, 2) / (2 / (2 + t * t + t * Math.Sqrt(2 + t * t)))).ShouldBe(1, 1e-12);
        }
    }

    [Fact]
    public void Many_degrees_of_freedom_come_to_the_normal_distribution()
        => Distributions.StudentTwoSided(1.96, 1e12).ShouldBe(Distributions.NormalTwoSided(1.96), 1e-11);

    [Fact]
    public void Two_ways_of_computing_meet_where_one_takes_over_from_the_other()
        => Distributions.StudentTwoSided(2.5, 1e6 + 1).ShouldBe(Distributions.StudentTwoSided(2.5, 1e6 - 1), 1e-11);
}
