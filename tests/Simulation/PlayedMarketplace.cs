using Marketplace.Policies;
using Npgsql;
using Testing;

[assembly: AssemblyFixture(typeof(Marketplace.Simulation.Tests.PlayedMarketplace))]

namespace Marketplace.Simulation.Tests;

/// <summary>One small simulation, played into a database of its own, that the tests look at.</summary>
public sealed class PlayedMarketplace : IAsyncLifetime
{
    // In the past of any machine that runs this, so that the same days are played everywhere.
    public static SimulationOptions Options { get; } = new(Proposals: 700, Seed: 7, Days: 18) { Until = new DateTimeOffset(2025, 6, 2, 15, 0, 0, TimeSpan.Zero), Workers = 8 };

    public TestDatabase Database { get; private set; } = null!;

    public SimulationReport Report { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await MigratedDatabase.CreateAsync();
        Report = await PlayAsync(Database, Options);
    }

    public static Task<SimulationReport> PlayAsync(TestDatabase database, SimulationOptions options, Action<SimulationProgress>? progress = null) =>
        Simulator.RunAsync(database.ConnectionString, options, PolicyBook.Default(), progress, CancellationToken.None);

    /// <summary>Rows as text, read as the role that owns the tables.</summary>
    public static async Task<IReadOnlyList<string>> RowsAsync(TestDatabase database, string sql)
    {
        await using var owner = NpgsqlDataSource.Create(database.OwnerConnectionString);
        await using var command = owner.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            var values = new object[reader.FieldCount];
            reader.GetValues(values);
            rows.Add(string.Join(' ', values));
        }

        return rows;
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
