using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using GraphQL.Instrumentation;
using GraphQL.Tests.Sample;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQL.Tests.Instrumentation;

/// <summary>Hears one host's spans and metrics, and no other's.</summary>
internal sealed class Listening : IDisposable
{
    private readonly ActivityListener spans;
    private readonly MeterListener metrics = new();
    private readonly ConcurrentQueue<Measured> measured = new();
    private readonly ConcurrentQueue<Activity> stopped = new();

    public Listening(SampleHost host)
    {
        var source = host.Services.GetRequiredService<Instruments>().Source;
        spans = new ActivityListener
        {
            ShouldListenTo = other => ReferenceEquals(other, source),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = stopped.Enqueue,
        };
        ActivitySource.AddActivityListener(spans);

        var meters = host.Services.GetRequiredService<IMeterFactory>();
        metrics.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, meters) && instrument.Meter.Name == GraphQLInstrumentation.MeterName)
                listener.EnableMeasurementEvents(instrument);
        };
        metrics.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        metrics.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Keep(instrument, value, tags));
        metrics.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        metrics.Start();
    }

    public IReadOnlyList<Activity> Spans => [.. stopped];

    public Activity Operation => Spans.Single(span => span.Kind == ActivityKind.Server);

    public IReadOnlyList<Measured> Of(string instrument)
    {
        metrics.RecordObservableInstruments();
        return [.. measured.Where(one => one.Instrument == instrument)];
    }

    public void Dispose()
    {
        spans.Dispose();
        metrics.Dispose();
    }

    private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        measured.Enqueue(new Measured(instrument.Name, value, string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))));
}

internal sealed record Measured(string Instrument, double Value, string Tags);

/// <summary>Counts how often it is asked for the time.</summary>
internal sealed class CountingTime : TimeProvider
{
    private int reads;

    public int Reads => reads;

    public override long GetTimestamp()
    {
        Interlocked.Increment(ref reads);
        return base.GetTimestamp();
    }
}
