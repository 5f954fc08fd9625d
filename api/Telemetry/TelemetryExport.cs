using GraphQL;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Quartz.Diagnostics;

namespace Marketplace.Api.Telemetry;

/// <summary>Listens to what the host does: metrics for /metrics, and, where OTEL_EXPORTER_OTLP_ENDPOINT is set, metrics and traces for a collector.</summary>
internal sealed class TelemetryExport(IConfiguration configuration, MetricsText text) : IHostedService, IDisposable
{
    private static readonly string[] Meters =
    [
        GraphQLInstrumentation.MeterName, "Npgsql", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", QuartzInstrumentation.MeterName, "System.Runtime",
    ];

    private static readonly string[] Sources = [GraphQLInstrumentation.ActivitySourceName, "Npgsql", "Microsoft.AspNetCore", QuartzInstrumentation.ActivitySourceName];

    private MeterProvider? metrics;
    private TracerProvider? traces;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var isExported = !string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        var measured = Sdk.CreateMeterProviderBuilder().ConfigureResource(Name).AddMeter(Meters).AddReader(text.Reader);
        metrics = (isExported ? measured.AddOtlpExporter() : measured).Build();
        traces = isExported ? Sdk.CreateTracerProviderBuilder().ConfigureResource(Name).AddSource(Sources).AddOtlpExporter().Build() : null;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        traces?.ForceFlush(2_000);
        metrics?.ForceFlush(2_000);
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        traces?.Dispose();
        metrics?.Dispose();
    }

    // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES have the last word.
    private static void Name(ResourceBuilder resource) => resource.AddService("marketplace").AddEnvironmentVariableDetector();
}
