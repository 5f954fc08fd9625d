using Marketplace.Api.EmbeddedPostgres;
using Npgsql;

namespace Testing;

/// <summary>A database of one test class' own, dropped when disposed.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly PostgresCluster cluster;
    private readonly Lazy<NpgsqlDataSource> owner;

    internal TestDatabase(PostgresCluster cluster, string name)
    {
        this.cluster = cluster;
        Name = name;
        owner = new Lazy<NpgsqlDataSource>(() => NpgsqlDataSource.Create(OwnerConnectionString));
    }

    public string Name { get; }

    /// <summary>Connects as the role that owns the tables and runs migrations.</summary>
    public string OwnerConnectionString => cluster.ConnectionString(Name, PostgresRoles.Owner);

    /// <summary>Connections of the role that owns the tables, kept as long as the database: opening one takes longer than what it is asked.</summary>
    public NpgsqlDataSource Owner => owner.Value;

    /// <summary>Connects as the role that serves the application and owns nothing.</summary>
    public string ConnectionString => cluster.ConnectionString(Name, PostgresRoles.Application);

    /// <summary>Writes what the guards refuse, as only somebody with the keys of the server could: no trigger, no foreign key looks.</summary>
    public async Task WithoutGuardsAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(cluster.ConnectionString(Name, PostgresRoles.Superuser)) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"set session_replication_role = replica; {sql}", connection);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (owner.IsValueCreated)
            await owner.Value.DisposeAsync();
        foreach (var pooled in new[] { OwnerConnectionString, ConnectionString })
        {
            await using var connection = new NpgsqlConnection(pooled);
            NpgsqlConnection.ClearPool(connection);
        }

        await cluster.DropAsync(Name);
    }
}
