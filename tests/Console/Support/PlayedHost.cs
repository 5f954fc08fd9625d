using Marketplace.Accounts;
using Marketplace.Policies;
using Marketplace.Simulation;
using Testing;

namespace Console.Tests.Support;

/// <summary>A host over a small simulated marketplace whose experiments still run. Whoever looks at it changes nothing.</summary>
public sealed class PlayedHost : IAsyncLifetime
{
    private TestDatabase database = null!;

    public TestHost Host { get; private set; } = null!;

    /// <summary>The id of a talent with a long history.</summary>
    public string Talent { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        database = await MigratedDatabase.CreateAsync();
        var report = await Simulator.RunAsync(database.ConnectionString, new SimulationOptions(Proposals: 400, Seed: 7, Days: 21) { Workers = 8 }, PolicyBook.Default(), null, CancellationToken.None);
        Talent = AccountUnit.Key(report.Example);
        Host = await TestHost.StartAsync(database);
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
