using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Experiments.Flags;
using Experiments.Lifecycle;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Experiments.Exposures;

/// <summary>Notes wait in a bounded channel that requests never wait for; one reader at a time writes them.</summary>
internal sealed partial class ExposureRecorder : BackgroundService, IExposureRecorder
{
    internal const string MeterName = "Experiments";
    private const int LongestUnit = 500;
    private const int LargestBatch = 20_000;
    private static readonly Meter Meter = new(MeterName);
    private static readonly Counter<long> DroppedNotes = Meter.CreateCounter<long>(
        "experiments.exposures.dropped", "{exposure}", "Exposures that were not recorded, because too many waited or the database refused them.");

    private readonly ExposureBatchWriter writer;
    private readonly TimeProvider clock;
    private readonly ExperimentsOptions options;
    private readonly ILogger<ExposureRecorder> logger;
    private readonly Channel<NotedExposure> waiting;
    private readonly SeenUnits seen;
    private readonly SemaphoreSlim writing = new(1);
    private readonly List<NotedExposure> batch = [];
    private long droppedSinceSaid;
    private long dropped;

    public ExposureRecorder(NpgsqlDataSource dataSource, TimeProvider clock, ExperimentsOptions options, ILogger<ExposureRecorder> logger)
    {
        (this.clock, this.options, this.logger) = (clock, options, logger);
        writer = new ExposureBatchWriter(dataSource);
        waiting = Channel.CreateBounded<NotedExposure>(options.ExposureBuffer);
        seen = new SeenUnits(options.ExposureBuffer);
    }

    /// <summary>How many were dropped since this node started.</summary>
    internal long Dropped => Interlocked.Read(ref dropped);

    public void Record(Treatment treatment, string unitKey, DateTimeOffset? at = null)
    {
        ArgumentNullException.ThrowIfNull(treatment);
        ArgumentException.ThrowIfNullOrEmpty(unitKey);
        var note = new NotedExposure(treatment.ExperimentKey, unitKey, treatment.Variant, at ?? clock.Now());
        if (seen.Knows(note.Experiment, note.Unit, note.Variant, note.At))
            return;
        if (IsStorable(unitKey) && waiting.Writer.TryWrite(note))
            seen.Add(note.Experiment, note.Unit, note.Variant, note.At);
        else
            Drop(1);
    }

    public async Task FlushAsync(CancellationToken cancellation)
    {
        await writing.WaitAsync(cancellation);
        try
        {
            // As many as there were: under steady load somebody else's notes would keep this caller forever.
            for (var left = waiting.Reader.Count + batch.Count; left > 0; left -= LargestBatch)
                await WriteBatchAsync(cancellation);
        }
        finally
        {
            writing.Release();
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await FlushAsync(cancellationToken);
        }
#pragma warning disable CA1031 // The host stops either way; what is lost is said.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            NotWritten(waiting.Reader.Count + batch.Count, failure);
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        writing.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.ExposureInterval);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(stoppingToken);
                await FlushAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The next round tries again; requests go on being served.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                NotWritten(waiting.Reader.Count + batch.Count, failure);
            }

            if (Interlocked.Exchange(ref droppedSinceSaid, 0) is > 0 and var lost)
                WereDropped(lost, options.ExposureBuffer);
        }
    }

    // What could not be written stays in the batch and goes first the next time.
    private async Task WriteBatchAsync(CancellationToken cancellation)
    {
        while (batch.Count < LargestBatch && waiting.Reader.TryRead(out var note))
            batch.Add(note);
        var part = batch.Count;
        while (batch.Count > 0)
        {
            part = Math.Min(part, batch.Count);
            try
            {
                await writer.WriteAsync(batch.GetRange(0, part), cancellation);
                batch.RemoveRange(0, part);
                part *= 2;
            }
            catch (PostgresException refused) when (IsForEver(refused))
            {
                // It would be refused again, and everything behind it would wait for ever: smaller parts, until it stands alone.
                if (part > 1)
                {
                    part /= 2;
                    continue;
                }

                Refused(refused);
                Drop(1);
                batch.RemoveAt(0);
            }
        }
    }

    // Data that the database has no place for (22) or that breaks its rules (23). Anything else - no right yet, read only after a failover, a
    // statement that took too long - passes.
    private static bool IsForEver(PostgresException refused)
        => refused.SqlState.StartsWith("22", StringComparison.Ordinal) || refused.SqlState.StartsWith("23", StringComparison.Ordinal);

    private void Drop(int notes)
    {
        DroppedNotes.Add(notes);
        Interlocked.Add(ref dropped, notes);
        Interlocked.Add(ref droppedSinceSaid, notes);
    }

    // SDKs name units as they like; PostgreSQL has no place for these.
    private static bool IsStorable(string unit)
        => unit.Length <= LongestUnit && !unit.Contains('\0', StringComparison.Ordinal) && !HasLoneSurrogate(unit);

    private static bool HasLoneSurrogate(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (!char.IsSurrogate(text[index]))
                continue;
            if (index + 1 == text.Length || !char.IsSurrogatePair(text[index], text[index + 1]))
                return true;
            index++;
        }

        return false;
    }

    [LoggerMessage(LogLevel.Warning, "{Count} exposures wait to be written.")]
    private partial void NotWritten(int count, Exception failure);

    [LoggerMessage(LogLevel.Error, "The database refused an exposure for good; it is dropped.")]
    private partial void Refused(Exception failure);

    [LoggerMessage(LogLevel.Warning, "{Count} exposures were dropped: keys that cannot be stored, or more waiting than the {Buffer} there is room for.")]
    private partial void WereDropped(long count, int buffer);
}
