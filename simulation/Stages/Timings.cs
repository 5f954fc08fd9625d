using System.Collections.Concurrent;
using System.Diagnostics;

namespace Marketplace.Simulation.Stages;

/// <summary>How often each thing was done and how long it took altogether, so that one can see what a simulation spends its time on.</summary>
internal sealed class Timings
{
    private readonly ConcurrentDictionary<string, Timing> _timings = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, Timing> All => _timings;

    public void Add(string what, long began)
    {
        var milliseconds = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        _timings.AddOrUpdate(what, new Timing(1, milliseconds), (_, sum) => new Timing(sum.Count + 1, sum.Milliseconds + milliseconds));
    }
}

/// <param name="Count">How often.</param>
/// <param name="Milliseconds">All of them together; of what is done at once, each counts.</param>
public readonly record struct Timing(int Count, double Milliseconds);
