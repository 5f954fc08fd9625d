using System.Diagnostics;
using Marketplace.ScheduledJobs;

namespace Marketplace.Simulation.Stages;

/// <summary>
/// The schedule by the virtual clock: each work runs at the last of its firings in every part of a day, which makes up for those before.
/// The check of the books re-adds all of them and runs once a week.
/// </summary>
internal sealed class SimulatedSchedule(HeldSchedule held, VirtualClock clock, Timings timings)
{
    private const string CheckOfTheBooks = "check-ledger";

    public int Runs { get; private set; }

    public async ValueTask RunAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation)
    {
        var due = held.Works
            .Select(work => (Work: work, At: Firings.Last(work.Cron, from, until)))
            .Where(fired => fired.At is { } at && (fired.Work.Name != CheckOfTheBooks || at.DayOfWeek == DayOfWeek.Monday))
            .OrderBy(fired => fired.At).ThenBy(fired => fired.Work.Name, StringComparer.Ordinal);
        foreach (var (work, at) in due)
        {
            clock.SetHere(at!.Value);
            var began = Stopwatch.GetTimestamp();
            var run = await held.RunAsync(work, cancellation);
            timings.Add(work.Name, began);
            Runs++;
            if (run.Outcome != RunOutcome.Succeeded)
            {
                throw new InvalidOperationException($"The scheduled job {work.Name} failed at {at:yyyy-MM-dd HH:mm}: {run.Error}");
            }
        }
    }
}
