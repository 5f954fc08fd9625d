using Experiments.Flags;
using Experiments.Lifecycle;
using Marketplace.Jobs;

namespace Marketplace.Api.Seeding;

internal static class SeedServices
{
    /// <summary>Reference data before anything listens; in Development people and jobs as soon as it does.</summary>
    public static void AddSeeding(this IServiceCollection services)
    {
        services.AddHostedService<ReferenceSeed>();
        services.AddHostedService<DevelopmentSeed>();
    }
}

/// <summary>Flags, metrics and draft experiments of every environment: written where they are missing.</summary>
internal sealed class ReferenceSeed(IServiceScopeFactory scopes, FlagSnapshotLoader flags) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ReferenceDataWriter>().EnsureAsync(ReferenceExperiments.Data, cancellationToken);
        await flags.LoadAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
