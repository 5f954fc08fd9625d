using System.Diagnostics;
using Marketplace.ScheduledJobs;

namespace Marketplace.Simulation.Stages;

/// <summary>
/// The schedule by the virtual clock. A job that fires every minute or hour runs once a day, at the last of its firings at night, which makes up for
/// those before it; prices follow demand in every part of a day. The check of the books, which re-adds all of them, runs on the first Monday, and the
/// simulator re-adds them at the end.
/// </summary>
/// <param name="held">The jobs.</param>
/// <param name="clock">Stands at each firing while the job runs.</param>
/// <param name="timings">Take note.</param>
/// <param name="daysPerAnalysis">Every how many days experiments are analyzed: an analysis reads all that has happened.</param>
/// <param name="end">The last instant.</param>
internal sealed class SimulatedSchedule(HeldSchedule held, VirtualClock clock, Timings timings, int daysPerAnalysis, DateTimeOffset end)
{
    private const string CheckOfTheBooks = "check-ledger";
    private const string ReviewOfDemand = "review-demand";
    private const string Analysis = "analyze-experiments";

    private readonly Dictionary<string, DateTime> _days = new(StringComparer.Ordinal);
    private Task _analysis = Task.CompletedTask;

    public int Runs { get; private set; }

    public async ValueTask RunAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation)
    {
        await SettleAsync();
        var due = held.Works
            .Select(work => (Work: work, At: Firings.Last(work.Cron, from, until)))
            .Where(fired => fired.At is { } at && IsDue(fired.Work.Name, at, until))
            .OrderBy(fired => fired.At).ThenBy(fired => fired.Work.Name, StringComparer.Ordinal)
            .ToList();
        foreach (var (work, at) in due)
        {
            _days[work.Name] = at!.Value.UtcDateTime.Date;
            Runs++;
            if (work.Name != Analysis)
            {
                await RunAsync(work, at.Value, cancellation);
            }
        }

        // It reads what was there at its time, so that the morning goes on meanwhile.
        if (due.FirstOrDefault(fired => fired.Work.Name == Analysis) is { Work: { } analysis, At: { } then })
        {
            _analysis = Task.Run(() => RunAsync(analysis, then, cancellation), cancellation);
        }

        if (until == end)
        {
            await SettleAsync();
        }
    }

    /// <summary>Waits for an analysis that is under way: from here on it matters whether a guardrail has stopped an experiment.</summary>
    public Task SettleAsync() => _analysis;

    private async Task RunAsync(IScheduledWork work, DateTimeOffset at, CancellationToken cancellation)
    {
        clock.SetHere(at);
        var began = Stopwatch.GetTimestamp();
        var run = await held.RunAsync(work, cancellation);
        timings.Add(work.Name, began);
        if (run.Outcome != RunOutcome.Succeeded)
        {
            throw new InvalidOperationException($"The scheduled job {work.Name} failed at {at:yyyy-MM-dd HH:mm}: {run.Error}");
        }
    }

    private bool IsDue(string name, DateTimeOffset at, DateTimeOffset until) => name switch
    {
        ReviewOfDemand => true,
        CheckOfTheBooks => at.DayOfWeek == DayOfWeek.Monday && !_days.ContainsKey(name),
        Analysis => until == end || (at.UtcDateTime.Date - _days.GetValueOrDefault(name)).TotalDays >= daysPerAnalysis,
        // Whoever looks at the end finds nothing left lying since the night.
        _ => until == end || _days.GetValueOrDefault(name) != at.UtcDateTime.Date,
    };
}
