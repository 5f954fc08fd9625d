namespace Marketplace.Simulation.Model;

/// <summary>
/// A day has three parts, each played after the other: at night the clock's work, in the morning clients, in the afternoon and evening talents.
/// </summary>
/// <param name="From">Midnight UTC of the first day.</param>
/// <param name="Until">The end: the present. The last day is cut short by it.</param>
/// <param name="RateCardFrom">When the test of the rate card starts; null when it is not played.</param>
/// <param name="RateCardUntil">When it stops.</param>
/// <param name="RewardFrom">When the test of interview rewards starts; it runs on.</param>
internal sealed record Timeline(DateTimeOffset From, DateTimeOffset Until, DateTimeOffset? RateCardFrom, DateTimeOffset? RateCardUntil, DateTimeOffset? RewardFrom)
{
    public static readonly TimeSpan Morning = TimeSpan.FromHours(6);
    public static readonly TimeSpan Noon = TimeSpan.FromHours(12);
    public static readonly TimeSpan Afternoon = TimeSpan.FromHours(13);
    public static readonly TimeSpan Evening = TimeSpan.FromHours(23.5);

    /// <summary>Before the first client gets up.</summary>
    private static readonly TimeSpan BeforeWork = TimeSpan.FromHours(5.75);

    /// <param name="until">The present.</param>
    /// <param name="days">How many days back it begins.</param>
    /// <param name="rateCard">Whether the rate card is tested: from four ninths to eight ninths of the time.</param>
    /// <param name="reward">Whether rewards are tested: from four ninths on.</param>
    public static Timeline Of(DateTimeOffset until, int days, bool rateCard, bool reward)
    {
        var from = new DateTimeOffset(until.UtcDateTime.Date, TimeSpan.Zero).AddDays(-days);
        var start = from.AddDays(days * 4 / 9) + BeforeWork;
        var stop = from.AddDays(days * 8 / 9) + BeforeWork;
        return new Timeline(from, until, rateCard ? start : null, rateCard ? stop : null, reward ? start : null);
    }

    public int Days => (int)Math.Ceiling((Until - From).TotalDays);

    public DateTimeOffset Day(int number) => From.AddDays(number);

    /// <summary>The first morning hour of the day after so many days.</summary>
    public static DateTimeOffset MorningAfter(DateTimeOffset time, int days, double share) =>
        Whole(new DateTimeOffset(time.UtcDateTime.Date, TimeSpan.Zero).AddDays(days) + Morning + ((Noon - Morning) * share));

    public static DateTimeOffset EveningAfter(DateTimeOffset time, int days, double share) =>
        Whole(new DateTimeOffset(time.UtcDateTime.Date, TimeSpan.Zero).AddDays(days) + Afternoon + ((Evening - Afternoon) * share));

    private static DateTimeOffset Whole(DateTimeOffset time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
}
