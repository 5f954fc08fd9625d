using System.Diagnostics;
using System.Diagnostics.Metrics;
using GraphQL.Language;
using GraphQL.Subscriptions;

namespace GraphQL.Instrumentation;

/// <summary>The spans and metrics of one server. Each server has its own, so that what is heard can be told apart.</summary>
internal sealed class Instruments : IDisposable
{
    private readonly Counter<long> lookups;
    private readonly Counter<long> refused;
    private readonly Histogram<double> requestDuration;
    private readonly Histogram<double> processingDuration;
    private readonly Histogram<double> eventDuration;
    private readonly Histogram<double> cost;
    private readonly Histogram<int> errorCount;
    private readonly Counter<long> events;
    private readonly UpDownCounter<long> activeRequests;
    private readonly TimeProvider time;

    public Instruments(IMeterFactory meters, GraphQLOptions options, RunningStreams streams, TopicHub topics, TimeProvider? time = null)
    {
        this.time = time ?? TimeProvider.System;
        Options = options.Instrumentation;
        var meter = meters.Create(GraphQLInstrumentation.MeterName);
        requestDuration = meter.CreateHistogram("graphql.server.request.duration", "s", "Duration of GraphQL requests, from the document to the response.", advice: Seconds(0.0005));
        processingDuration = meter.CreateHistogram("graphql.server.processing.duration", "s", "Duration of one phase of a GraphQL request.", advice: Seconds(0.00001));
        eventDuration = meter.CreateHistogram("graphql.server.subscription.event.duration", "s", "Duration of answering one event of a subscription.", advice: Seconds(0.0005));
        events = meter.CreateCounter<long>("graphql.server.subscription.event_count", "{event}", "Events of subscriptions that were answered.");
        cost = meter.CreateHistogram<double>(
            "graphql.server.operation.cost", null, "Field cost of operations within the limits.", advice: new() { HistogramBucketBoundaries = [1, 10, 50, 100, 500, 1_000, 5_000, 10_000, 50_000] });
        meter.CreateObservableUpDownCounter("graphql.server.stream.active", () => streams.Operations, "{operation}", "Operations that may still send a response on a socket or event stream: subscriptions above all.");
        meter.CreateObservableUpDownCounter("graphql.server.socket.active", () => streams.Sockets, "{socket}", "Sockets that are open.");
        meter.CreateObservableCounter("graphql.server.topic.dropped", () => topics.DroppedCount, "{message}", "Messages of topics dropped because their subscription was too slow.");
        activeRequests = meter.CreateUpDownCounter<long>("graphql.server.request.active", "{request}", "GraphQL requests being answered.");
        errorCount = meter.CreateHistogram<int>(
            "graphql.server.response.error_count", "{error}", "Errors in a response.", advice: new() { HistogramBucketBoundaries = [0, 1, 2, 5, 10, 25, 50, 100] });
        refused = meter.CreateCounter<long>("graphql.server.request.refused", "{request}", "Requests of which nothing was executed, by reason.");
        lookups = meter.CreateCounter<long>("graphql.server.document_cache.lookups", "{lookup}", "Documents looked up among those that are parsed, validated and planned.");
    }

    public InstrumentationOptions Options { get; }

    public ActivitySource Source { get; } = new(GraphQLInstrumentation.ActivitySourceName);

    /// <summary>True when somebody hears of whole requests.</summary>
    public bool IsListening => Source.HasListeners() || requestDuration.Enabled || activeRequests.Enabled || errorCount.Enabled || refused.Enabled || cost.Enabled || IsListeningToEvents;

    private bool IsListeningToEvents => eventDuration.Enabled || events.Enabled;

    /// <summary>True when each call of a resolver has a span.</summary>
    public bool TracesResolvers => Options.TraceResolvers && Source.HasListeners();

    /// <summary>Begins a phase; null when nobody listens.</summary>
    public PhaseMeasurement? Begin(Phase phase)
    {
        var isMeasured = processingDuration.Enabled;
        return isMeasured || Source.HasListeners() ? new PhaseMeasurement(this, phase, isMeasured ? time.GetTimestamp() : null) : null;
    }

    /// <summary>Begins a request. Ask <see cref="IsListening" /> first.</summary>
    public OperationMeasurement Begin() => new(this, requestDuration.Enabled ? time.GetTimestamp() : null, isEvent: false);

    /// <summary>Begins the answer to one event of a subscription. Ask <see cref="IsListening" /> first.</summary>
    public OperationMeasurement BeginEvent() => new(this, eventDuration.Enabled ? time.GetTimestamp() : null, isEvent: true);

    public void LookedUp(bool isHit) => lookups.Add(1, new KeyValuePair<string, object?>(AttributeNames.CacheResult, isHit ? "hit" : "miss"));

    public void Refused(string? code) => refused.Add(1, new KeyValuePair<string, object?>(AttributeNames.ErrorType, code ?? AttributeNames.OtherError));

    public bool Entered(in TagList tags)
    {
        if (!activeRequests.Enabled)
            return false;
        activeRequests.Add(1, tags);
        return true;
    }

    public void Left(in TagList tags) => activeRequests.Add(-1, tags);

    public void Answered(long? begin, int errors, in TagList tags, in TagList withError)
    {
        if (begin is { } start)
            requestDuration.Record(time.GetElapsedTime(start).TotalSeconds, withError);
        errorCount.Record(errors, tags);
    }

    public void AnsweredEvent(long? begin, in TagList tags)
    {
        if (begin is { } start)
            eventDuration.Record(time.GetElapsedTime(start).TotalSeconds, tags);
        events.Add(1, tags);
    }

    public void Priced(double fieldCost, in TagList tags) => cost.Record(fieldCost, tags);

    public void Processed(long? begin, in TagList tags)
    {
        if (begin is { } start)
            processingDuration.Record(time.GetElapsedTime(start).TotalSeconds, tags);
    }

    /// <summary>The name as metrics and span names may carry it; null where they carry none.</summary>
    public string? Bounded(string? operationName) =>
        Options.OperationNames.Count == 0 || operationName is null ? null : Options.OperationNames.Contains(operationName) ? operationName : AttributeNames.OtherOperation;

    public void Dispose() => Source.Dispose();

    public static string TypeOf(OperationKind kind) => kind switch
    {
        OperationKind.Query => "query",
        OperationKind.Mutation => "mutation",
        OperationKind.Subscription => "subscription",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    // Six decades of the 1-2.5-5 series, from the shortest that is told apart.
    private static InstrumentAdvice<double> Seconds(double smallest) => new()
    {
        HistogramBucketBoundaries = [.. Enumerable.Range(0, 14).Select(step => Math.Round(smallest * Math.Pow(10, step / 3) * (step % 3) switch { 0 => 1, 1 => 2.5, _ => 5 }, 6))],
    };
}
