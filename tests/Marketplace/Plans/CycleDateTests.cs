using Npgsql;
using Testing;

namespace Marketplace.Tests.Plans;

/// <summary>The dates of cycles, held against a calendar that is counted another way, over a century of leap years.</summary>
public sealed class CycleDateTests : IAsyncLifetime
{
    private TestMarketplace marketplace = null!;

    public async ValueTask InitializeAsync() => marketplace = await TestMarketplace.StartAsync();

    public ValueTask DisposeAsync() => marketplace.DisposeAsync();

    [Fact]
    public async Task PLN_10_a_cycle_date_has_the_anchors_day_or_the_months_last_and_the_anchors_time_of_day()
    {
        // Every day of a leap year and of the year after it, then 100 years of cycles.
        var anchors = Enumerable.Range(0, 731).Select(day => new DateTimeOffset(2028, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(day).AddSeconds(day * 118)).ToArray();
        await using var command = marketplace.Owner.CreateCommand("""
            select a, n, marketplace.cycle_date(a, n) from unnest($1::timestamptz[]) a cross join unnest($2::integer[]) n
            """);
        command.Parameters.AddWithValue(anchors);
        command.Parameters.AddWithValue(Enumerable.Range(0, 40).Concat(Enumerable.Range(0, 24).Select(n => 850 + (n * 15))).ToArray());
        await using var reader = await command.ExecuteReaderAsync();
        var checkedDates = 0;

        while (await reader.ReadAsync())
        {
            var (anchor, number, date) = (reader.GetFieldValue<DateTimeOffset>(0), reader.GetInt32(1), reader.GetFieldValue<DateTimeOffset>(2));
            var month = new DateTimeOffset(anchor.Year + ((anchor.Month - 1 + number) / 12), ((anchor.Month - 1 + number) % 12) + 1, 1, 0, 0, 0, TimeSpan.Zero);
            var last = (month.Month == 12 ? new DateTimeOffset(month.Year + 1, 1, 1, 0, 0, 0, TimeSpan.Zero) : new DateTimeOffset(month.Year, month.Month + 1, 1, 0, 0, 0, TimeSpan.Zero)).AddDays(-1).Day;
            date.ShouldBe(month.AddDays(Math.Min(anchor.Day, last) - 1) + anchor.TimeOfDay, $"{anchor:O} + {number}");
            checkedDates++;
        }

        checkedDates.ShouldBe(731 * 64);
    }

    [Fact]
    public async Task PLN_10_the_zone_of_the_session_moves_no_date()
    {
        await using var connection = new NpgsqlConnection(marketplace.OwnerConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "set time zone 'America/Los_Angeles'; select marketplace.cycle_date('2027-01-31T23:30:00Z', 2), marketplace.cycle_date('2027-01-31T23:30:00Z', 1)", connection);
        await using var reader = await command.ExecuteReaderAsync();

        await reader.ReadAsync();

        reader.GetFieldValue<DateTimeOffset>(0).ShouldBe(new DateTimeOffset(2027, 3, 31, 23, 30, 0, TimeSpan.Zero));
        reader.GetFieldValue<DateTimeOffset>(1).ShouldBe(new DateTimeOffset(2027, 2, 28, 23, 30, 0, TimeSpan.Zero));
    }
}
