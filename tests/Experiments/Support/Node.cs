using Experiments.Flags;
using Experiments.Lifecycle;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Testing;

namespace Experiments.Tests.Support;

/// <summary>One node of an installation: a container of its own over a database that may be shared.</summary>
public sealed class Node : IAsyncDisposable
{
    private readonly IHost host;
    private readonly AsyncServiceScope scope;
    private readonly TestDatabase? own;

    private Node(IHost host, MovableClock clock, TestDatabase database, TestDatabase? own)
    {
        this.host = host;
        this.own = own;
        OwnerConnectionString = database.OwnerConnectionString;
        Clock = clock;
        scope = host.Services.CreateAsyncScope();
    }

    public MovableClock Clock { get; }

    public string OwnerConnectionString { get; }

    public IServiceProvider Services => scope.ServiceProvider;

    public IFlagEvaluator Flags => Services.GetRequiredService<IFlagEvaluator>();

    public FlagSnapshots Snapshots => Services.GetRequiredService<FlagSnapshots>();

    public ExperimentService Experiments => Services.GetRequiredService<ExperimentService>();

    public FlagService FlagService => Services.GetRequiredService<FlagService>();

    public FlagReader FlagReader => Services.GetRequiredService<FlagReader>();

    public ExperimentReader ExperimentReader => Services.GetRequiredService<ExperimentReader>();

    public AuditReader Audit => Services.GetRequiredService<AuditReader>();

    public NpgsqlDataSource Application => Services.GetRequiredService<NpgsqlDataSource>();

    public static async Task<Node> StartAsync(
        TestDatabase? shared = null,
        TimeSpan? pollInterval = null,
        Action<IServiceCollection>? configure = null,
        Action<ExperimentsOptions>? options = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        var clock = new MovableClock();
        var created = shared is null ? await Databases.CreateAsync() : null;
        builder.Services.AddSingleton<TimeProvider>(clock);
        // A factory, so that the container closes the connections with itself.
        builder.Services.AddSingleton(_ => NpgsqlDataSource.Create((shared ?? created!).ConnectionString));
        configure?.Invoke(builder.Services);
        builder.Services.AddExperiments(
            services => services.GetRequiredService<NpgsqlDataSource>(),
            settings =>
            {
                settings.PollInterval = pollInterval ?? TimeSpan.FromSeconds(1);
                options?.Invoke(settings);
            });
        var node = new Node(builder.Build(), clock, shared ?? created!, created);
        await node.host.StartAsync();
        return node;
    }

    /// <summary>A node over a database of its own, with the marketplace's rate-card flag, its draft and the twelve categories.</summary>
    public static async Task<Node> StartSeededAsync()
    {
        var node = await StartAsync(configure: services => services.AddSingleton<IUnitInventory>(new Categories()));
        await node.Services.GetRequiredService<ReferenceDataWriter>().EnsureAsync(Samples.Reference, CancellationToken.None);
        return node;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Application.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> QueryAsync<T>(string sql)
    {
        await using var command = Application.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        await scope.DisposeAsync();
        await host.StopAsync();
        if (host is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
        if (own is not null)
            await own.DisposeAsync();
    }
}

public sealed class Categories : IUnitInventory
{
    public static readonly IReadOnlyList<string> Keys =
    [
        "accounting-consulting", "admin-support", "customer-service", "data-science-analytics", "design-creative", "engineering-architecture",
        "it-networking", "legal", "sales-marketing", "translation", "web-mobile-software-dev", "writing",
    ];

    public ExperimentUnit Unit => ExperimentUnit.JobCategory;

    public Task<IReadOnlyList<UnitVolume>> ListAsync(CancellationToken cancellation)
        => Task.FromResult<IReadOnlyList<UnitVolume>>([.. Keys.Select((key, index) => new UnitVolume(key, 100 * index))]);
}
