using Marketplace.Database;
using Npgsql;
using Testing;

namespace Marketplace.Api.Tests.SignIn;

/// <summary>A migrated database for a class of sign-in tests: the signing keys live there.</summary>
public sealed class SignInDatabase : IAsyncLifetime
{
    public TestDatabase Database { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync();
        await using var owner = NpgsqlDataSource.Create(Database.OwnerConnectionString);
        await MarketplaceDatabase.MigrateAsync(owner, CancellationToken.None);
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
