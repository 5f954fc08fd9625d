using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Marketplace.Api.Hosting;

/// <summary>Ready: the database answers, and what the host prepares at its start is there.</summary>
public sealed class HostReadiness(NpgsqlDataSource source) : IHealthCheck
{
    private volatile string? _waitingFor = "the seed data";

    public void Ready() => _waitingFor = null;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (_waitingFor is { } what)
        {
            return HealthCheckResult.Unhealthy($"Waiting for {what}.");
        }

        await using var command = source.CreateCommand("select 1");
        await command.ExecuteScalarAsync(cancellationToken);
        return HealthCheckResult.Healthy();
    }
}

internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/health/live", () => Results.Text("live")).AllowAnonymous();
        endpoints.MapHealthChecks("/health/ready").AllowAnonymous();
    }
}
