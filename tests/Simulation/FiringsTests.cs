using Marketplace.ScheduledJobs;
using Marketplace.Simulation.Stages;
using Microsoft.Extensions.DependencyInjection;
using Testing;

namespace Marketplace.Simulation.Tests;

public sealed class FiringsTests
{
    private static readonly DateTimeOffset Day = new(2025, 6, 2, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("0 0 4 * * ?", 0, 6, "04:00:00")]
    [InlineData("0 0 4 * * ?", 6, 24, null)]
    [InlineData("0 5 * * * ?", 0, 6, "05:05:00")]
    [InlineData("20 * * * * ?", 6, 13, "12:59:20")]
    [InlineData("0 */15 * * * ?", 6, 13, "12:45:00")]
    [InlineData("0 10/20 8,9 * * ?", 6, 13, "09:50:00")]
    public void The_last_firing_of_a_part_of_a_day_counts(string cron, int from, int until, string? at) =>
        Firings.Last(cron, Day.AddHours(from), Day.AddHours(until))?.ToString("HH:mm:ss").ShouldBe(at);

    [Fact]
    public void A_firing_at_the_end_belongs_to_the_next_part() => Firings.Last("0 0 6 * * ?", Day, Day.AddHours(6)).ShouldBeNull();

    [Fact]
    public void What_is_not_understood_is_refused() => Should.Throw<InvalidOperationException>(() => Firings.Last("0 0 4 1 * ?", Day, Day.AddDays(1)));

    [Fact]
    public async Task Every_work_of_the_schedule_fires_within_a_day()
    {
        await using var marketplace = await TestMarketplace.StartAsync();

        foreach (var work in marketplace.Services.GetRequiredService<ScheduledJobRunner>().Works)
            Firings.Last(work.Cron, Day, Day.AddDays(1)).ShouldNotBeNull(work.Name);
    }
}
