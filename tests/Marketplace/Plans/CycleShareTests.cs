using Marketplace.Plans;

namespace Marketplace.Tests.Plans;

public sealed class CycleShareTests
{
    private static readonly DateTimeOffset Start = new(2027, 4, 1, 10, 0, 0, TimeSpan.Zero);

    // A cycle of 30 days: 70 Connects for $14.99.
    [Theory]
    [InlineData(0, 0, 70, 1499)]
    [InlineData(0, 23, 70, 1499)]
    [InlineData(1, 0, 68, 1449)]
    [InlineData(10, 0, 47, 999)]
    [InlineData(10, 23, 47, 999)]
    [InlineData(15, 0, 35, 750)]
    [InlineData(29, 0, 3, 50)]
    [InlineData(29, 23, 3, 50)]
    public void PLN_09_days_passed_are_whole_days_Connects_round_up_and_cents_half_up(int days, int hours, int connects, long cents)
    {
        var share = CycleShare.Of(Start, Start.AddMonths(1), Start.AddDays(days).AddHours(hours));

        (share.Of(70), share.Of(new Money(1499)).Cents).ShouldBe((connects, cents));
    }

    [Fact]
    public void PLN_09_over_every_cycle_length_the_share_falls_day_by_day_from_all_to_something()
    {
        for (var month = 0; month < 1200; month++)
        {
            var (start, end) = (Start.AddMonths(month), Start.AddMonths(month + 1));
            var days = (end - start).Days;
            var before = int.MaxValue;
            for (var day = 0; day < days; day++)
            {
                var share = CycleShare.Of(start, end, start.AddDays(day).AddMinutes(1));
                share.ShouldBe(new CycleShare(days - day, days));
                share.Of(70).ShouldBe((int)Math.Ceiling(70m * (days - day) / days));
                share.Of(new Money(1499)).Cents.ShouldBe((long)Math.Round(1499m * (days - day) / days, MidpointRounding.AwayFromZero));
                share.Of(70).ShouldBeInRange(1, Math.Min(before, 70));
                before = share.Of(70);
            }

            CycleShare.Of(start, end, start).Of(70).ShouldBe(70);
        }
    }

    [Fact]
    public void Half_a_cent_is_a_cent()
    {
        new CycleShare(15, 30).Of(new Money(1)).Cents.ShouldBe(1);
        new CycleShare(14, 30).Of(new Money(1)).Cents.ShouldBe(0);
        new CycleShare(1, 28).Of(new Money(14)).Cents.ShouldBe(1);
    }
}
