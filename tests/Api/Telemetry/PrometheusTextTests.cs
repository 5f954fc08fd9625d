using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Marketplace.Api.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Marketplace.Api.Tests.Telemetry;

public sealed partial class PrometheusTextTests : IDisposable
{
    private readonly Meter meter = new("test." + Guid.NewGuid().ToString("N"));
    private readonly MetricsText text = new();
    private readonly MeterProvider provider;

    public PrometheusTextTests() => provider = Sdk.CreateMeterProviderBuilder().AddMeter(meter.Name).AddReader(text.Reader).Build();

    public void Dispose()
    {
        provider.Dispose();
        text.Dispose();
        meter.Dispose();
    }

    [Fact]
    public void A_counter_carries_its_unit_total_help_and_labels()
    {
        var counter = meter.CreateCounter<long>("http.bytes-sent", "By", "What was\nsent \\ out.");
        counter.Add(2, new KeyValuePair<string, object?>("peer.name", "a\"b\\c\nd"));
        counter.Add(3, new KeyValuePair<string, object?>("peer.name", "a\"b\\c\nd"));

        text.Collect().ShouldBe($$"""
            # HELP http_bytes_sent_bytes_total What was\nsent \\ out.
            # TYPE http_bytes_sent_bytes_total counter
            http_bytes_sent_bytes_total{otel_scope_name="{{meter.Name}}",peer_name="a\"b\\c\nd"} 5

            """);
    }

    [Fact]
    public void A_histogram_counts_everything_up_to_each_bound()
    {
        var histogram = meter.CreateHistogram("duration", "s", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1] });
        foreach (var value in (double[])[0.25, 0.5, 0.75, 4])
        {
            histogram.Record(value);
        }

        text.Collect().ShouldBe($$"""
            # TYPE duration_seconds histogram
            duration_seconds_bucket{otel_scope_name="{{meter.Name}}",le="0.5"} 2
            duration_seconds_bucket{otel_scope_name="{{meter.Name}}",le="1"} 3
            duration_seconds_bucket{otel_scope_name="{{meter.Name}}",le="+Inf"} 4
            duration_seconds_sum{otel_scope_name="{{meter.Name}}"} 5.5
            duration_seconds_count{otel_scope_name="{{meter.Name}}"} 4

            """);
    }

    [Fact]
    public void What_goes_up_and_down_is_a_gauge_and_labels_that_meet_are_joined()
    {
        meter.CreateUpDownCounter<long>("open", "{socket}").Add(-2, new("a.b", 1), new("a:b", 2));
        meter.CreateObservableGauge("load", () => double.NaN);

        var lines = text.Collect().Split('\n');

        lines.ShouldContain($"open{{otel_scope_name=\"{meter.Name}\",a_b=\"1;2\"}} -2");
        lines.ShouldContain("# TYPE open gauge");
        lines.ShouldContain($"load{{otel_scope_name=\"{meter.Name}\"}} NaN");
    }

    [Fact]
    public void Asking_again_counts_on()
    {
        var counter = meter.CreateCounter<double>("asked");
        counter.Add(1.5);
        text.Collect();
        counter.Add(1);

        text.Collect().ShouldContain("} 2.5\n");
    }

    /// <summary>Every line is a comment or a sample of the format's grammar, and every sample belongs to the family above it.</summary>
    internal static void ShouldBeWellFormed(string metrics)
    {
        metrics.ShouldEndWith("\n");
        var family = "";
        var families = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in metrics.TrimEnd('\n').Split('\n'))
        {
            if (Type().Match(line) is { Success: true } type)
            {
                family = type.Groups["name"].Value;
                families.Add(family).ShouldBeTrue($"{family} has two types.");
            }
            else if (!line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                var sample = Sample().Match(line);
                sample.Success.ShouldBeTrue(line);
                new[] { family, family + "_bucket", family + "_sum", family + "_count" }.ShouldContain(sample.Groups["name"].Value, line);
            }
        }
    }

    [GeneratedRegex("""^# TYPE (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram)$""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Type();

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)\{(?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*",?)+\} (?:NaN|[+-]Inf|-?[0-9.]+(?:E[+-]?[0-9]+)?)$""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Sample();
}
