namespace Marketplace.Simulation.Stages;

/// <summary>When a Quartz cron expression fires, as far as the schedule uses the language: seconds, minutes and hours of every day.</summary>
internal static class Firings
{
    /// <summary>The last firing at or after one instant and before another; null when there is none.</summary>
    public static DateTimeOffset? Last(string cron, DateTimeOffset from, DateTimeOffset until)
    {
        if (cron.Split(' ') is not [var seconds, var minutes, var hours, "*" or "?", "*", "*" or "?"] || !int.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var second))
        {
            throw new InvalidOperationException($"The simulation does not know when '{cron}' fires.");
        }

        var minute = new DateTimeOffset(until.Ticks - (until.Ticks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
        for (var at = minute.AddSeconds(second); at >= from; at = at.AddMinutes(-1))
        {
            if (at < until && Fires(minutes, at.Minute) && Fires(hours, at.Hour))
            {
                return at;
            }
        }

        return null;
    }

    private static bool Fires(string field, int value) => field.Split(',').Any(part => part.Split('/') switch
    {
        ["*"] => true,
        ["*", var step] => value % Number(step) == 0,
        [var start, var step] => value >= Number(start) && (value - Number(start)) % Number(step) == 0,
        _ => value == Number(part),
    });

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
