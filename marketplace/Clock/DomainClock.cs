using Npgsql;

namespace Marketplace.Clock;

/// <summary>
/// The domain's time: the real clock, ahead by what <c>advanceClock</c> has added. The offset lives in the database, so
/// every node has the same time and a restart keeps it. Nothing but the domain goes by this clock.
/// </summary>
public class DomainClock(NpgsqlDataSource database, ClockOptions options) : TimeProvider
{
    private static readonly DateTimeOffset Latest = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private long _aheadTicks;

    public bool IsMovable => options.Movable;

    public override DateTimeOffset GetUtcNow() => Truncate(System.GetUtcNow().AddTicks(Interlocked.Read(ref _aheadTicks)));

    /// <summary>Takes over what another node may have added; called before each operation where the clock can move at all.</summary>
    public async ValueTask RefreshAsync(CancellationToken cancellation)
    {
        if (!options.Movable)
        {
            return;
        }

        await using var command = database.CreateCommand("select ahead from marketplace.domain_clock");
        Interlocked.Exchange(ref _aheadTicks, ((TimeSpan)(await command.ExecuteScalarAsync(cancellation))!).Ticks);
    }

    /// <summary>Moves the clock forward for every node at once.</summary>
    public async Task<Outcome<AdvancedClock>> AdvanceAsync(DateTimeOffset to, CancellationToken cancellation)
    {
        if (!options.Movable)
        {
            return new Forbidden("The clock of this host cannot be moved: it runs without Simulation:Clock=true.");
        }

        await RefreshAsync(cancellation);
        var now = GetUtcNow();
        if (to <= now)
        {
            return new Invalid("to", $"The clock moves forward only: it is {now:O} already.");
        }

        if (to > Latest)
        {
            return new Invalid("to", $"The clock moves no further than {Latest:O}.");
        }

        await using var command = database.CreateCommand("update marketplace.domain_clock set ahead = greatest(ahead, $1)");
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = to - System.GetUtcNow() });
        await command.ExecuteNonQueryAsync(cancellation);
        await RefreshAsync(cancellation);
        return new AdvancedClock(GetUtcNow());
    }

    // PostgreSQL keeps microseconds: an instant reads back as it was written.
    private static DateTimeOffset Truncate(DateTimeOffset time) => new(time.Ticks - time.Ticks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
}

public sealed record AdvancedClock(DateTimeOffset Now);

/// <param name="Movable">Whether <c>advanceClock</c> may move the domain clock: Simulation:Clock, in Development alone.</param>
public sealed record ClockOptions(bool Movable);
