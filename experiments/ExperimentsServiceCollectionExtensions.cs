using Experiments.Analysis;
using Experiments.ApiKeys;
using Experiments.Database;
using Experiments.Exposures;
using Experiments.Flags;
using Experiments.Lifecycle;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.FeatureManagement;
using Npgsql;

namespace Experiments;

/// <summary>Registers the engine.</summary>
public static class ExperimentsServiceCollectionExtensions
{
    /// <summary>
    /// Registers flags, experiments, and Microsoft.FeatureManagement over the same definitions. A <see cref="TimeProvider"/> is taken from the
    /// container (the system's by default), as is every <see cref="IUnitInventory"/>, <see cref="IRecentUnits"/> and <see cref="IHostFlag"/>. The hosted service loads the flags before any server
    /// listens, so the schema must be migrated before the host starts, or by a hosted service registered earlier.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="dataSource">Connects as the application's role. LISTEN needs a session of its own: not through a transaction-pooling proxy.</param>
    /// <param name="configure">Changes the options.</param>
    public static IServiceCollection AddExperiments(
        this IServiceCollection services,
        Func<IServiceProvider, NpgsqlDataSource> dataSource,
        Action<ExperimentsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(dataSource);
        var options = new ExperimentsOptions();
        configure?.Invoke(options);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.PollInterval, TimeSpan.Zero, nameof(configure));

        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.ExposureInterval, TimeSpan.Zero, nameof(configure));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ExposureBuffer, 1, nameof(configure));

        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.AnalysisTimeout, TimeSpan.Zero, nameof(configure));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.ResultsPatience, TimeSpan.Zero, nameof(configure));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.AnalysisMemoryMegabytes, 1, nameof(configure));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.AnalysisMemoryMegabytes, 100_000, nameof(configure));

        services.TryAddSingleton(TimeProvider.System);
        services.AddLogging();
        services.AddSingleton(options);
        services.AddPooledDbContextFactory<ExperimentsDbContext>((provider, builder) => ExperimentsDbContext.Configure(builder, dataSource(provider)));

        services.AddSingleton<FlagSnapshots>();
        services.AddSingleton<IFlagEvaluator, FlagEvaluator>();
        services.AddSingleton(provider => new FlagSnapshotLoader(
            provider.GetRequiredService<IDbContextFactory<ExperimentsDbContext>>(),
            provider.GetRequiredService<FlagSnapshots>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IHostedService>(provider => new FlagListener(
            dataSource(provider),
            provider.GetRequiredService<FlagSnapshots>(),
            provider.GetRequiredService<FlagSnapshotLoader>(),
            options,
            provider.GetRequiredService<ILogger<FlagListener>>()));
        services.AddSingleton<IFeatureDefinitionProvider, SnapshotDefinitionProvider>();
        services.AddFeatureManagement().AddFeatureFilter<AttributesFilter>();

        services.AddSingleton(provider => new ExposureRecorder(
            dataSource(provider), provider.GetRequiredService<TimeProvider>(), options, provider.GetRequiredService<ILogger<ExposureRecorder>>()));
        services.AddSingleton<IExposureRecorder>(provider => provider.GetRequiredService<ExposureRecorder>());
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<ExposureRecorder>());

        services.AddSingleton(provider => new ExperimentAnalyzer(provider.GetRequiredService<IDbContextFactory<ExperimentsDbContext>>(), dataSource(provider), options));
        services.AddSingleton(provider => new ResultStore(provider.GetRequiredService<IDbContextFactory<ExperimentsDbContext>>(), dataSource(provider)));
        services.AddSingleton<GuardrailWatch>();
        services.AddSingleton(provider => new ExperimentResultsService(
            provider.GetRequiredService<ExperimentAnalyzer>(),
            provider.GetRequiredService<ResultStore>(),
            provider.GetRequiredService<GuardrailWatch>(),
            provider.GetRequiredService<IExposureRecorder>(),
            provider.GetRequiredService<IDbContextFactory<ExperimentsDbContext>>(),
            dataSource(provider),
            provider.GetRequiredService<TimeProvider>(),
            options,
            provider.GetRequiredService<ILogger<ExperimentResultsService>>()));
        services.AddScoped(provider => new SampleSizePlanner(
            provider.GetRequiredService<IDbContextFactory<ExperimentsDbContext>>(),
            dataSource(provider),
            provider.GetServices<IUnitInventory>(),
            provider.GetRequiredService<TimeProvider>(),
            options));

        services.AddSingleton<StateChanges>();
        services.AddScoped(provider => new FlagService(provider.GetRequiredService<StateChanges>(), provider.GetServices<IHostFlag>()));
        services.AddScoped(provider => new VariantOverrides(provider.GetRequiredService<StateChanges>()));
        services.AddScoped(provider => new FlagPreview(
            provider.GetRequiredService<IDbContextFactory<ExperimentsDbContext>>(),
            new RecentlySeen(provider.GetServices<IRecentUnits>(), provider.GetRequiredService<TimeProvider>()),
            provider.GetServices<IHostFlag>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddScoped(provider => new ExperimentPreview(
            provider.GetRequiredService<ExperimentService>(),
            provider.GetRequiredService<IDbContextFactory<ExperimentsDbContext>>(),
            new RecentlySeen(provider.GetServices<IRecentUnits>(), provider.GetRequiredService<TimeProvider>()),
            provider.GetServices<IUnitInventory>(),
            provider.GetServices<IHostFlag>()));
        services.AddScoped<AssignmentExplainer>();
        services.AddScoped(provider => new ReferenceDataWriter(provider.GetRequiredService<StateChanges>()));
        services.AddScoped(provider => new ExperimentService(
            provider.GetRequiredService<StateChanges>(),
            new ExperimentAssignment(provider.GetServices<IUnitInventory>())));
        services.AddScoped(provider => new ApiKeyService(provider.GetRequiredService<StateChanges>()));
        services.AddScoped<ApiKeyReader>();
        services.AddSingleton(provider => new ApiKeyUse(dataSource(provider), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<ApiKeyUse>>()));
        services.AddHostedService(provider => provider.GetRequiredService<ApiKeyUse>());
        services.AddScoped<FlagReader>();
        services.AddScoped<ExperimentReader>();
        services.AddScoped<MetricReader>();
        services.AddScoped<LayerReader>();
        services.AddScoped<OverrideReader>();
        services.AddScoped<AuditReader>();
        return services;
    }
}
