using System.Globalization;
using System.Text;
using OpenTelemetry.Metrics;

namespace Marketplace.Api.Telemetry;

/// <summary>Writes metrics in Prometheus' text format 0.0.4, by OpenTelemetry's rules for names and labels.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static string Of(IEnumerable<Metric> metrics)
    {
        var text = new StringBuilder();
        foreach (var family in metrics.Where(metric => TypeOf(metric) is not null).GroupBy(NameOf, StringComparer.Ordinal))
        {
            var first = family.First();
            if (first.Description.Length > 0)
            {
                text.Append("# HELP ").Append(family.Key).Append(' ').Append(first.Description.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal)).Append('\n');
            }

            text.Append("# TYPE ").Append(family.Key).Append(' ').Append(TypeOf(first)).Append('\n');
            // Meters may share a name; a family has one type alone.
            foreach (var metric in family.Where(metric => TypeOf(metric) == TypeOf(first)))
            {
                Write(text, family.Key, metric);
            }
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, string name, Metric metric)
    {
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            var labels = LabelsOf(metric, point);
            switch (metric.MetricType)
            {
                case MetricType.Histogram:
                    WriteHistogram(text, name, labels, point);
                    break;
                case MetricType.LongSum or MetricType.LongSumNonMonotonic:
                    Sample(text, name, labels, point.GetSumLong().ToString(CultureInfo.InvariantCulture));
                    break;
                case MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic:
                    Sample(text, name, labels, Number(point.GetSumDouble()));
                    break;
                case MetricType.LongGauge:
                    Sample(text, name, labels, point.GetGaugeLastValueLong().ToString(CultureInfo.InvariantCulture));
                    break;
                case MetricType.DoubleGauge:
                    Sample(text, name, labels, Number(point.GetGaugeLastValueDouble()));
                    break;
            }
        }
    }

    private static void WriteHistogram(StringBuilder text, string name, string labels, in MetricPoint point)
    {
        // A bucket counts everything up to its bound.
        var count = 0L;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            count += bucket.BucketCount;
            Sample(text, name + "_bucket", $"{labels},le=\"{Number(bucket.ExplicitBound)}\"", count.ToString(CultureInfo.InvariantCulture));
        }

        Sample(text, name + "_sum", labels, Number(point.GetHistogramSum()));
        Sample(text, name + "_count", labels, point.GetHistogramCount().ToString(CultureInfo.InvariantCulture));
    }

    private static void Sample(StringBuilder text, string name, string labels, string value) =>
        text.Append(name).Append('{').Append(labels).Append("} ").Append(value).Append('\n');

    // Labels whose names are the same once they are Prometheus names become one, their values joined.
    private static string LabelsOf(Metric metric, in MetricPoint point)
    {
        var labels = new OrderedDictionary<string, string>(StringComparer.Ordinal) { ["otel_scope_name"] = metric.MeterName };
        foreach (var (key, value) in point.Tags)
        {
            var name = Sanitize(key, ':');
            var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            labels[name] = labels.TryGetValue(name, out var other) ? $"{other};{text}" : text;
        }

        return string.Join(',', labels.Select(label => $"{label.Key}=\"{Escape(label.Value)}\""));
    }

    private static string? TypeOf(Metric metric) => metric.MetricType switch
    {
        MetricType.Histogram => "histogram",
        MetricType.LongSum or MetricType.DoubleSum => "counter",
        MetricType.LongSumNonMonotonic or MetricType.DoubleSumNonMonotonic or MetricType.LongGauge or MetricType.DoubleGauge => "gauge",
        // Nothing here makes exponential histograms, which this format does not have.
        _ => null,
    };

    private static string NameOf(Metric metric)
    {
        var name = Sanitize(metric.Name, '_');
        var unit = metric.Unit switch
        {
            "s" => "_seconds",
            "ms" => "_milliseconds",
            "By" => "_bytes",
            "%" => "_percent",
            _ => "",
        };
        if (!name.EndsWith(unit, StringComparison.Ordinal))
        {
            name += unit;
        }

        return metric.MetricType is MetricType.LongSum or MetricType.DoubleSum && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    // Colons may stand in names of metrics, but not in those of labels.
    private static string Sanitize(string name, char replaced)
    {
        var text = string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || (letter == ':' && replaced != ':') ? letter : '_'));
        return char.IsAsciiDigit(text[0]) ? "_" + text : text;
    }

    private static string Escape(string value) =>
        value.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString(CultureInfo.InvariantCulture),
    };
}
