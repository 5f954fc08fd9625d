using System.Net;
using System.Security.Cryptography;
using System.Text;
using Marketplace.Api.SignIn;

namespace Marketplace.Api.Telemetry;

/// <summary>
/// /metrics: for whoever asks from this machine itself, and for whoever brings the token of Metrics:Token. What came through a
/// proxy was not asked from this machine. Everybody else is told that there is nothing here.
/// </summary>
internal static class MetricsEndpoint
{
    public static IServiceCollection AddTelemetry(this IServiceCollection services) => services.AddSingleton<MetricsText>().AddHostedService<TelemetryExport>();

    public static void MapMetrics(this IEndpointRouteBuilder endpoints)
    {
        var token = endpoints.ServiceProvider.GetRequiredService<IConfiguration>()["Metrics:Token"];
        endpoints.MapGet("/metrics", (HttpContext context, MetricsText text) =>
            IsFromHere(context) || BringsToken(context, token) ? Results.Text(text.Collect(), PrometheusText.ContentType) : Results.NotFound()).AcceptsOtherTokens().AllowAnonymous();
    }

    private static bool IsFromHere(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && !context.Request.Headers.ContainsKey("X-Forwarded-For") && !context.Request.Headers.ContainsKey("Forwarded");

    private static bool BringsToken(HttpContext context, string? token) =>
        !string.IsNullOrEmpty(token)
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(context.Request.Headers.Authorization.ToString()), Encoding.UTF8.GetBytes($"Bearer {token}"));
}
