using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Marketplace.Api.Telemetry;

/// <summary>Collects the metrics when they are asked for.</summary>
internal sealed class MetricsText : IDisposable
{
    private readonly Lock gate = new();
    private readonly TextExporter exporter = new();

    public MetricsText() => Reader = new BaseExportingMetricReader(exporter) { TemporalityPreference = MetricReaderTemporalityPreference.Cumulative };

    public BaseExportingMetricReader Reader { get; }

    /// <summary>All metrics as they are now.</summary>
    public string Collect()
    {
        lock (gate)
        {
            return Reader.Collect() ? exporter.Text : throw new InvalidOperationException("The metrics could not be collected.");
        }
    }

    public void Dispose()
    {
        Reader.Dispose();
        exporter.Dispose();
    }

    private sealed class TextExporter : BaseExporter<Metric>
    {
        public string Text { get; private set; } = "";

        public override ExportResult Export(in Batch<Metric> batch)
        {
            var metrics = new List<Metric>();
            foreach (var metric in batch)
            {
                metrics.Add(metric);
            }

            Text = PrometheusText.Of(metrics);
            return ExportResult.Success;
        }
    }
}
