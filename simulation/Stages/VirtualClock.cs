using Marketplace.Clock;
using Npgsql;

namespace Marketplace.Simulation.Stages;

/// <summary>The domain's time as each actor lives it: whoever acts says when, and others may be elsewhere in the day at the same moment.</summary>
internal sealed class VirtualClock(NpgsqlDataSource source, DateTimeOffset begin) : DomainClock(source, new ClockOptions(Movable: false))
{
    private readonly AsyncLocal<DateTimeOffset?> _here = new();
    private long _latest = begin.UtcTicks;

    /// <summary>For the caller's flow and what it calls, until it returns.</summary>
    public void SetHere(DateTimeOffset at)
    {
        _here.Value = at;
        Interlocked.Exchange(ref _latest, at.UtcTicks);
    }

    public override DateTimeOffset GetUtcNow() => _here.Value ?? new DateTimeOffset(Interlocked.Read(ref _latest), TimeSpan.Zero);
}
